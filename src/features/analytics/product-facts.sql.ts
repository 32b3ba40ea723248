import { BUYOUT_DAYS, WINDOW_DAYS, XYZ_LEAST_SHARE, XYZ_WEEKS } from './domain/rules.js';
import { ratio } from './figures.sql.js';

/** Today: the first day that is not complete. All windows end before it, or before a day that follows from it. */
export const TODAY = '$3::date';
export const WINDOW_FROM = `(${TODAY} - ${WINDOW_DAYS})`;
/** Monday of the running week, before which the last complete one ends. */
export const WEEKS_UNTIL = `date_trunc('week', ${TODAY})::date`;
export const WEEKS_FROM = `(${WEEKS_UNTIL} - ${XYZ_WEEKS * 7})`;

/** Whose rows are read, of the table or alias. */
export type Whose = (table: string) => string;

export const OF_SELLER: Whose = (table) => `${table}.tenant_id = $1 AND ${table}.user_id = $2`;
export const OF_PRODUCTS: Whose = (table) =>
  `${table}.tenant_id = $1 AND ${table}.product_id = ANY ($2::uuid[])`;

/**
 * What figures are made of: CTEs that read the daily rollups and nothing else, of the products in the CTE `goods` (id).
 * $1 tenant, $2 as `whose` says, $3 today. Rows of `facts` are one a product.
 *
 * segments: the sparse rows of stock_daily and, as if on the day before the earliest week, what that began with; each
 * holds its day and the days after it until the next row. A first row with a part of its day unknown counts from the day
 * after it on.
 *
 * @param shorter windows of so many days of which some of the facts are wanted too: their names end with the days
 */
export function productFacts(whose: Whose, shorter: readonly number[] = []): string {
  return `
  segments AS MATERIALIZED (
    SELECT product_id, day, CASE WHEN known_share = 1 THEN in_stock_share END AS share, end_quantity,
      end_quantity > 0 AS stays,
      lead(day, 1, ${TODAY}) OVER (PARTITION BY product_id ORDER BY day) - day - 1 AS days_after
    FROM (
      SELECT product_id, day, in_stock_share, known_share, end_quantity
      FROM stock_daily WHERE ${whose('stock_daily')} AND day >= ${WEEKS_FROM} AND day < ${TODAY}
      UNION ALL
      SELECT g.id, ${WEEKS_FROM} - 1, 0, 0, before.end_quantity
      FROM goods g
      CROSS JOIN LATERAL (
        SELECT end_quantity FROM stock_daily d
        WHERE d.tenant_id = $1 AND d.product_id = g.id AND d.day < ${WEEKS_FROM}
        ORDER BY d.day DESC LIMIT 1
      ) AS before
    ) AS states
  ), ${stockOf('stock', WINDOW_FROM)}, ${shorter.map((days) => `${stockOf(`stock_${days}`, `(${TODAY} - ${days})`)}, `).join('')}known AS (
    SELECT product_id, min(CASE WHEN share IS NULL THEN day + 1 ELSE day END) AS since FROM segments GROUP BY product_id
  ), cost_spans AS (
    -- before a product's first cost nothing but that is known
    SELECT product_id, unit_cost,
      CASE WHEN lag(valid_from) OVER dated IS NULL THEN '-infinity' ELSE valid_from END AS valid_from,
      lead(valid_from, 1, 'infinity'::date) OVER dated AS valid_until
    FROM product_costs WHERE ${whose('product_costs')} AND valid_from <= ${TODAY}
    WINDOW dated AS (PARTITION BY product_id ORDER BY valid_from)
  ), daily_sales AS MATERIALIZED (
    SELECT product_id, day, sum(sold_quantity) AS sold, sum(returned_quantity) AS returned,
      sum(sold_revenue) AS sold_revenue, sum(returned_revenue) AS returned_revenue,
      sum(sold_net - returned_net) AS net, sum(net_missing) AS net_missing
    FROM sales_daily WHERE ${whose('sales_daily')} AND day >= ${WINDOW_FROM} AND day < ${TODAY} AND product_id IS NOT NULL
    GROUP BY product_id, day
  ), sales AS (
    SELECT s.product_id, sum(s.sold) AS sold, sum(s.returned) AS returned,
      sum(s.sold_revenue) AS sold_revenue, sum(s.returned_revenue) AS returned_revenue,
      sum(s.net) AS net, sum(s.net_missing) AS net_missing,
      sum((s.sold - s.returned) * c.unit_cost) AS cost, count(*) FILTER (WHERE c.unit_cost IS NULL) AS cost_missing,
      ${shorter
        .map(
          (days) => `${salesOf(days)},
      `,
        )
        .join('')}sum(s.sold) FILTER (WHERE s.day <= ${TODAY} - ${BUYOUT_DAYS}) AS settled_sold,
      sum(s.returned) FILTER (WHERE s.day <= ${TODAY} - ${BUYOUT_DAYS}) AS settled_returned,
      sum(s.sold) FILTER (WHERE s.day > g.day OR g.share IS NOT NULL) AS known_sold,
      sum(s.sold) FILTER (WHERE CASE WHEN s.day > g.day THEN g.stays ELSE g.share > 0 END) AS stocked_sold,
      sum(s.sold::numeric * s.sold) FILTER (WHERE CASE WHEN s.day > g.day THEN g.stays ELSE g.share > 0 END) AS squares
    FROM daily_sales s
    LEFT JOIN segments g ON g.product_id = s.product_id AND s.day BETWEEN g.day AND g.day + g.days_after
    LEFT JOIN cost_spans c ON c.product_id = s.product_id AND s.day >= c.valid_from AND s.day < c.valid_until
    GROUP BY s.product_id
  ), weeks AS MATERIALIZED (
    SELECT k.product_id, k.week, k.in_stock, coalesce(s.sold, 0) AS sold,
      ${ratio('coalesce(s.sold, 0) * 7', 'k.in_stock')} AS rate
    FROM (${STOCK_BY_WEEK}) AS k
    LEFT JOIN (
      SELECT d.product_id, (d.day - ${WEEKS_FROM}) / 7 AS week, sum(d.sold_quantity) AS sold
      FROM sales_daily d JOIN known ON known.product_id = d.product_id
      WHERE ${whose('d')} AND d.day >= ${WEEKS_FROM} AND d.day < ${WEEKS_UNTIL} AND d.day >= known.since
      GROUP BY d.product_id, week
    ) AS s ON s.product_id = k.product_id AND s.week = k.week
    WHERE k.in_stock >= ${XYZ_LEAST_SHARE} * 7
  ), variation AS (
    SELECT product_id, count(*) AS weeks, sum(rate) AS total, sum(rate * rate) AS squares FROM weeks GROUP BY product_id
  ), facts AS MATERIALIZED (
    SELECT g.*, coalesce(s.sold, 0) AS sold, coalesce(s.returned, 0) AS returned,
      coalesce(s.sold_revenue, 0) AS sold_revenue, coalesce(s.returned_revenue, 0) AS returned_revenue,
      coalesce(s.net, 0) AS net, coalesce(s.net_missing, 0) AS net_missing,
      coalesce(s.cost, 0) AS cost, coalesce(s.cost_missing, 0) AS cost_missing,
      coalesce(s.settled_sold, 0) AS settled_sold, coalesce(s.settled_returned, 0) AS settled_returned,
      coalesce(s.known_sold, 0) AS demand, coalesce(s.stocked_sold, 0) AS stocked_sold, coalesce(s.squares, 0) AS squares,
      coalesce(k.in_stock, 0) AS in_stock, coalesce(k.known, 0) AS known, coalesce(k.stocked, 0) AS n,
      coalesce(k.unit_days, 0) AS unit_days,
      ${shorter
        .map(
          (days) => `${factsOf(days)},
      `,
        )
        .join(
          '',
        )}coalesce(v.weeks, 0) AS weeks, coalesce(v.total, 0) AS weeks_total, coalesce(v.squares, 0) AS weeks_squares
    FROM goods g
    LEFT JOIN stock k ON k.product_id = g.id
    LEFT JOIN sales s ON s.product_id = g.id
    ${shorter
      .map(
        (days) => `LEFT JOIN stock_${days} k${days} ON k${days}.product_id = g.id
    `,
      )
      .join('')}LEFT JOIN variation v ON v.product_id = g.id
  )`;
}

/** Of a shorter window, by the names that they have of the whole. */
const OF_SALES = {
  sold: 's.sold',
  returned: 's.returned',
  revenue: 's.sold_revenue - s.returned_revenue',
  net: 's.net',
  net_missing: 's.net_missing',
  cost: '(s.sold - s.returned) * c.unit_cost',
  cost_missing: '(c.unit_cost IS NULL)::integer',
};
const OF_KNOWN_DAYS = { demand: 's.sold' };

function salesOf(days: number): string {
  const since = `s.day >= ${TODAY} - ${days}`;
  const sums = (facts: object, condition: string): string[] =>
    Object.entries(facts).map(([name, sql]) => `sum(${sql}) FILTER (WHERE ${condition}) AS ${name}_${days}`);
  return [
    ...sums(OF_SALES, since),
    ...sums(OF_KNOWN_DAYS, `${since} AND (s.day > g.day OR g.share IS NOT NULL)`),
  ].join(', ');
}

function factsOf(days: number): string {
  const ofSales = Object.keys({ ...OF_SALES, ...OF_KNOWN_DAYS }).map((name) => `s.${name}_${days}`);
  const ofStock = ['in_stock', 'known', 'unit_days'].map((name) => `k${days}.${name}`);
  return [
    ...ofSales.map((name) => `coalesce(${name}, 0) AS ${name.slice(2)}`),
    ...ofStock.map((name) => `coalesce(${name}, 0) AS ${name.slice(name.indexOf('.') + 1)}_${days}`),
  ].join(', ');
}

/** What became of a product's stock from a day of the window on, out of its segments. */
export function stockOf(name: string, from: string): string {
  const ownDay = `(share IS NOT NULL AND day >= ${from})::integer`;
  const after = `greatest(0, day + days_after - greatest(day, ${from} - 1))`;
  return `${name} AS (
    SELECT product_id,
      sum(${ownDay} * coalesce(share, 0) + CASE WHEN stays THEN ${after} ELSE 0 END) AS in_stock,
      sum(${ownDay} + ${after}) AS known,
      sum(${ownDay} * (coalesce(share, 0) > 0)::integer + CASE WHEN stays THEN ${after} ELSE 0 END) AS stocked,
      sum((${ownDay} + ${after})::bigint * end_quantity) AS unit_days
    FROM segments GROUP BY product_id
  )`;
}

/** The days in stock of each complete week; a segment lies in one week or goes through several. */
const STOCK_BY_WEEK = `
      SELECT product_id, week,
        sum(CASE WHEN day BETWEEN ${WEEKS_FROM} + 7 * week AND ${WEEKS_FROM} + 7 * week + 6 THEN coalesce(share, 0) ELSE 0 END
          + CASE WHEN stays THEN greatest(0, least(day + days_after, ${WEEKS_FROM} + 7 * week + 6)
            - greatest(day, ${WEEKS_FROM} + 7 * week - 1)) ELSE 0 END) AS in_stock
      FROM segments
      CROSS JOIN LATERAL generate_series(greatest((day - ${WEEKS_FROM}) / 7, 0),
        least((day + days_after - ${WEEKS_FROM}) / 7, ${XYZ_WEEKS - 1})) AS week
      GROUP BY product_id, week
    `;
