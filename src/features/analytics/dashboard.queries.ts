import { Injectable } from '@nestjs/common';
import { addDays, businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import { roubles } from '../products/index.js';
import { SalesQueries } from '../sales/index.js';
import type { GoodsByRisk } from './domain/dashboard-figures.js';
import { dataStatus } from './domain/data-status.js';
import { count } from './figures.sql.js';
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
    const [goods, [salesToday, sales7Days, sales30Days]] = await Promise.all([
      this.goods(ctx, today),
      this.sales.totals(ctx, [
        { from: today, until: addDays(today, 1) },
        { from: addDays(today, -7), until: today },
        { from: addDays(today, -30), until: today },
      ]),
    ]);
    if (!salesToday || !sales7Days || !sales30Days) throw new Error('A sum without groups has given no row');
    const { lostRevenue, stockValue, marksWait, asOf, computedAt, byRisk, ...shown } = goods;
    return {
      ...shown,
      salesToday,
      sales7Days,
      sales30Days,
      lostRevenue30Days: roubles(lostRevenue),
      stockValue: stockValue === null ? null : roubles(stockValue),
      status: DataStatus[dataStatus({ hasProducts: goods.productCount > 0, marksWait, asOf }, today)],
      made: { today, computedAt, byRisk },
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
  readonly computedAt: Date | null;
  readonly byRisk: GoodsByRisk;
}

/** Two texts rather than a condition on a parameter: each finds its own index. */
const OWN_GOODS = goodsStatement('user_id = $3', 'id = $3');
const TENANT_GOODS = goodsStatement('true', 'true');

/** The sums are sums of those by risk, which tell what they were made of. */
function goodsStatement(rows: string, users: string): Statement<GoodsRow> {
  return statement(`
    WITH by_risk AS (
      SELECT coalesce(m.risk, 'UNKNOWN') AS risk, count(*) AS products, sum(p.stock_total) AS stock_total,
        sum(m.lost_revenue) AS lost_revenue, count(*) - count(m.lost_revenue) AS without_loss,
        sum(p.stock_total * c.unit_cost) FILTER (WHERE p.stock_total > 0) AS stock_value,
        count(*) FILTER (WHERE p.stock_total > 0 AND c.unit_cost IS NULL) AS without_cost,
        min(m.as_of) AS as_of, min(m.calculated_at) AS calculated_at
      FROM (
        SELECT id, stock_total FROM products WHERE tenant_id = $1 AND ${rows} AND archived_at IS NULL
      ) AS p
      LEFT JOIN (
        SELECT product_id, risk, lost_revenue, as_of, calculated_at FROM product_metrics WHERE tenant_id = $1 AND ${rows}
      ) AS m ON m.product_id = p.id
      LEFT JOIN (
        SELECT DISTINCT ON (product_id) product_id, unit_cost
        FROM product_costs WHERE tenant_id = $1 AND ${rows} AND valid_from <= $2::date
        ORDER BY product_id, valid_from DESC
      ) AS c ON c.product_id = p.id
      GROUP BY m.risk
    )
    SELECT coalesce(sum(products), 0)::integer AS "productCount",
      ${count('sum(stock_total)')} AS "stockTotal",
      coalesce(sum(products) FILTER (WHERE risk IN ('ORDER_NOW', 'ORDER_SOON')), 0)::integer AS "lowStockCount",
      coalesce(sum(products) FILTER (WHERE risk = 'OUT_OF_STOCK'), 0)::integer AS "outOfStockCount",
      coalesce(sum(products) FILTER (WHERE risk = 'OVERSTOCK'), 0)::integer AS "overstockCount",
      round(coalesce(sum(lost_revenue), 0), 2) AS "lostRevenue", sum(stock_value) AS "stockValue",
      min(as_of)::text AS "asOf", min(calculated_at) AS "computedAt",
      coalesce(jsonb_object_agg(risk, jsonb_build_object('products', products, 'stockTotal', stock_total,
        'lostRevenue', trim_scale(lost_revenue)::text, 'productsWithoutLoss', without_loss,
        'stockValue', stock_value::text, 'productsWithoutUnitCost', without_cost)), '{}') AS "byRisk",
      EXISTS (SELECT FROM rollup_marks WHERE tenant_id = $1 AND ${rows}) AS "marksWait",
      (SELECT max(last_sync_at) FROM users WHERE tenant_id = $1 AND ${users}) AS "lastSyncAt"
    FROM by_risk
  `);
}
