import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

export interface MaybeAdmin {
  readonly id: string;
  readonly tenantId: string;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
}

/** Who administers the platform, whatever their tenant. */
@Injectable()
export class PlatformAdminRepository {
  constructor(private readonly database: Database) {}

  /** In the order of the ids, so that of two who take the right from one another the second one sees the first. */
  lock(ctx: SystemContext, ids: readonly string[]): Promise<MaybeAdmin[]> {
    return this.database.transaction(ctx).rows(LOCK, [ids]);
  }

  async idOf(ctx: SystemContext, email: string): Promise<string | null> {
    const found = await this.database.row(ctx, BY_EMAIL, [email]);
    return found?.id ?? null;
  }

  /** Ends every session of theirs. */
  async setAdmin(ctx: SystemContext, id: string, isAdmin: boolean): Promise<void> {
    await this.database.transaction(ctx).rows(SET_ADMIN, [id, isAdmin, ctx.now()]);
  }
}

const LOCK = statement<MaybeAdmin>(`
  SELECT id, tenant_id AS "tenantId", is_admin AS "isAdmin", is_active AS "isActive" FROM users
  WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
`);

const BY_EMAIL = statement<{ id: string }>(`SELECT id FROM users WHERE lower(email) = lower($1)`);

const SET_ADMIN = statement<never>(`
  UPDATE users SET is_admin = $2, token_version = token_version + 1, updated_at = $3 WHERE id = $1
`);
