import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import { roubles } from '../products/index.js';
import type { ProductMetrics } from './types/product-metrics.type.js';

/** The stored figures of products: those of a whole list by one statement. */
@Injectable()
export class ProductMetricsLoader {
  private readonly loader = requestLoader<ProductMetrics | null>(
    (ctx, ids) => this.byProducts(ctx, ids),
    null,
  );

  constructor(private readonly database: Database) {}

  /** @returns null for a product of which nothing was computed yet */
  async of(ctx: CallerContext, productId: string): Promise<ProductMetrics | null> {
    return this.loader(ctx).load(productId);
  }

  private async byProducts(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, ProductMetrics>> {
    const rows = await this.database.rows(ctx, METRICS, [
      ctx.tenantId,
      ids,
      ctx.scope === 'own' ? ctx.userId : null,
    ]);
    return new Map(rows.map((row) => [row.productId, metricsOf(row)]));
  }
}

type Row = Omit<ProductMetrics, 'revenue30Days' | 'profit30Days' | 'lostRevenue'> & {
  readonly revenue30Days: string;
  readonly profit30Days: string | null;
  readonly lostRevenue: string | null;
};

/** The row itself, which nobody else holds. */
function metricsOf(row: Row): ProductMetrics {
  const { revenue30Days, profit30Days, lostRevenue } = row;
  return Object.assign(row, {
    revenue30Days: roubles(revenue30Days),
    profit30Days: profit30Days === null ? null : roubles(profit30Days),
    lostRevenue: lostRevenue === null ? null : roubles(lostRevenue),
  });
}

/** Decimals without the zeros at their end; money in hundredths. */
const METRICS = statement<Row>(`
  SELECT product_id AS "productId", as_of::text AS today, calculated_at AS "asOf",
    sold_30_days AS "sold30Days", returned_30_days AS "returned30Days", revenue_30_days AS "revenue30Days",
    profit_30_days AS "profit30Days", trim_scale(velocity) AS velocity, trim_scale(days_of_cover) AS "daysOfCover",
    trim_scale(turnover_days) AS "turnoverDays", trim_scale(days_out_of_stock) AS "daysOutOfStock",
    trim_scale(lost_units) AS "lostUnits", round(lost_revenue, 2) AS "lostRevenue", trim_scale(buyout_rate) AS "buyoutRate",
    abc_class AS "abcClass", xyz_class AS "xyzClass", risk, reorder_point AS "reorderPoint",
    reorder_quantity AS "reorderQuantity", stockout_date::text AS "stockoutDate"
  FROM product_metrics
  WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
`);
