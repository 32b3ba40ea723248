const SUMS = ['products', 'stock_total', 'lost_revenue', 'without_loss', 'stock_value', 'without_cost'];
/** Who lags most says how good all of it is. */
const EARLIEST = ['as_of', 'calculated_at'];

/** What `goodsByRisk` tells of a risk, and goods_totals keeps of each seller. */
export const GOODS_FIGURES: readonly string[] = [...SUMS, ...EARLIEST];

interface Wanted {
  /** A condition on the rows of each table. */
  readonly whose: string;
  /** The day whose unit costs count. */
  readonly day: string;
}

/** The products that are not archived, as they stand, added up by risk; UNKNOWN are those without figures. $1 tenant. */
export function goodsByRisk({ whose, day }: Wanted): string {
  return `
    SELECT coalesce(m.risk, 'UNKNOWN') AS risk, count(*) AS products, sum(p.stock_total) AS stock_total,
      sum(m.lost_revenue) AS lost_revenue, count(*) - count(m.lost_revenue) AS without_loss,
      sum(p.stock_total * c.unit_cost) FILTER (WHERE p.stock_total > 0) AS stock_value,
      count(*) FILTER (WHERE p.stock_total > 0 AND c.unit_cost IS NULL) AS without_cost,
      min(m.as_of) AS as_of, min(m.calculated_at) AS calculated_at
    FROM (
      SELECT id, stock_total FROM products WHERE tenant_id = $1 AND ${whose} AND archived_at IS NULL
    ) AS p
    LEFT JOIN (
      SELECT product_id, risk, lost_revenue, as_of, calculated_at FROM product_metrics WHERE tenant_id = $1 AND ${whose}
    ) AS m ON m.product_id = p.id
    LEFT JOIN (
      SELECT DISTINCT ON (product_id) product_id, unit_cost
      FROM product_costs WHERE tenant_id = $1 AND ${whose} AND valid_from <= ${day}::date
      ORDER BY product_id, valid_from DESC
    ) AS c ON c.product_id = p.id
    GROUP BY m.risk`;
}

/** The same as it was kept, of several sellers together. $1 tenant. */
export function keptGoods(whose: string): string {
  const sums = SUMS.map((column) => `sum(${column}) AS ${column}`);
  const earliest = EARLIEST.map((column) => `min(${column}) AS ${column}`);
  return `
    SELECT risk, ${[...sums, ...earliest].join(', ')}
    FROM goods_totals WHERE tenant_id = $1 AND ${whose} GROUP BY risk`;
}
