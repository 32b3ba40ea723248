import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import type { User } from './types/user.type.js';

@Injectable()
export class UserQueries {
  private readonly loader = requestLoader<User | null>((ctx, ids) => this.byIds(ctx, ids), null);

  constructor(private readonly database: Database) {}

  /** @returns null for a missing id and for a stranger's alike */
  async find(ctx: CallerContext, id: string): Promise<User | null> {
    return this.loader(ctx).load(id);
  }

  /** Reads anew what the request may have read before it changed it. */
  async findAfterChange(ctx: CallerContext, id: string): Promise<User | null> {
    this.database.close(ctx);
    this.loader(ctx).clear(id);
    return this.find(ctx, id);
  }

  /** The administrator who looks through the caller's eyes, as a rule of another tenant: without how to reach them. */
  async findImpersonator(ctx: CallerContext): Promise<User | null> {
    const { impersonatorId } = ctx;
    if (impersonatorId === null) return null;
    const system = systemContext('who impersonates', ctx);
    const found = await this.database.read(system, () => this.database.row(system, BY_ID, [impersonatorId]));
    return found && Object.assign(found, UNREACHABLE);
  }

  private async byIds(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, User>> {
    const rows = await this.database.rows(ctx, BY_IDS, [ctx.tenantId, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

const UNREACHABLE = {
  phone: null,
  telegramId: null,
  telegramUsername: null,
  googleSheetId: null,
} as const satisfies Partial<User>;

const COLUMNS = ` id, email, full_name AS "fullName", phone, telegram_id AS "telegramId",
    telegram_username AS "telegramUsername", role, is_active AS "isActive", is_verified AS "isVerified",
    is_admin AS "isAdmin", upper(payment_status::text) AS "paymentStatus",
    subscription_expires_at AS "subscriptionExpiresAt", trial_ends_at AS "trialEndsAt",
    wb_api_key_encrypted IS NOT NULL OR wb_api_key IS NOT NULL AS "hasWildberriesKey",
    google_sheet_id AS "googleSheetId", google_sheet_sent AS "googleSheetSent", last_login_at AS "lastLoginAt",
    last_sync_at AS "lastSyncAt", created_at AS "createdAt", updated_at AS "updatedAt", tenant_id AS "tenantId"`;

const BY_IDS = statement<User>(`SELECT ${COLUMNS} FROM users WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`);

const BY_ID = statement<User>(`SELECT ${COLUMNS} FROM users WHERE id = $1`);
