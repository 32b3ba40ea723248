import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { LIVE } from './live-token.sql.js';

export interface Rotation {
  readonly tokenHash: string;
  readonly successorHash: string;
  readonly successorSalt: Buffer;
  readonly expiresAt: Date;
}

/** A token that could not be exchanged, and the one that its session lives by. */
export interface FoundToken {
  readonly userId: string;
  readonly tenantId: string;
  readonly familyId: string;
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
  readonly successorSalt: Buffer | null;
  readonly liveHash: string | null;
  readonly liveExpiresAt: Date | null;
}

/** How refresh tokens follow one another. */
@Injectable()
export class RefreshTokenRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks the account that a token belongs to: whatever rotates, ends or keeps its sessions takes its turn. Each later
   * statement then sees what those before it have done.
   */
  async lockAccountOf(ctx: SystemContext, tokenHash: string): Promise<void> {
    await this.database.rows(ctx, LOCK, [tokenHash]);
  }

  /** Spends a token and puts its successor beside it, in one statement: of two who try, one succeeds. */
  rotate(
    ctx: SystemContext,
    { tokenHash, successorHash, successorSalt, expiresAt }: Rotation,
  ): Promise<{ userId: string; familyId: string } | null> {
    return this.database.row(ctx, ROTATE, [
      tokenHash, successorHash, expiresAt, ctx.now(), uuidv7(), ctx.ipAddress, ctx.userAgent, successorSalt,
    ]); // prettier-ignore
  }

  find(ctx: SystemContext, tokenHash: string): Promise<FoundToken | null> {
    return this.database.row(ctx, FIND, [tokenHash, ctx.now()]);
  }
}

const LOCK = statement<{ id: string }>(`
  SELECT u.id FROM users u WHERE u.id = (SELECT user_id FROM refresh_tokens WHERE token = $1) FOR NO KEY UPDATE
`);

/** The salt of the token before is worthless from here on: its successor, the one that is spent now, is gone. */
const ROTATE = statement<{ userId: string; familyId: string }>(`
  WITH spent AS (
    UPDATE refresh_tokens r SET rotated_at = $4, last_used_at = $4, successor_salt = $8
    FROM users u WHERE r.token = $1 AND u.id = r.user_id AND ${LIVE('$4')}
    RETURNING r.id, r.user_id, r.family_id, r.token_version
  ), forgotten AS (
    UPDATE refresh_tokens r SET successor_salt = NULL
    FROM spent s
    WHERE r.user_id = s.user_id AND r.family_id = s.family_id AND r.id <> s.id AND r.successor_salt IS NOT NULL
  )
  INSERT INTO refresh_tokens (id, user_id, token, expires_at, created_at, family_id, last_used_at, ip_address, user_agent,
    token_version)
  SELECT $5, user_id, $2, $3, $4, family_id, $4, $6, $7, token_version FROM spent
  RETURNING user_id AS "userId", family_id AS "familyId"
`);

const FIND = statement<FoundToken>(`
  SELECT f.user_id AS "userId", u.tenant_id AS "tenantId", f.family_id AS "familyId", f.rotated_at AS "rotatedAt",
    f.revoked_at AS "revokedAt", f.expires_at AS "expiresAt", f.successor_salt AS "successorSalt",
    r.token AS "liveHash", r.expires_at AS "liveExpiresAt"
  FROM refresh_tokens f JOIN users u ON u.id = f.user_id
    LEFT JOIN refresh_tokens r ON r.user_id = f.user_id AND r.family_id = f.family_id AND ${LIVE('$2')}
  WHERE f.token = $1
`);
