import {
  ABC_LIMITS,
  MIN_IN_STOCK_DAYS,
  ORDER_SOON_DAYS,
  OVERSTOCK_DAYS,
  REORDER_DAYS,
  XYZ_LEAST_WEEKS,
  XYZ_LIMITS,
} from './domain/rules.js';
import { POISSON_BELOW, SERVICE_Z } from './domain/reorder.js';
import { amount, count, ratio, signedRatio, units } from './figures.sql.js';
import { TODAY } from './windows.sql.js';

/** Expected during so many days, in units. */
const expected = (days: string): string => `demand * (${days}) / in_stock`;

/** Sum of the squared differences from the mean, times n and n again: without a division, and hence exact. */
const SPREAD = '(n * squares - stocked_sold * stocked_sold)';
const WEEKS_SPREAD = '(weeks * weeks_squares - weeks_total * weeks_total)';
const atMost = (limit: string): string =>
  `${WEEKS_SPREAD} <= ${limit}::numeric * ${limit}::numeric * weeks_total * weeks_total`;

export const XYZ_CLASS = `CASE
        WHEN weeks < ${XYZ_LEAST_WEEKS} THEN 'NEW'
        WHEN weeks_total = 0 THEN 'Z'
        WHEN ${atMost(XYZ_LIMITS.X)} THEN 'X'
        WHEN ${atMost(XYZ_LIMITS.Y)} THEN 'Y'
        ELSE 'Z'
      END`;

/** What classes by revenue follow from: the revenue of all, and of those that come before. */
export function revenueRank(revenue: string, id: string, partition: string): string {
  const positive = `greatest(${revenue}, 0)`;
  return `sum(${positive}) OVER (${partition}) AS revenue_of_all,
      sum(${positive}) OVER (${partition} ORDER BY ${revenue} DESC, ${id} ROWS UNBOUNDED PRECEDING) - ${positive} AS revenue_before`;
}

/**
 * The definition of every figure of a product: CTEs over `facts`, of which `figures` has a row a product. A figure that
 * is undefined is null. None is computed from another one's rounded value. docs/metrics.md tells the same in words.
 *
 * @param limits placeholder of the limits of the Poisson quantile
 * @param xyzClass of a row of facts
 */
export function productFigures(limits: string, xyzClass: string): string {
  return `
  measured AS (
    SELECT *, in_stock >= ${MIN_IN_STOCK_DAYS} AS measured, sold_revenue - returned_revenue AS revenue FROM facts
  ), ranked AS (
    SELECT m.*, r.revenue_of_all, r.revenue_before
    FROM measured m
    -- apart, so that a few columns are kept for it rather than all of them
    JOIN (SELECT id, ${revenueRank('sold_revenue - returned_revenue', 'id', '')} FROM facts) AS r ON r.id = m.id
  ), ratios AS (
    SELECT r.*,
      CASE WHEN measured THEN ${ratio('demand', 'in_stock')} END AS velocity,
      CASE WHEN measured AND demand > 0 THEN ${ratio('stock_now * in_stock', 'demand')} END AS days_of_cover,
      CASE WHEN demand > 0 THEN ${ratio('unit_days', 'demand')} END AS turnover_days,
      CASE WHEN known > 0 THEN known - in_stock END AS days_out_of_stock,
      CASE WHEN measured THEN ${ratio('demand * (known - in_stock)', 'in_stock')} END AS lost_units,
      CASE WHEN measured AND sold > unpriced
        THEN ${ratio('demand * (known - in_stock) * sold_revenue', 'in_stock * (sold - unpriced)')} END AS lost_revenue,
      CASE WHEN settled_sold > 0
        THEN ${signedRatio('1 - settled_returned::numeric(60, 20) / settled_sold')} END AS buyout_rate,
      CASE WHEN net_missing = 0 AND cost_missing = 0 THEN ${amount('net - cost')} END AS profit,
      CASE
        WHEN NOT measured THEN NULL
        WHEN demand * lead_time < ${POISSON_BELOW} * in_stock
          THEN width_bucket((${expected('lead_time')})::double precision, ${limits}::double precision[])
        ELSE ${units(`${expected('lead_time')} + ${SERVICE_Z} * sqrt(${SPREAD} * lead_time) / n`)}
      END AS reorder_point
    FROM ranked r
  ), figures AS (
    SELECT id, ${TODAY} AS as_of, stock_now, lead_time_days, ${count('sold')} AS sold_30_days, ${count('returned')} AS returned_30_days,
      ${amount('revenue')} AS revenue_30_days, ${amount('cost')} AS cost_30_days, cost_missing::integer AS cost_missing,
      profit AS profit_30_days, in_stock AS in_stock_days, known AS known_days, velocity, days_of_cover, turnover_days,
      days_out_of_stock, lost_units, lost_revenue, buyout_rate,
      CASE
        WHEN revenue > 0 AND revenue_before < ${ABC_LIMITS.A} * revenue_of_all THEN 'A'
        WHEN revenue > 0 AND revenue_before < ${ABC_LIMITS.B} * revenue_of_all THEN 'B'
        ELSE 'C'
      END AS abc_class,
      ${xyzClass} AS xyz_class,
      reorder_point,
      CASE WHEN measured THEN ${count(
        `greatest(0, ${units(expected(`lead_time + ${REORDER_DAYS}`))}::bigint + reorder_point - ${units(expected('lead_time'))} - stock_now)`,
      )} END AS reorder_quantity,
      CASE WHEN days_of_cover IS NOT NULL
        THEN ${TODAY} + least(floor(days_of_cover), date '9999-12-31' - ${TODAY})::integer END AS stockout_date,
      CASE
        WHEN NOT measured OR demand = 0 THEN 'NO_DEMAND'
        WHEN stock_now = 0 THEN 'OUT_OF_STOCK'
        WHEN stock_now <= reorder_point THEN 'ORDER_NOW'
        WHEN days_of_cover <= lead_time + ${ORDER_SOON_DAYS} THEN 'ORDER_SOON'
        WHEN days_of_cover > ${OVERSTOCK_DAYS} THEN 'OVERSTOCK'
        ELSE 'OK'
      END AS risk
    FROM ratios
  )`;
}
