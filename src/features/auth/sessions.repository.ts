import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { v7 as uuidv7 } from 'uuid';

export interface Account {
  readonly userId: string;
  readonly tenantId: string;
  readonly passwordHash: string | null;
  readonly userActive: boolean;
  readonly tenantActive: boolean;
}

export interface SessionState {
  readonly userId: string;
  readonly tenantId: string;
  readonly role: string;
  readonly isAdmin: boolean;
  readonly userActive: boolean;
  readonly tenantActive: boolean;
  readonly tokenVersion: number;
}

export interface SpentToken {
  readonly userId: string;
  readonly tenantId: string;
  readonly familyId: string;
  readonly state: 'EXPIRED' | 'SPENT' | 'REVOKED';
}

/** Accounts and sessions across tenants: before somebody is signed in there is no tenant to look in. */
@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  findAccount(ctx: SystemContext, email: string): Promise<Account | null> {
    return this.database.row(ctx, ACCOUNT, [email]);
  }

  async noteLogin(ctx: SystemContext, userId: string): Promise<void> {
    await this.database.rows(ctx, NOTE_LOGIN, [userId, ctx.now()]);
  }

  /** @returns id of the new session */
  async open(ctx: SystemContext, userId: string, tokenHash: string, expiresAt: Date): Promise<string> {
    const family = uuidv7();
    await this.database.rows(ctx, OPEN, [
      uuidv7(), userId, tokenHash, expiresAt, ctx.now(), family, ctx.ipAddress, ctx.userAgent,
    ]); // prettier-ignore
    return family;
  }

  /** Spends a token and puts its successor beside it, in one statement: of two who try, one succeeds. */
  rotate(
    ctx: SystemContext,
    tokenHash: string,
    successorHash: string,
    expiresAt: Date,
  ): Promise<{ userId: string; familyId: string } | null> {
    return this.database.row(ctx, ROTATE, [
      tokenHash, successorHash, expiresAt, ctx.now(), uuidv7(), ctx.ipAddress, ctx.userAgent,
    ]); // prettier-ignore
  }

  findSpent(ctx: SystemContext, tokenHash: string): Promise<SpentToken | null> {
    return this.database.row(ctx, SPENT, [tokenHash, ctx.now()]);
  }

  /** @returns ids of the sessions that were ended */
  async endFamily(ctx: SystemContext, userId: string, familyId: string): Promise<string[]> {
    return ids(await this.database.rows(ctx, END_FAMILY, [userId, familyId, ctx.now()]));
  }

  async endByToken(ctx: SystemContext, userId: string, tokenHash: string): Promise<string[]> {
    return ids(await this.database.rows(ctx, END_BY_TOKEN, [userId, tokenHash, ctx.now()]));
  }

  async endAll(ctx: SystemContext, userId: string): Promise<string[]> {
    return ids(await this.database.rows(ctx, END_ALL, [userId, ctx.now()]));
  }

  /** What a session's caller is right now; null when the session has ended. */
  findState(ctx: SystemContext, userId: string, familyId: string): Promise<SessionState | null> {
    return this.database.row(ctx, STATE, [userId, familyId, ctx.now()]);
  }
}

function ids(rows: { id: string }[]): string[] {
  return [...new Set(rows.map(({ id }) => id))];
}

const ACCOUNT = statement<Account>(`
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.password_hash AS "passwordHash", u.is_active AS "userActive",
    t.is_active AS "tenantActive"
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE lower(u.email) = lower($1)
`);

const NOTE_LOGIN = statement<never>(`UPDATE users SET last_login_at = $2 WHERE id = $1`);

const OPEN = statement<never>(`
  INSERT INTO refresh_tokens (id, user_id, token, expires_at, created_at, family_id, last_used_at, ip_address, user_agent)
  VALUES ($1, $2, $3, $4, $5, $6, $5, $7, $8)
`);

const ROTATE = statement<{ userId: string; familyId: string }>(`
  WITH spent AS (
    UPDATE refresh_tokens SET rotated_at = $4, last_used_at = $4
    WHERE token = $1 AND rotated_at IS NULL AND revoked_at IS NULL AND expires_at > $4
    RETURNING user_id, family_id
  )
  INSERT INTO refresh_tokens (id, user_id, token, expires_at, created_at, family_id, last_used_at, ip_address, user_agent)
  SELECT $5, user_id, $2, $3, $4, family_id, $4, $6, $7 FROM spent
  RETURNING user_id AS "userId", family_id AS "familyId"
`);

const SPENT = statement<SpentToken>(`
  SELECT r.user_id AS "userId", u.tenant_id AS "tenantId", r.family_id AS "familyId",
    CASE WHEN r.revoked_at IS NOT NULL THEN 'REVOKED' WHEN r.rotated_at IS NOT NULL THEN 'SPENT'
      ELSE 'EXPIRED' END AS state
  FROM refresh_tokens r JOIN users u ON u.id = r.user_id
  WHERE r.token = $1 AND (r.revoked_at IS NOT NULL OR r.rotated_at IS NOT NULL OR r.expires_at <= $2)
`);

const END_FAMILY = statement<{ id: string }>(`
  UPDATE refresh_tokens SET revoked_at = $3 WHERE user_id = $1 AND family_id = $2 AND revoked_at IS NULL
  RETURNING family_id AS id
`);

const END_BY_TOKEN = statement<{ id: string }>(`
  UPDATE refresh_tokens SET revoked_at = $3
  WHERE user_id = $1 AND revoked_at IS NULL
    AND family_id = (SELECT family_id FROM refresh_tokens WHERE token = $2 AND user_id = $1)
  RETURNING family_id AS id
`);

const END_ALL = statement<{ id: string }>(`
  UPDATE refresh_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
  RETURNING family_id AS id
`);

const STATE = statement<SessionState>(`
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.role, u.is_admin AS "isAdmin", u.is_active AS "userActive",
    t.is_active AS "tenantActive", u.token_version AS "tokenVersion"
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.id = $1 AND EXISTS (
    SELECT FROM refresh_tokens r
    WHERE r.user_id = $1 AND r.family_id = $2 AND r.revoked_at IS NULL AND r.rotated_at IS NULL AND r.expires_at > $3)
`);
