import { Injectable } from '@nestjs/common';
import { addDays, businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import { roubles } from '../products/index.js';
import { SalesQueries } from '../sales/index.js';
import { dataStatus } from './domain/data-status.js';
import type { Dashboard } from './types/dashboard.type.js';
import { DataStatus } from './types/data-status.enum.js';

@Injectable()
export class DashboardQueries {
  constructor(
    private readonly database: Database,
    private readonly sales: SalesQueries,
  ) {}

  async find(ctx: CallerContext): Promise<Dashboard> {
    const today = businessDay(ctx.now());
    // one after another on the request's connection, without waiting for each answer
    const [goods, salesToday, sales7Days, sales30Days] = await Promise.all([
      this.goods(ctx, today),
      this.sales.totals(ctx, { from: today, until: addDays(today, 1) }),
      this.sales.totals(ctx, { from: addDays(today, -7), until: today }),
      this.sales.totals(ctx, { from: addDays(today, -30), until: today }),
    ]);
    const { lostRevenue, stockValue, marksWait, asOf, ...shown } = goods;
    return {
      ...shown,
      salesToday,
      sales7Days,
      sales30Days,
      lostRevenue30Days: roubles(lostRevenue),
      stockValue: stockValue === null ? null : roubles(stockValue),
      status: DataStatus[dataStatus({ hasProducts: goods.productCount > 0, marksWait, asOf }, today)],
    };
  }

  private async goods(ctx: CallerContext, today: string): Promise<GoodsRow> {
    const own = ctx.scope === 'own';
    const values = own ? [ctx.tenantId, today, ctx.userId] : [ctx.tenantId, today];
    const row = await this.database.row(ctx, own ? OWN_GOODS : TENANT_GOODS, values);
    if (!row) throw new Error('An aggregate without a row');
    return row;
  }
}

interface GoodsRow extends Pick<
  Dashboard,
  'productCount' | 'stockTotal' | 'lowStockCount' | 'outOfStockCount' | 'overstockCount' | 'lastSyncAt'
> {
  readonly lostRevenue: string;
  readonly stockValue: string | null;
  readonly marksWait: boolean;
  readonly asOf: string | null;
}

/** Two texts rather than a condition on a parameter: each finds its own index. */
const OWN_GOODS = goodsStatement('user_id = $3', 'id = $3');
const TENANT_GOODS = goodsStatement('true', 'true');

function goodsStatement(rows: string, users: string): Statement<GoodsRow> {
  return statement(`
    SELECT count(*)::integer AS "productCount",
      least(coalesce(sum(p.stock_total), 0), 2147483647)::integer AS "stockTotal",
      (count(*) FILTER (WHERE m.risk IN ('ORDER_NOW', 'ORDER_SOON')))::integer AS "lowStockCount",
      (count(*) FILTER (WHERE m.risk = 'OUT_OF_STOCK'))::integer AS "outOfStockCount",
      (count(*) FILTER (WHERE m.risk = 'OVERSTOCK'))::integer AS "overstockCount",
      round(coalesce(sum(m.lost_revenue), 0), 2) AS "lostRevenue",
      sum(p.stock_total * c.unit_cost) FILTER (WHERE p.stock_total > 0) AS "stockValue",
      min(m.as_of)::text AS "asOf",
      EXISTS (SELECT FROM rollup_marks WHERE tenant_id = $1 AND ${rows}) AS "marksWait",
      (SELECT max(last_sync_at) FROM users WHERE tenant_id = $1 AND ${users}) AS "lastSyncAt"
    FROM (
      SELECT id, stock_total FROM products WHERE tenant_id = $1 AND ${rows} AND archived_at IS NULL
    ) AS p
    LEFT JOIN (
      SELECT product_id, risk, lost_revenue, as_of FROM product_metrics WHERE tenant_id = $1 AND ${rows}
    ) AS m ON m.product_id = p.id
    LEFT JOIN (
      SELECT DISTINCT ON (product_id) product_id, unit_cost
      FROM product_costs WHERE tenant_id = $1 AND ${rows} AND valid_from <= $2::date
      ORDER BY product_id, valid_from DESC
    ) AS c ON c.product_id = p.id
  `);
}
