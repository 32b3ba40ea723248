import { Injectable } from '@nestjs/common';
import { platformContext } from '../../platform/access/index.js';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import {
  connectionFrom,
  cursorKind,
  readPage,
  type Connection,
  type PageArgs,
} from '../../platform/graphql/index.js';
import type { ActiveUser } from './types/active-user.type.js';
import type { AdminStats } from './types/admin-stats.type.js';

const BY_ADDRESS = cursorKind('activeUsers.email', ['text']);

/** What version 1's views tell of all tenants, for platform administrators alone. */
@Injectable()
export class PlatformFigures {
  constructor(private readonly database: Database) {}

  async stats(ctx: CallerContext): Promise<AdminStats> {
    const [stats] = await this.rows(ctx, STATS, [businessDay(ctx.now())]);
    if (!stats) throw new Error('v_admin_stats is empty');
    return stats;
  }

  async activeUsers(ctx: CallerContext, asked: PageArgs): Promise<Connection<ActiveUser>> {
    const page = readPage(asked, BY_ADDRESS);
    const rows = await this.rows(ctx, ACTIVE_USERS, [page.after?.[0] ?? null, page.limit + 1]);
    return connectionFrom(
      page,
      rows,
      (user): [string] => [user.email],
      async () => (await this.rows(ctx, COUNT, []))[0]?.count ?? 0,
    );
  }

  private rows<Row>(ctx: CallerContext, read: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const system = platformContext('platform figures', ctx);
    return this.database.read(system, () => this.database.rows(system, read, values));
  }
}

/**
 * The view, which stays as version 1 words it, takes the day of whatever time zone its reader is in: of its figures the one
 * that follows from a day is counted here, with the day in Moscow.
 */
const STATS = statement<AdminStats>(`
  SELECT total_users::integer AS "totalUsers", paid_users::integer AS "paidUsers", trial_users::integer AS "trialUsers",
    admin_users::integer AS "adminUsers", total_products::integer AS "totalProducts",
    (SELECT count(*) FROM sales WHERE sale_date >= $1::date - 30)::integer AS "salesLast30Days"
  FROM v_admin_stats
`);

/** The view has a row for each active subscription: of somebody with several, the one that lasts longest is told. */
const ACTIVE_USERS = statement<ActiveUser>(`
  SELECT DISTINCT ON (email) id, email, telegram_id AS "telegramId", full_name AS "fullName", role, is_admin AS "isAdmin",
    upper(payment_status::text) AS "paymentStatus", last_login_at AS "lastLoginAt", tenant_name AS "tenantName",
    plan_name AS "planName", subscription_expires_at AS "subscriptionExpiresAt"
  FROM v_active_users
  WHERE $1::text IS NULL OR email > $1
  ORDER BY email, subscription_expires_at DESC NULLS FIRST, plan_name LIMIT $2
`);

const COUNT = statement<{ count: number }>(`
  SELECT count(DISTINCT email)::integer AS count FROM v_active_users
`);
