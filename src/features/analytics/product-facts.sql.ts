import { BUYOUT_DAYS } from './domain/rules.js';
import { factsOfShorter, salesOfShorter, segmentOfShorter, stockOfShorter } from './shorter-windows.sql.js';
import { segmentSince, STOCKED, stockSince } from './stock-facts.sql.js';
import { weeklyFacts } from './weekly-facts.sql.js';
import { TODAY, WEEKS_FROM, WINDOW_FROM, type Whose } from './windows.sql.js';

interface Wanted {
  readonly whose: Whose;
  /** Whether it is told how demand varies from week to week, which takes three times as many days to read. */
  readonly weeks: boolean;
  /** Windows of so many days of which some of the facts are wanted too: their names end with the days. */
  readonly shorter: readonly number[];
}

/**
 * What figures are made of: CTEs that read the daily rollups and nothing else, of the products in the CTE `goods` (id).
 * $1 tenant, $2 as `whose` says, $3 today. Rows of `facts` are one a product.
 *
 * segments: the sparse rows of stock_daily and, as if on the day before the earliest one, what that began with; each
 * holds its day and the days after it until the next row. A first row with a part of its day unknown counts from the day
 * after it on.
 * daily_sales: those of unknown products too.
 */
export function productFacts({ whose, weeks, shorter }: Wanted): string {
  const from = weeks ? WEEKS_FROM : WINDOW_FROM;
  return `
  segments AS MATERIALIZED (
    SELECT product_id, day, CASE WHEN known_share = 1 THEN in_stock_share END AS share, end_quantity,
      end_quantity > 0 AS stays,
      lead(day, 1, ${TODAY}) OVER (PARTITION BY product_id ORDER BY day) - day - 1 AS days_after
    FROM (
      SELECT product_id, day, in_stock_share, known_share, end_quantity
      FROM stock_daily WHERE ${whose('stock_daily')} AND day >= ${from} AND day < ${TODAY}
      UNION ALL
      SELECT g.id, ${from} - 1, 0, 0, before.end_quantity
      FROM goods g
      CROSS JOIN LATERAL (
        SELECT end_quantity FROM stock_daily d
        WHERE d.tenant_id = $1 AND d.product_id = g.id AND d.day < ${from}
        ORDER BY d.day DESC LIMIT 1
      ) AS before
    ) AS states
  ), stock AS (
    SELECT product_id, ${[...stockSince(''), STOCKED, ...shorter.flatMap(stockOfShorter)].join(', ')}
    FROM (
      SELECT product_id, end_quantity, stays, ${[...segmentSince(WINDOW_FROM, ''), ...shorter.flatMap(segmentOfShorter)].join(', ')}
      FROM segments OFFSET 0 -- keeps it columns rather than what they are made of
    ) AS counted
    GROUP BY product_id
  ), cost_spans AS (
    -- before a product's first unit cost nothing but that is known: rows before it have a lead time alone
    SELECT product_id, unit_cost,
      CASE WHEN lag(valid_from) OVER dated IS NULL THEN '-infinity' ELSE valid_from END AS valid_from,
      lead(valid_from, 1, 'infinity'::date) OVER dated AS valid_until
    FROM (
      SELECT product_id, unit_cost, valid_from, count(unit_cost) OVER (PARTITION BY product_id ORDER BY valid_from) AS costs
      FROM product_costs WHERE ${whose('product_costs')} AND valid_from <= ${TODAY}
    ) AS so_far
    WHERE costs > 0
    WINDOW dated AS (PARTITION BY product_id ORDER BY valid_from)
  ), daily_sales AS MATERIALIZED (
    SELECT product_id, day, sum(sold_quantity) AS sold, sum(returned_quantity) AS returned,
      sum(sold_revenue) AS sold_revenue, sum(returned_revenue) AS returned_revenue,
      sum(sold_net - returned_net) AS net, sum(net_missing) AS net_missing,
      sum(sold_commission - returned_commission) AS commission, sum(commission_missing) AS commission_missing,
      sum(price_missing) AS price_missing, sum(sold_unpriced) AS unpriced
    FROM sales_daily WHERE ${whose('sales_daily')} AND day >= ${WINDOW_FROM} AND day < ${TODAY}
    GROUP BY product_id, day
  ), sales AS (
    SELECT s.product_id, ${[...SALES, ...shorter.flatMap(salesOfShorter)].join(', ')}
    FROM (SELECT * FROM daily_sales WHERE product_id IS NOT NULL) AS s
    LEFT JOIN segments g ON g.product_id = s.product_id AND s.day BETWEEN g.day AND g.day + g.days_after
    LEFT JOIN cost_spans c ON c.product_id = s.product_id AND s.day >= c.valid_from AND s.day < c.valid_until
    GROUP BY s.product_id
  ), ${weeks ? `${weeklyFacts(whose)}, ` : ''}facts AS MATERIALIZED (
    SELECT g.*, ${[...FACTS, ...shorter.flatMap(factsOfShorter), ...(weeks ? WEEKLY : [])].join(', ')}
    FROM goods g
    LEFT JOIN stock k ON k.product_id = g.id
    LEFT JOIN sales s ON s.product_id = g.id
    ${weeks ? 'LEFT JOIN variation v ON v.product_id = g.id' : ''}
  )`;
}

const SETTLED = `s.day <= ${TODAY} - ${BUYOUT_DAYS}`;
const KNOWN = `s.day > g.day OR g.share IS NOT NULL`;
const IN_STOCK = `CASE WHEN s.day > g.day THEN g.stays ELSE g.share > 0 END`;

const SALES = [
  'sum(s.sold) AS sold',
  'sum(s.returned) AS returned',
  'sum(s.sold_revenue) AS sold_revenue',
  'sum(s.returned_revenue) AS returned_revenue',
  'sum(s.price_missing) AS price_missing',
  'sum(s.unpriced) AS unpriced',
  'sum(s.net) AS net',
  'sum(s.net_missing) AS net_missing',
  'sum((s.sold - s.returned) * c.unit_cost) AS cost',
  'count(*) FILTER (WHERE c.unit_cost IS NULL) AS cost_missing',
  `sum(s.sold) FILTER (WHERE ${SETTLED}) AS settled_sold`,
  `sum(s.returned) FILTER (WHERE ${SETTLED}) AS settled_returned`,
  `sum(s.sold) FILTER (WHERE ${KNOWN}) AS demand`,
  `sum(s.sold) FILTER (WHERE ${IN_STOCK}) AS stocked_sold`,
  `sum(s.sold::numeric * s.sold) FILTER (WHERE ${IN_STOCK}) AS squares`,
];

const OF_SALES = [
  ...[
    'sold',
    'returned',
    'sold_revenue',
    'returned_revenue',
    'price_missing',
    'unpriced',
    'net',
    'net_missing',
    'cost',
    'cost_missing',
  ],
  ...['settled_sold', 'settled_returned', 'demand', 'stocked_sold', 'squares'],
];
const FACTS = [
  ...OF_SALES.map((name) => `coalesce(s.${name}, 0) AS ${name}`),
  ...['in_stock', 'known', 'unit_days'].map((name) => `coalesce(k.${name}, 0) AS ${name}`),
  'coalesce(k.stocked, 0) AS n',
];
const WEEKLY = [
  'coalesce(v.weeks, 0) AS weeks',
  'coalesce(v.total, 0) AS weeks_total',
  'coalesce(v.squares, 0) AS weeks_squares',
];
