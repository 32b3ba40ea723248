import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '../../../platform/access/index.js';
import type { CallerContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import { INVITATION_COLUMNS } from './invitation-columns.js';
import type { Invitation } from './types/invitation.type.js';

export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  /** Of the token, in hex. */
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** What a mail tells of whom it comes from. */
export interface Inviter {
  readonly email: string;
  readonly locale: string;
  readonly tenantName: string;
}

/** Invitations of the caller's tenant. */
@Injectable()
export class InvitationRepository {
  constructor(private readonly database: Database) {}

  /** Whoever else is about to invite somebody of this address waits: one invitation of it is open at a time. */
  async lockAddress(ctx: CallerContext, email: string): Promise<void> {
    await this.database.rows(ctx, LOCK_ADDRESS, [ctx.tenantId, email]);
  }

  /** Whether somebody of the caller's own tenant has the address, in whatever case. */
  async isMember(ctx: CallerContext, email: string): Promise<boolean> {
    return (await this.database.rows(ctx, MEMBER, [ctx.tenantId, email])).length > 0;
  }

  findOpen(ctx: CallerContext, email: string): Promise<Invitation | null> {
    return this.database.row(ctx, OPEN, [ctx.tenantId, email]);
  }

  /** One that is about to change, with what has become of it. */
  lock(ctx: CallerContext, id: string): Promise<(Invitation & { readonly revokedAt: Date | null }) | null> {
    return this.database.row(ctx, LOCK, [ctx.tenantId, id]);
  }

  async create(
    ctx: CallerContext,
    { email, role, tokenHash, expiresAt }: NewInvitation,
  ): Promise<Invitation> {
    const values = [ctx.tenantId, uuidv7(), email, role, tokenHash, ctx.userId, ctx.now(), expiresAt];
    const created = await this.database.row(ctx, CREATE, values);
    if (!created) throw new Error('An invitation that was just made is not there');
    return created;
  }

  async revoke(ctx: CallerContext, id: string): Promise<void> {
    await this.database.rows(ctx, REVOKE, [ctx.tenantId, id, ctx.now()]);
  }

  async inviter(ctx: CallerContext): Promise<Inviter> {
    const inviter = await this.database.row(ctx, INVITER, [ctx.tenantId, ctx.userId]);
    if (!inviter) throw new Error('The account of a signed-in caller is not there');
    return inviter;
  }
}

const LOCK_ADDRESS = statement<never>(`
  SELECT pg_advisory_xact_lock(hashtextextended('invitation ' || $1::uuid || ' ' || lower($2), 0))
`);

const MEMBER = statement<{ id: string }>(
  `SELECT id FROM users WHERE tenant_id = $1 AND lower(email) = lower($2)`,
);

const OPEN = statement<Invitation>(`
  SELECT ${INVITATION_COLUMNS} FROM invitations
  WHERE tenant_id = $1 AND lower(email) = lower($2) AND accepted_at IS NULL AND revoked_at IS NULL
  FOR NO KEY UPDATE
`);

const LOCK = statement<Invitation & { revokedAt: Date | null }>(`
  SELECT ${INVITATION_COLUMNS}, revoked_at AS "revokedAt" FROM invitations
  WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE
`);

const CREATE = statement<Invitation>(`
  INSERT INTO invitations (tenant_id, id, email, role, token_hash, invited_by, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  RETURNING ${INVITATION_COLUMNS}
`);

const REVOKE = statement<never>(`UPDATE invitations SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2`);

const INVITER = statement<Inviter>(`
  SELECT u.email, u.locale, t.name AS "tenantName" FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.tenant_id = $1 AND u.id = $2
`);
