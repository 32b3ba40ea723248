import { Injectable } from '@nestjs/common';
import type { Role } from '../../../platform/access/index.js';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';

/** An open invitation, and what decides whether it is still good. */
export interface FoundInvitation {
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly role: Role;
  readonly isOver: boolean;
  readonly tenantActive: boolean;
  readonly inviterRole: Role;
  readonly inviterActive: boolean;
}

/** Invitations across tenants, by the hash of the token: who has one belongs to no tenant yet. */
@Injectable()
export class InvitationTokenRepository {
  constructor(private readonly database: Database) {}

  find(ctx: SystemContext, tokenHash: string): Promise<FoundInvitation | null> {
    return this.database.row(ctx, FIND, [tokenHash, ctx.now()]);
  }

  /** Of many who bring the same token, the others wait; nor do inviter and tenant change meanwhile. */
  async lock(ctx: SystemContext, tokenHash: string): Promise<FoundInvitation | null> {
    return (await this.database.transaction(ctx).rows(LOCK, [tokenHash, ctx.now()]))[0] ?? null;
  }

  async accept(ctx: SystemContext, { tenantId, id }: FoundInvitation): Promise<void> {
    await this.database.transaction(ctx).rows(ACCEPT, [tenantId, id, ctx.now()]);
  }
}

const OPEN = `
  SELECT i.id, i.tenant_id AS "tenantId", i.email, i.role, i.expires_at <= $2 AS "isOver",
    t.is_active AS "tenantActive", u.role AS "inviterRole", u.is_active AS "inviterActive"
  FROM invitations i
  JOIN users u ON u.tenant_id = i.tenant_id AND u.id = i.invited_by
  JOIN tenants t ON t.id = i.tenant_id
  WHERE i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL`;

const FIND = statement<FoundInvitation>(OPEN);
const LOCK = statement<FoundInvitation>(`${OPEN} FOR NO KEY UPDATE OF i FOR SHARE OF u, t`);

const ACCEPT = statement<never>(`UPDATE invitations SET accepted_at = $3 WHERE tenant_id = $1 AND id = $2`);
