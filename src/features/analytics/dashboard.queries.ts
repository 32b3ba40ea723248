import { Injectable } from '@nestjs/common';
import { addDays, businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import { roubles } from '../products/index.js';
import { SalesQueries } from '../sales/index.js';
import type { GoodsByRisk } from './domain/dashboard-figures.js';
import { dataStatus } from './domain/data-status.js';
import { count } from './figures.sql.js';
import { goodsByRisk, keptGoods } from './goods-by-risk.sql.js';
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

  /** What was kept counts while no mark waits and its day lasts; else the products are read themselves. */
  private async goods(ctx: CallerContext, today: string): Promise<GoodsRow> {
    const own = ctx.scope === 'own';
    const { kept, counted } = own ? GOODS.own : GOODS.tenant;
    const values = own ? [ctx.tenantId, ctx.userId] : [ctx.tenantId];
    const row = await this.database.row(ctx, kept, values);
    if (row?.asOf === today && !row.marksWait) return row;
    const anew = await this.database.row(ctx, counted, [...values, today]);
    if (!anew) throw new Error('An aggregate without a row');
    return anew;
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

/** A text each rather than a condition on a parameter: each finds its own index, and keeps its plan. $1 tenant, $2 the owner. */
const GOODS = {
  tenant: goodsStatements({ whose: 'true', users: 'true', day: '$2' }),
  own: goodsStatements({ whose: 'user_id = $2', users: 'id = $2', day: '$3' }),
};

interface Seen {
  /** Conditions on the rows of sellers, and on the sellers. */
  readonly whose: string;
  readonly users: string;
  readonly day: string;
}

/** All sums are sums of those by risk, which tell what they were made of. */
function goodsStatements({ whose, users, day }: Seen): Record<'kept' | 'counted', Statement<GoodsRow>> {
  const from = (byRisk: string): Statement<GoodsRow> =>
    statement(`
    WITH by_risk AS (${byRisk})
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
      EXISTS (SELECT FROM rollup_marks WHERE tenant_id = $1 AND ${whose}) AS "marksWait",
      (SELECT max(last_sync_at) FROM users WHERE tenant_id = $1 AND ${users}) AS "lastSyncAt"
    FROM by_risk
  `);
  return { kept: from(keptGoods(whose)), counted: from(goodsByRisk({ whose, day })) };
}
