import { statement } from '../../../platform/database/index.js';
import { WINDOW_DAYS } from '../domain/rules.js';
import { LEAD_TIME, WITH_LEAD_TIME } from '../lead-times.sql.js';
import { productFacts } from '../product-facts.sql.js';
import { productFigures } from '../product-figures.sql.js';
import { segmentSince, stockSince } from '../stock-facts.sql.js';
import { OF_SELLER, TODAY } from '../windows.sql.js';
import type { BacktestSums } from './backtest-report.js';

/** What somebody would say who counts days out of stock as days of no demand. */
const NAIVE = `f.sold / ${WINDOW_DAYS}.0`;

/**
 * Stands on a day of the past, computes what figures would have said then, by the very SQL that computes them now, and
 * compares with what came: during the lead time of each product, the last of its days being over.
 * $1 tenant, $2 user, $3 the day, $4 limits of the Poisson quantile, $5 the first day that is not over.
 *
 * forecast: of products with a velocity; over the part of the lead time in which they were in stock, since nobody buys what
 * is not there. needed: of those in stock all of that time, where all who wanted to buy could.
 */
export const BACKTEST_DAY = statement<BacktestSums>(`
  WITH goods AS MATERIALIZED (
    SELECT p.id, 0 AS stock_now, cost.lead_time_days, ${LEAD_TIME} AS lead_time
    FROM products p
    ${WITH_LEAD_TIME}
    WHERE p.tenant_id = $1 AND p.user_id = $2
  ), ${productFacts({ whose: OF_SELLER, weeks: false, shorter: [] })}, ${productFigures('$4', `'NEW'`)}, told AS (
    SELECT f.id, f.lead_time, ${TODAY} + f.lead_time AS until, g.velocity, g.reorder_point, ${NAIVE} AS naive
    FROM facts f JOIN figures g ON g.id = f.id
    WHERE g.velocity IS NOT NULL AND f.lead_time > 0 AND ${TODAY} + f.lead_time <= $5::date
  ), ahead AS (
    SELECT s.product_id, s.day, CASE WHEN s.known_share = 1 THEN s.in_stock_share END AS share, s.end_quantity,
      s.end_quantity > 0 AS stays, lead(s.day, 1, t.until) OVER (PARTITION BY s.product_id ORDER BY s.day) - s.day - 1 AS days_after
    FROM told t
    CROSS JOIN LATERAL (
      SELECT product_id, day, in_stock_share, known_share, end_quantity FROM stock_daily d
      WHERE d.tenant_id = $1 AND d.product_id = t.id AND d.day >= ${TODAY} AND d.day < t.until
      UNION ALL
      (SELECT product_id, ${TODAY} - 1, 0, 0, end_quantity FROM stock_daily d
       WHERE d.tenant_id = $1 AND d.product_id = t.id AND d.day < ${TODAY} ORDER BY d.day DESC LIMIT 1)
    ) AS s
  ), stocked AS (
    SELECT product_id, ${stockSince('').join(', ')}
    FROM (SELECT product_id, end_quantity, stays, ${segmentSince(TODAY, '').join(', ')} FROM ahead) AS counted
    GROUP BY product_id
  ), came AS (
    SELECT t.*, k.in_stock, k.in_stock >= t.lead_time AS all_along,
      (SELECT coalesce(sum(d.sold_quantity), 0) FROM sales_daily d
       WHERE d.tenant_id = $1 AND d.product_id = t.id AND d.day >= ${TODAY} AND d.day < t.until) AS sold
    FROM told t JOIN stocked k ON k.product_id = t.id
  )
  SELECT count(*) FILTER (WHERE in_stock > 0)::integer AS forecasts,
    coalesce(sum(sold) FILTER (WHERE in_stock > 0), 0)::float8 AS sold,
    coalesce(sum(velocity * in_stock), 0)::float8 AS "forecastUnits", coalesce(sum(naive * in_stock), 0)::float8 AS "naiveUnits",
    coalesce(sum(abs(velocity * in_stock - sold)) FILTER (WHERE in_stock > 0), 0)::float8 AS "forecastError",
    coalesce(sum(abs(naive * in_stock - sold)) FILTER (WHERE in_stock > 0), 0)::float8 AS "naiveError",
    count(*) FILTER (WHERE all_along)::integer AS needs,
    count(*) FILTER (WHERE all_along AND sold <= reorder_point)::integer AS covered,
    count(*) FILTER (WHERE all_along AND sold <= ceil(naive * lead_time))::integer AS "naiveCovered",
    coalesce(sum(reorder_point) FILTER (WHERE all_along), 0)::float8 AS "pointUnits",
    coalesce(sum(ceil(naive * lead_time)) FILTER (WHERE all_along), 0)::float8 AS "naivePointUnits"
  FROM came
`);
