import { roubles } from '../products/index.js';
import type { ProductMetrics } from './types/product-metrics.type.js';

/** What figures are shown by, of m: decimals without the zeros at their end, money in hundredths. */
export const METRIC_COLUMNS = `
    m.product_id AS "productId", m.as_of::text AS today, m.calculated_at AS "asOf",
    m.sold_30_days AS "sold30Days", m.returned_30_days AS "returned30Days", m.revenue_30_days AS "revenue30Days",
    m.profit_30_days AS "profit30Days", trim_scale(m.velocity) AS velocity, trim_scale(m.days_of_cover) AS "daysOfCover",
    trim_scale(m.turnover_days) AS "turnoverDays", trim_scale(m.days_out_of_stock) AS "daysOutOfStock",
    trim_scale(m.lost_units) AS "lostUnits", round(m.lost_revenue, 2) AS "lostRevenue",
    trim_scale(m.buyout_rate) AS "buyoutRate", m.abc_class AS "abcClass", m.xyz_class AS "xyzClass", m.risk,
    m.reorder_point AS "reorderPoint", m.reorder_quantity AS "reorderQuantity", m.stockout_date::text AS "stockoutDate"`;

export type MetricsRow = Omit<ProductMetrics, 'revenue30Days' | 'profit30Days' | 'lostRevenue'> & {
  readonly revenue30Days: string;
  readonly profit30Days: string | null;
  readonly lostRevenue: string | null;
};

/** The row itself, which nobody else holds. */
export function metricsOf(row: MetricsRow): ProductMetrics {
  const { revenue30Days, profit30Days, lostRevenue } = row;
  return Object.assign(row, {
    revenue30Days: roubles(revenue30Days),
    profit30Days: profit30Days === null ? null : roubles(profit30Days),
    lostRevenue: lostRevenue === null ? null : roubles(lostRevenue),
  });
}
