import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Context, SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { LIVE } from './live-token.sql.js';

export interface SessionState {
  readonly userId: string;
  readonly tenantId: string;
  readonly role: string;
  readonly isAdmin: boolean;
  readonly userActive: boolean;
  readonly tenantActive: boolean;
  /** Who looks through the user's eyes in this session; null where it is their own. */
  readonly impersonatorId: string | null;
}

/** Sessions across tenants: before somebody is signed in there is no tenant to look in. */
@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /** @returns id of the new session, which tells when it began (RFC 9562, version 7) */
  async open(ctx: SystemContext, userId: string, tokenHash: string, expiresAt: Date): Promise<string> {
    const family = uuidv7({ msecs: ctx.now().getTime() });
    await this.database.rows(ctx, OPEN, [
      uuidv7(), userId, tokenHash, expiresAt, ctx.now(), family, ctx.ipAddress, ctx.userAgent,
    ]); // prettier-ignore
    return family;
  }

  /** @returns whether there was such a session */
  async endFamily(ctx: SystemContext, userId: string, familyId: string): Promise<boolean> {
    const ended = await this.database.rows(ctx, END_FAMILY, [userId, familyId, ctx.now()]);
    return ended.length > 0;
  }

  /** @returns how many sessions were ended */
  async endByToken(ctx: SystemContext, userId: string, tokenHash: string): Promise<number> {
    const found = await this.database.row(ctx, FAMILY_OF, [userId, tokenHash]);
    return found && (await this.endFamily(ctx, userId, found.familyId)) ? 1 : 0;
  }

  /** @returns how many sessions were ended */
  async endAll(ctx: SystemContext, userId: string): Promise<number> {
    const ended = await this.database.rows(ctx, END_ALL, [userId, ctx.now()]);
    return ended.length;
  }

  /** Carries one session over to its user's new token version: all the others have ended by that. */
  async keep(ctx: Context, userId: string, familyId: string): Promise<void> {
    await this.database.rows(ctx, KEEP, [userId, familyId]);
  }

  /** What a session's caller is right now; null when the session, or impersonation, has ended. */
  findState(ctx: SystemContext, userId: string, sessionId: string): Promise<SessionState | null> {
    return this.database.row(ctx, STATE, [userId, sessionId, ctx.now()]);
  }
}

const OPEN = statement<never>(`
  INSERT INTO refresh_tokens (id, user_id, token, expires_at, created_at, family_id, last_used_at, ip_address, user_agent,
    token_version)
  SELECT $1, u.id, $3, $4, $5, $6, $5, $7, $8, u.token_version FROM users u WHERE u.id = $2
`);

const FAMILY_OF = statement<{ familyId: string }>(`
  SELECT family_id AS "familyId" FROM refresh_tokens WHERE user_id = $1 AND token = $2
`);

/** Tells of the live row alone, of which a session has one. */
const END_FAMILY = statement<{ id: string }>(`
  WITH ended AS (
    UPDATE refresh_tokens r SET revoked_at = $3, successor_salt = NULL
    FROM users u
    WHERE r.user_id = $1 AND r.family_id = $2 AND r.revoked_at IS NULL AND u.id = r.user_id
    RETURNING r.family_id AS id,
      r.rotated_at IS NULL AND r.expires_at > $3 AND r.token_version = u.token_version AS "wasLive"
  )
  SELECT id FROM ended WHERE "wasLive"
`);

const END_ALL = statement<{ id: string }>(`
  WITH ended AS (
    UPDATE refresh_tokens r SET revoked_at = $2, successor_salt = NULL
    FROM users u
    WHERE r.user_id = $1 AND r.revoked_at IS NULL AND u.id = r.user_id
    RETURNING r.family_id AS id,
      r.rotated_at IS NULL AND r.expires_at > $2 AND r.token_version = u.token_version AS "wasLive"
  )
  SELECT id FROM ended WHERE "wasLive"
`);

const KEEP = statement<never>(`
  UPDATE refresh_tokens r SET token_version = u.token_version
  FROM users u WHERE r.user_id = $1 AND r.family_id = $2 AND u.id = r.user_id
`);

const STATE = statement<SessionState>(`
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.role, u.is_admin AS "isAdmin", u.is_active AS "userActive",
    t.is_active AS "tenantActive", i.admin_user_id AS "impersonatorId"
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  LEFT JOIN impersonations i ON i.id = $2 AND i.user_id = $1 AND i.expires_at > $3
  WHERE u.id = $1 AND (i.id IS NOT NULL OR EXISTS (
    SELECT FROM refresh_tokens r WHERE r.user_id = $1 AND r.family_id = $2 AND ${LIVE('$3')}))
`);
