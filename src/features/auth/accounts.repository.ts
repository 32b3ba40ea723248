import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, isUniqueViolation, statement } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';

/** What sign-in has to know of an account. */
export interface Account {
  readonly userId: string;
  readonly tenantId: string;
  readonly email: string;
  readonly role: string;
  readonly isAdmin: boolean;
  readonly passwordHash: string | null;
  readonly userActive: boolean;
  readonly tenantActive: boolean;
}

/** Accounts across tenants, by what their owners prove themselves with. */
@Injectable()
export class AccountRepository {
  constructor(private readonly database: Database) {}

  findByEmail(ctx: SystemContext, email: string): Promise<Account | null> {
    return this.database.row(ctx, BY_EMAIL, [email]);
  }

  find(ctx: SystemContext, userId: string): Promise<Account | null> {
    return this.database.row(ctx, BY_ID, [userId]);
  }

  /**
   * Reads an account that is about to change, and makes others wait with it: whose sessions are being ended must not
   * exchange a token at the same time, since the end would not see its successor.
   */
  async lock(ctx: SystemContext, userId: string): Promise<Account | null> {
    await this.database.rows(ctx, LOCK, [userId]);
    return this.find(ctx, userId);
  }

  /**
   * @param rehashed the same password in today's form, where the stored one was older
   * @returns whether the account still has the password that was proved
   */
  async noteLogin(
    ctx: SystemContext,
    { userId, passwordHash }: Pick<Account, 'userId' | 'passwordHash'>,
    rehashed: string | null,
  ): Promise<boolean> {
    const noted = await this.database.rows(ctx, NOTE_LOGIN, [userId, ctx.now(), passwordHash, rehashed]);
    return noted.length > 0;
  }

  /**
   * Sets a password, which ends every session.
   * @returns whether the account still was what it was read as
   */
  async setPassword(
    ctx: SystemContext,
    { userId, passwordHash }: Pick<Account, 'userId' | 'passwordHash'>,
    newHash: string,
  ): Promise<boolean> {
    const changed = await this.database.rows(ctx, SET_PASSWORD, [userId, passwordHash, newHash, ctx.now()]);
    return changed.length > 0;
  }

  /** @returns whether this is the account's address by now */
  async verifyEmail(ctx: SystemContext, userId: string, email: string): Promise<boolean> {
    const verified = await this.database.rows(ctx, VERIFY_EMAIL, [userId, email, ctx.now()]);
    return verified.length > 0;
  }

  /** Gives an account a proven address, which ends every session. @throws DomainError when somebody has it by now */
  async setEmail(ctx: SystemContext, userId: string, email: string): Promise<void> {
    try {
      await this.database.rows(ctx, SET_EMAIL, [userId, email, ctx.now()]);
    } catch (error) {
      if (!isUniqueViolation(error, 'users_email_key') && !isUniqueViolation(error, 'users_email_lower_key'))
        throw error;
      throw new DomainError(
        ErrorCode.ALREADY_EXISTS,
        'Another account has this address by now. Ask whoever runs this service.',
      );
    }
  }
}

const ACCOUNT = `
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.email, u.role, u.is_admin AS "isAdmin",
    u.password_hash AS "passwordHash", u.is_active AS "userActive", t.is_active AS "tenantActive"
  FROM users u JOIN tenants t ON t.id = u.tenant_id`;

const BY_EMAIL = statement<Account>(`${ACCOUNT} WHERE lower(u.email) = lower($1)`);
const BY_ID = statement<Account>(`${ACCOUNT} WHERE u.id = $1`);

const LOCK = statement<{ id: string }>(`SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`);

const NOTE_LOGIN = statement<{ id: string }>(`
  UPDATE users SET last_login_at = $2, password_hash = coalesce($4, password_hash)
  WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $3
  RETURNING id
`);

const SET_PASSWORD = statement<{ id: string }>(`
  UPDATE users SET password_hash = $3, token_version = token_version + 1, updated_at = $4
  WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2
  RETURNING id
`);

const VERIFY_EMAIL = statement<{ id: string }>(`
  UPDATE users SET is_verified = true, updated_at = $3 WHERE id = $1 AND lower(email) = lower($2) RETURNING id
`);

const SET_EMAIL = statement<never>(`
  UPDATE users SET email = $2, is_verified = true, token_version = token_version + 1, updated_at = $3 WHERE id = $1
`);
