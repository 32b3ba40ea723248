import { Injectable } from '@nestjs/common';
import { platformContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import {
  connectionFrom,
  cursorKind,
  readPage,
  requestLoader,
  searchPattern,
  type Connection,
  type PageArgs,
} from '../../platform/graphql/index.js';
import { TENANT_COLUMNS } from './tenant-columns.js';
import type { Tenant } from './types/tenant.type.js';

export interface ListTenants extends PageArgs {
  readonly search?: string | null;
  readonly isActive?: boolean | null;
}

/** With the time to the microsecond, which cursors need. */
type Row = Tenant & { readonly madeAt: string };

const NEWEST_FIRST = cursorKind('tenants.createdAt.desc', ['instant', 'uuid']);

/** Tenants as platform administrators see them: all. Read past row-level security, and so for nobody else. */
@Injectable()
export class PlatformTenants {
  private readonly loader = requestLoader<Tenant | null>((ctx, ids) => this.byIds(ctx, ids), null);
  private readonly counts = requestLoader<number>((ctx, ids) => this.countMembers(ctx, ids), 0);

  constructor(private readonly database: Database) {}

  find(ctx: CallerContext, id: string): Promise<Tenant | null> {
    return this.loader(ctx).load(id);
  }

  /** Reads anew what the request may have read before it changed it. */
  findAfterChange(ctx: CallerContext, id: string): Promise<Tenant | null> {
    this.loader(ctx).clear(id);
    return this.find(ctx, id);
  }

  /** Active members. */
  memberCount(ctx: CallerContext, tenantId: string): Promise<number> {
    return this.counts(ctx).load(tenantId);
  }

  async list(ctx: CallerContext, { search, isActive, ...asked }: ListTenants): Promise<Connection<Tenant>> {
    const page = readPage(asked, NEWEST_FIRST);
    const criteria = [searchPattern(search), isActive ?? null];
    const [madeAt, id] = page.after ?? [null, null];
    const rows = await this.rows(ctx, PAGE, [...criteria, madeAt, id, page.limit + 1]);
    return connectionFrom<Row, typeof NEWEST_FIRST.keys>(
      page,
      rows,
      (row) => [row.madeAt, row.id],
      async () => (await this.rows(ctx, COUNT, criteria))[0]?.count ?? 0,
    );
  }

  private async byIds(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, Tenant>> {
    const rows = await this.rows(ctx, BY_IDS, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async countMembers(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.rows(ctx, MEMBER_COUNTS, [ids]);
    return new Map(rows.map(({ tenantId, count }) => [tenantId, count]));
  }

  private rows<Found>(
    ctx: CallerContext,
    read: Statement<Found>,
    values: readonly unknown[],
  ): Promise<Found[]> {
    const system = platformContext('platform tenants', ctx);
    return this.database.read(system, () => this.database.rows(system, read, values));
  }
}

const COLUMNS = `${TENANT_COLUMNS}, true AS "ofPlatform"`;

const BY_IDS = statement<Tenant>(`SELECT ${COLUMNS} FROM tenants t WHERE t.id = ANY ($1::uuid[])`);

const CRITERIA = `($1::text IS NULL OR t.name ILIKE $1 OR t.slug ILIKE $1) AND ($2::boolean IS NULL OR t.is_active = $2)`;

const PAGE = statement<Row>(`
  SELECT ${COLUMNS}, to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "madeAt"
  FROM tenants t
  WHERE ${CRITERIA} AND ($3::timestamptz IS NULL OR (t.created_at, t.id) < ($3, $4::uuid))
  ORDER BY t.created_at DESC, t.id DESC LIMIT $5
`);

const COUNT = statement<{ count: number }>(
  `SELECT count(*)::integer AS count FROM tenants t WHERE ${CRITERIA}`,
);

const MEMBER_COUNTS = statement<{ tenantId: string; count: number }>(`
  SELECT tenant_id AS "tenantId", count(*)::integer AS count FROM users
  WHERE tenant_id = ANY ($1::uuid[]) AND is_active GROUP BY tenant_id
`);
