import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import type { Member } from './domain/member-rules.js';

/** Changes to people of the caller's tenant. */
@Injectable()
export class MemberRepository {
  constructor(private readonly database: Database) {}

  /**
   * The owners of the tenant, and these of its people. Whoever else is about to change one of them waits, in the order
   * of the ids, so that nobody waits in a circle: of two owners who demote one another the second one sees the first.
   */
  lock(ctx: CallerContext, ids: readonly string[]): Promise<Member[]> {
    return this.database.transaction(ctx).rows(LOCK, [ctx.tenantId, ids]);
  }

  /** Ends every session of theirs: what they may do is not what they signed in for. */
  async setRole(ctx: CallerContext, id: string, role: Role): Promise<void> {
    await this.database.transaction(ctx).rows(SET_ROLE, [ctx.tenantId, id, role, ctx.now()]);
  }

  /** A deactivation ends every session of theirs; none of these comes back with a later activation. */
  async setActive(ctx: CallerContext, id: string, isActive: boolean): Promise<void> {
    await this.database.transaction(ctx).rows(SET_ACTIVE, [ctx.tenantId, id, isActive, ctx.now()]);
  }
}

const LOCK = statement<Member>(`
  SELECT id, role, is_active AS "isActive" FROM users
  WHERE tenant_id = $1 AND (role = 'OWNER' OR id = ANY ($2::uuid[]))
  ORDER BY id FOR NO KEY UPDATE
`);

const SET_ROLE = statement<never>(`
  UPDATE users SET role = $3::user_role, token_version = token_version + 1, updated_at = $4
  WHERE tenant_id = $1 AND id = $2
`);

const SET_ACTIVE = statement<never>(`
  UPDATE users SET is_active = $3::boolean, updated_at = $4,
    token_version = token_version + CASE WHEN $3::boolean THEN 0 ELSE 1 END
  WHERE tenant_id = $1 AND id = $2
`);
