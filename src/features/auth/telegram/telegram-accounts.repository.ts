import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, isUniqueViolation, statement } from '../../../platform/database/index.js';
import type { TelegramUser } from './domain/telegram-user.js';

/** What sign-in by Telegram has to know of an account. */
export interface TelegramAccount {
  readonly userId: string;
  readonly tenantId: string;
  readonly telegramId: string | null;
  readonly userActive: boolean;
  readonly tenantActive: boolean;
}

/** Accounts across tenants, by the numbers that Telegram gives people. */
@Injectable()
export class TelegramAccountRepository {
  constructor(private readonly database: Database) {}

  find(ctx: SystemContext, telegramId: string): Promise<TelegramAccount | null> {
    return this.database.row(ctx, BY_TELEGRAM_ID, [telegramId]);
  }

  /** Reads an account that is about to be linked; whoever else would link it waits. */
  async lock(ctx: SystemContext, userId: string): Promise<TelegramAccount | null> {
    await this.database.rows(ctx, LOCK, [userId]);
    return this.database.row(ctx, BY_ID, [userId]);
  }

  /** People change their Telegram names; the number stays. */
  async noteLogin(ctx: SystemContext, userId: string, { username }: TelegramUser): Promise<void> {
    await this.database.rows(ctx, NOTE_LOGIN, [userId, username, ctx.now()]);
  }

  /** Inside write(), which is over when this is refused. @returns whether nobody else has this number */
  async link(ctx: SystemContext, userId: string, { id, username }: TelegramUser): Promise<boolean> {
    try {
      await this.database.rows(ctx, LINK, [userId, id, username, ctx.now()]);
      return true;
    } catch (error) {
      if (!isUniqueViolation(error, 'users_telegram_id_key')) throw error;
      return false;
    }
  }

  async isAddressTaken(ctx: SystemContext, email: string): Promise<boolean> {
    return (await this.database.row(ctx, BY_ADDRESS, [email])) !== null;
  }
}

const ACCOUNT = `
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.telegram_id AS "telegramId", u.is_active AS "userActive",
    t.is_active AS "tenantActive"
  FROM users u JOIN tenants t ON t.id = u.tenant_id`;

const BY_TELEGRAM_ID = statement<TelegramAccount>(`${ACCOUNT} WHERE u.telegram_id = $1`);
const BY_ID = statement<TelegramAccount>(`${ACCOUNT} WHERE u.id = $1`);
const BY_ADDRESS = statement<{ id: string }>(`SELECT id FROM users WHERE lower(email) = lower($1)`);

const LOCK = statement<{ id: string }>(`SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`);

const NOTE_LOGIN = statement<never>(`
  UPDATE users SET last_login_at = $3, telegram_username = $2 WHERE id = $1
`);

const LINK = statement<never>(`
  UPDATE users SET telegram_id = $2, telegram_username = $3, updated_at = $4 WHERE id = $1
`);
