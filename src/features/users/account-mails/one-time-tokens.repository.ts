import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { createOpaqueToken, hashToken } from '../../../platform/crypto/opaque-token.js';
import { Database, statement } from '../../../platform/database/index.js';
import { TOKEN_LIFETIMES_MS, type TokenPurpose } from './account-mail.js';

/** More mails of a kind an account does not get within an hour: nobody's mailbox is to be filled through us. */
const MAX_PER_HOUR = 5;
const HOUR_MS = 3_600_000;

export interface NewOneTimeToken {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  /** Where it is sent to. */
  readonly email: string;
  readonly requestedAt: Date;
}

export interface OneTimeToken {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  readonly email: string;
  readonly createdAt: Date;
}

/** What mails bring: a proof of the address, or the right to set a password. Of a token only the hash is kept. */
@Injectable()
export class OneTimeTokenRepository {
  constructor(private readonly database: Database) {}

  /** @returns the token; null when the account was given enough of them for now */
  async create(
    ctx: SystemContext,
    { userId, purpose, email, requestedAt }: NewOneTimeToken,
  ): Promise<string | null> {
    const token = createOpaqueToken();
    const expiresAt = new Date(requestedAt.getTime() + TOKEN_LIFETIMES_MS[purpose]);
    const anHourAgo = new Date(requestedAt.getTime() - HOUR_MS);
    const values = [
      hashToken(token),
      userId,
      purpose,
      email,
      requestedAt,
      expiresAt,
      anHourAgo,
      MAX_PER_HOUR,
    ];
    const created = await this.database.rows(ctx, CREATE, values);
    return created.length > 0 ? token : null;
  }

  /** Spends a token, in one statement: of many who try the same, one succeeds. @returns null when it is not good */
  spend(ctx: SystemContext, token: string, purposes: readonly TokenPurpose[]): Promise<OneTimeToken | null> {
    return this.database.row(ctx, SPEND, [hashToken(token), purposes, ctx.now()]);
  }

  /** A token that was not used, though its time may be over. */
  find(
    ctx: SystemContext,
    token: string,
    purposes: readonly TokenPurpose[],
  ): Promise<(OneTimeToken & { readonly isOver: boolean }) | null> {
    return this.database.row(ctx, FIND, [hashToken(token), purposes, ctx.now()]);
  }

  /** Open tokens made at this time or later become worthless. */
  async withdraw(
    ctx: SystemContext,
    userId: string,
    purposes: readonly TokenPurpose[],
    since: Date,
  ): Promise<void> {
    await this.database.rows(ctx, WITHDRAW, [userId, purposes, since, ctx.now()]);
  }
}

const CREATE = statement<{ userId: string }>(`
  INSERT INTO one_time_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
  SELECT $1::varchar, $2::uuid, $3::varchar, $4::varchar, $5::timestamptz, $6::timestamptz
  WHERE (
    SELECT count(*) FROM one_time_tokens WHERE user_id = $2 AND purpose = $3::varchar AND created_at > $7::timestamptz
  ) < $8::integer
  RETURNING user_id AS "userId"
`);

const TOKEN = `user_id AS "userId", purpose, email, created_at AS "createdAt"`;

const SPEND = statement<OneTimeToken>(`
  UPDATE one_time_tokens SET used_at = $3
  WHERE token_hash = $1 AND purpose = ANY ($2::varchar[]) AND used_at IS NULL AND expires_at > $3
  RETURNING ${TOKEN}
`);

const FIND = statement<OneTimeToken & { isOver: boolean }>(`
  SELECT ${TOKEN}, expires_at <= $3 AS "isOver" FROM one_time_tokens
  WHERE token_hash = $1 AND purpose = ANY ($2::varchar[]) AND used_at IS NULL
`);

const WITHDRAW = statement<never>(`
  UPDATE one_time_tokens SET used_at = $4
  WHERE user_id = $1 AND purpose = ANY ($2::varchar[]) AND used_at IS NULL AND created_at >= $3
`);
