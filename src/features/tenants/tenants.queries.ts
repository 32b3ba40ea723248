import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import { TENANT_COLUMNS } from './tenant-columns.js';
import type { Tenant } from './types/tenant.type.js';

@Injectable()
export class TenantQueries {
  private readonly loader = requestLoader<Tenant | null>((ctx, ids) => this.byIds(ctx, ids), null);

  constructor(private readonly database: Database) {}

  async find(ctx: CallerContext, id: string): Promise<Tenant | null> {
    return this.loader(ctx).load(id);
  }

  /** Reads anew what the request may have read before it changed it. */
  async findAfterChange(ctx: CallerContext, id: string): Promise<Tenant | null> {
    this.database.close(ctx);
    this.loader(ctx).clear(id);
    return this.find(ctx, id);
  }

  /** Of the caller's own tenant. A USER sees no other member, but may know how many there are. */
  async memberCount(ctx: CallerContext, tenantId: string): Promise<number> {
    if (tenantId !== ctx.tenantId) return 0;
    const system = systemContext('member count', ctx);
    const found = await this.database.read(system, () => this.database.row(system, MEMBER_COUNT, [tenantId]));
    return found?.count ?? 0;
  }

  private async byIds(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, Tenant>> {
    const rows = await this.database.rows(ctx, BY_IDS, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

const BY_IDS = statement<Tenant>(`SELECT ${TENANT_COLUMNS} FROM tenants t WHERE t.id = ANY ($1::uuid[])`);

const MEMBER_COUNT = statement<{ count: number }>(`
  SELECT count(*)::integer AS count FROM users WHERE tenant_id = $1 AND is_active
`);
