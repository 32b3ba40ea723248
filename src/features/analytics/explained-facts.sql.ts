import { statement } from '../../platform/database/index.js';
import type { ExplainedFacts } from './domain/explained-facts.js';
import { DEFAULT_LEAD_TIME_DAYS } from './domain/reorder.js';
import { productFacts } from './product-facts.sql.js';
import { revenueRank } from './product-figures.sql.js';
import { OF_PRODUCTS, TODAY, WEEKS_FROM, WEEKS_UNTIL, WINDOW_FROM } from './windows.sql.js';

/**
 * What the stored figures of these products were made of: the same facts by the same SQL, as of the same day, out of
 * rollups that change together with the figures alone. What may have changed since is taken as it went into them.
 * $1 tenant, $2 products, $3 their day, $4 the owner if only theirs are seen.
 */
export const EXPLAINED_FACTS = statement<ExplainedFacts & { productId: string }>(`
  WITH stored AS MATERIALIZED (
    SELECT * FROM product_metrics
    WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[]) AND as_of = ${TODAY} AND ($4::uuid IS NULL OR user_id = $4)
  ), goods AS MATERIALIZED (
    SELECT product_id AS id, stock_now, lead_time_days, coalesce(lead_time_days, ${DEFAULT_LEAD_TIME_DAYS}) AS lead_time,
      reorder_point, cost_30_days AS stored_cost, cost_missing AS stored_cost_missing
    FROM stored
  ), ${productFacts({ whose: OF_PRODUCTS, weeks: true, shorter: [] })}, ranked AS (
    SELECT product_id, ${revenueRank('revenue_30_days', 'product_id', 'PARTITION BY user_id')}
    FROM product_metrics WHERE tenant_id = $1 AND user_id IN (SELECT user_id FROM stored)
  ), by_day AS (
    SELECT product_id,
      coalesce(jsonb_object_agg(day, sold) FILTER (WHERE sold > 0), '{}') AS sold,
      coalesce(jsonb_object_agg(day, returned) FILTER (WHERE returned > 0), '{}') AS returned,
      coalesce(jsonb_object_agg(day, sold_revenue::text) FILTER (WHERE sold_revenue > 0), '{}') AS sold_revenue,
      coalesce(jsonb_object_agg(day, returned_revenue::text) FILTER (WHERE returned_revenue > 0), '{}') AS returned_revenue
    FROM daily_sales GROUP BY product_id
  ), spans AS (
    SELECT product_id, jsonb_agg(jsonb_build_object('from', from_day, 'until', until_day, 'inStock', trim_scale(share)::text, 'units', units)
      ORDER BY from_day) AS stock
    FROM (
      SELECT product_id, day AS from_day, day + 1 AS until_day, share, end_quantity AS units
      FROM segments WHERE share IS NOT NULL AND day >= ${WINDOW_FROM}
      UNION ALL
      SELECT product_id, greatest(day + 1, ${WINDOW_FROM}), day + days_after + 1, stays::integer, end_quantity
      FROM segments WHERE day + days_after >= greatest(day + 1, ${WINDOW_FROM})
    ) AS spans
    GROUP BY product_id
  ), usable AS (
    SELECT product_id, jsonb_agg(jsonb_build_object('from', ${WEEKS_FROM} + 7 * week, 'sold', sold,
      'inStockDays', trim_scale(in_stock)::text, 'rate', trim_scale(rate)::text) ORDER BY week) AS weeks
    FROM weeks GROUP BY product_id
  )
  SELECT f.id AS "productId", ${WINDOW_FROM}::text AS "from", ${TODAY}::text AS "until",
    f.stock_now AS "stockNow", f.lead_time_days AS "leadTimeDays", f.reorder_point AS "reorderPoint",
    f.sold::float8 AS sold, f.demand::float8 AS demand, f.stocked_sold::float8 AS "stockedSold", f.squares::text AS squares,
    f.n::float8 AS "stockedDays", f.known::float8 AS "knownDays", trim_scale(f.in_stock)::text AS "inStockDays",
    f.unit_days::float8 AS "unitDays", f.sold_revenue::text AS "soldRevenue",
    f.unpriced::float8 AS unpriced, f.price_missing::float8 AS "priceMissing",
    (f.sold_revenue - f.returned_revenue)::text AS revenue, f.net::text AS "netAmount", f.net_missing::float8 AS "netMissing",
    f.stored_cost::text AS cost, f.stored_cost_missing AS "costMissing",
    f.settled_sold::float8 AS "settledSold", f.settled_returned::float8 AS "settledReturned",
    r.revenue_of_all::text AS "revenueOfAll", r.revenue_before::text AS "revenueBefore",
    coalesce(d.sold, '{}') AS "soldByDay", coalesce(d.returned, '{}') AS "returnedByDay",
    coalesce(d.sold_revenue, '{}') AS "soldRevenueByDay", coalesce(d.returned_revenue, '{}') AS "returnedRevenueByDay",
    coalesce(s.stock, '[]') AS stock, coalesce(w.weeks, '[]') AS weeks,
    ${WEEKS_FROM}::text AS "weeksFrom", ${WEEKS_UNTIL}::text AS "weeksUntil"
  FROM facts f
  JOIN ranked r ON r.product_id = f.id
  LEFT JOIN by_day d ON d.product_id = f.id
  LEFT JOIN spans s ON s.product_id = f.id
  LEFT JOIN usable w ON w.product_id = f.id
`);
