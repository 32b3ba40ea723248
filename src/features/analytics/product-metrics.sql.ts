import { MIN_IN_STOCK_DAYS, ORDER_SOON_DAYS, OVERSTOCK_DAYS } from './domain/product-metrics.js';
import { plannedAnew } from '../../platform/database/index.js';
import { DEFAULT_LEAD_TIME_DAYS, POISSON_BELOW, SERVICE_Z } from './domain/reorder.js';

/** The columns of the figures, in the order of the INSERT below. */
const FIGURES = [
  'as_of',
  'sold_30_days',
  'returned_30_days',
  'revenue_30_days',
  'in_stock_days',
  'known_days',
  'velocity',
  'days_of_cover',
  'lost_units',
  'lost_revenue',
  'reorder_point',
  'risk',
];
const of = (row: string): string => FIGURES.map((column) => `${row}.${column}`).join(', ');

/**
 * Ten decimals, half away from zero; the quotient itself is computed to twenty, which the numerator's scale asks for.
 * The bounds are those of the columns: one absurd row must not keep all others from being counted.
 */
const ratio = (numerator: string, denominator: string): string =>
  `least(round((${numerator})::numeric(60, 20) / (${denominator}), 10), 9999999999.9999999999)`;
const count = (sql: string): string => `least(coalesce(${sql}, 0), 2147483647)::integer`;
const AMOUNT_BOUND = '999999999999.99';

/**
 * $1 tenant, $2 user, $3 first day of the window, $4 the day after it (today), $5 now, $6 limits of the Poisson quantile.
 *
 * segments: the sparse rows of stock_daily within the window and, as if on the day before it, what the window began
 * with; each holds its day and the days after it until the next row. A first row with a part of a day unknown counts
 * from the day after it on.
 */
export const REFRESH_PRODUCT_METRICS = plannedAnew<{ rows: number }>(`
  WITH goods AS MATERIALIZED (
    SELECT p.id, p.stock_total, coalesce(cost.lead_time_days, ${DEFAULT_LEAD_TIME_DAYS}) AS lead_time
    FROM products p
    LEFT JOIN (
      SELECT DISTINCT ON (product_id) product_id, lead_time_days
      FROM product_costs WHERE tenant_id = $1 AND user_id = $2 AND valid_from <= $4::date
      ORDER BY product_id, valid_from DESC
    ) AS cost ON cost.product_id = p.id
    WHERE p.tenant_id = $1 AND p.user_id = $2
  ), segments AS MATERIALIZED (
    SELECT product_id, day, CASE WHEN known_share = 1 THEN in_stock_share END AS share, end_quantity > 0 AS stays,
      lead(day, 1, $4::date) OVER (PARTITION BY product_id ORDER BY day) - day - 1 AS days_after
    FROM (
      SELECT product_id, day, in_stock_share, known_share, end_quantity
      FROM stock_daily WHERE tenant_id = $1 AND user_id = $2 AND day >= $3::date AND day < $4::date
      UNION ALL
      SELECT g.id, $3::date - 1, 0, 0, before.end_quantity
      FROM goods g
      CROSS JOIN LATERAL (
        SELECT end_quantity FROM stock_daily d
        WHERE d.tenant_id = $1 AND d.product_id = g.id AND d.day < $3::date
        ORDER BY d.day DESC LIMIT 1
      ) AS before
    ) AS states
  ), stock AS (
    SELECT product_id,
      sum(coalesce(share, 0) + CASE WHEN stays THEN days_after ELSE 0 END) AS in_stock_days,
      sum((share IS NOT NULL)::integer + days_after) AS known_days,
      sum(coalesce((share > 0)::integer, 0) + CASE WHEN stays THEN days_after ELSE 0 END) AS stocked_days
    FROM segments GROUP BY product_id
  ), daily_sales AS (
    SELECT product_id, day, sum(sold_quantity) AS sold, sum(returned_quantity) AS returned,
      sum(sold_revenue) AS sold_revenue, sum(returned_revenue) AS returned_revenue
    FROM sales_daily
    WHERE tenant_id = $1 AND user_id = $2 AND day >= $3::date AND day < $4::date AND product_id IS NOT NULL
    GROUP BY product_id, day
  ), sales AS (
    SELECT s.product_id, sum(s.sold) AS sold, sum(s.returned) AS returned,
      sum(s.sold_revenue) AS sold_revenue, sum(s.returned_revenue) AS returned_revenue,
      sum(s.sold) FILTER (WHERE s.day > g.day OR g.share IS NOT NULL) AS known_sold,
      sum(s.sold) FILTER (WHERE CASE WHEN s.day > g.day THEN g.stays ELSE g.share > 0 END) AS stocked_sold,
      sum(s.sold::numeric * s.sold) FILTER (WHERE CASE WHEN s.day > g.day THEN g.stays ELSE g.share > 0 END) AS squares
    FROM daily_sales s
    LEFT JOIN segments g ON g.product_id = s.product_id AND s.day BETWEEN g.day AND g.day + g.days_after
    GROUP BY s.product_id
  ), inputs AS (
    SELECT g.id, g.stock_total, g.lead_time, coalesce(s.sold, 0) AS sold, coalesce(s.returned, 0) AS returned,
      coalesce(s.sold_revenue, 0) AS sold_revenue, coalesce(s.returned_revenue, 0) AS returned_revenue,
      coalesce(s.known_sold, 0) AS demand, coalesce(s.stocked_sold, 0) AS stocked_sold, coalesce(s.squares, 0) AS squares,
      coalesce(k.in_stock_days, 0) AS in_stock, coalesce(k.known_days, 0) AS known, k.stocked_days AS n,
      coalesce(k.in_stock_days >= ${MIN_IN_STOCK_DAYS}, false) AS measured
    FROM goods g
    LEFT JOIN stock k ON k.product_id = g.id
    LEFT JOIN sales s ON s.product_id = g.id
  ), figures AS (
    SELECT i.*,
      CASE WHEN measured THEN ${ratio('demand', 'in_stock')} END AS velocity,
      CASE WHEN measured AND demand > 0 THEN ${ratio('stock_total * in_stock', 'demand')} END AS days_of_cover,
      CASE WHEN measured THEN ${ratio('demand * (known - in_stock)', 'in_stock')} END AS lost_units,
      CASE WHEN measured AND sold > 0
        THEN ${ratio('demand * (known - in_stock) * sold_revenue', 'in_stock * sold')} END AS lost_revenue,
      CASE
        WHEN NOT measured THEN NULL
        WHEN demand * lead_time < ${POISSON_BELOW} * in_stock
          THEN width_bucket((demand * lead_time / in_stock)::double precision, $6::double precision[])
        ELSE least(ceil(round(demand * lead_time / in_stock
          + ${SERVICE_Z} * sqrt((n * squares - stocked_sold * stocked_sold) * lead_time) / n, 8)), 2147483647)::integer
      END AS reorder_point
    FROM inputs i
  ), fresh AS (
    SELECT id, $4::date AS as_of, ${count('sold')} AS sold_30_days, ${count('returned')} AS returned_30_days,
      greatest(least(sold_revenue - returned_revenue, ${AMOUNT_BOUND}), -${AMOUNT_BOUND}) AS revenue_30_days,
      in_stock AS in_stock_days, known AS known_days, velocity, days_of_cover, lost_units, lost_revenue, reorder_point,
      CASE
        WHEN NOT measured OR demand = 0 THEN 'NO_DEMAND'
        WHEN stock_total = 0 THEN 'OUT_OF_STOCK'
        WHEN stock_total <= reorder_point THEN 'ORDER_NOW'
        WHEN days_of_cover <= lead_time + ${ORDER_SOON_DAYS} THEN 'ORDER_SOON'
        WHEN days_of_cover > ${OVERSTOCK_DAYS} THEN 'OVERSTOCK'
        ELSE 'OK'
      END AS risk
    FROM figures
  ), written AS (
    INSERT INTO product_metrics AS m (tenant_id, user_id, product_id, calculated_at, ${FIGURES.join(', ')})
    SELECT $1, $2, f.id, $5::timestamptz, ${of('f')} FROM fresh f
    ON CONFLICT (tenant_id, product_id) DO UPDATE
      SET (calculated_at, ${FIGURES.join(', ')}) = ROW (excluded.calculated_at, ${of('excluded')})
      -- one that began before midnight and waited may not put yesterday over today
      WHERE m.as_of <= excluded.as_of AND (${of('m')}) IS DISTINCT FROM (${of('excluded')})
    RETURNING 1
  )
  SELECT count(*)::integer AS rows FROM written
`);
