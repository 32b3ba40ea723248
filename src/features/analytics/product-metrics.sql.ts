import { plannedAnew } from '../../platform/database/index.js';
import { DEFAULT_LEAD_TIME_DAYS } from './domain/reorder.js';
import { PERIOD_DAYS } from './domain/rules.js';
import { OF_SELLER, productFacts, TODAY } from './product-facts.sql.js';
import { productFigures } from './product-figures.sql.js';
import { CACHED } from './snapshots/snapshots.sql.js';

/** The columns of the figures, as the CTE `figures` has them. */
const FIGURES = [
  'as_of',
  'stock_now',
  'lead_time_days',
  'sold_30_days',
  'returned_30_days',
  'revenue_30_days',
  'cost_30_days',
  'cost_missing',
  'profit_30_days',
  'in_stock_days',
  'known_days',
  'velocity',
  'days_of_cover',
  'turnover_days',
  'days_out_of_stock',
  'lost_units',
  'lost_revenue',
  'buyout_rate',
  'abc_class',
  'xyz_class',
  'reorder_point',
  'reorder_quantity',
  'stockout_date',
  'risk',
];
const of = (row: string): string => FIGURES.map((column) => `${row}.${column}`).join(', ');

/** All products of a seller, with what does not come from the rollups. */
const GOODS = `
  goods AS MATERIALIZED (
    SELECT p.id, p.wb_article, p.name, p.archived_at IS NOT NULL AS archived, p.stock_total AS stock_now, cost.lead_time_days,
      coalesce(cost.lead_time_days, ${DEFAULT_LEAD_TIME_DAYS}) AS lead_time
    FROM products p
    LEFT JOIN (
      SELECT DISTINCT ON (product_id) product_id, lead_time_days
      FROM product_costs WHERE tenant_id = $1 AND user_id = $2 AND valid_from <= ${TODAY}
      ORDER BY product_id, valid_from DESC
    ) AS cost ON cost.product_id = p.id
    WHERE p.tenant_id = $1 AND p.user_id = $2
  )`;

const SHORTER = [PERIOD_DAYS.DAILY, PERIOD_DAYS.WEEKLY];

/**
 * Figures of the products, and what is told of the seller as a whole, out of one reading of the rollups.
 * $1 tenant, $2 user, $3 today, $4 limits of the Poisson quantile, $5 now, $6 when these figures are out of date.
 */
export const REFRESH_FIGURES = plannedAnew<{ metrics: number; snapshots: number }>(`
  WITH ${GOODS}, ${productFacts(OF_SELLER, SHORTER)}, ${productFigures('$4')}, written AS (
    INSERT INTO product_metrics AS m (tenant_id, user_id, product_id, calculated_at, ${FIGURES.join(', ')})
    SELECT $1, $2, f.id, $5::timestamptz, ${of('f')} FROM figures f
    ON CONFLICT (tenant_id, product_id) DO UPDATE
      SET (calculated_at, ${FIGURES.join(', ')}) = ROW (excluded.calculated_at, ${of('excluded')})
      WHERE (${of('m')}) IS DISTINCT FROM (${of('excluded')})
    RETURNING 1
  ), ${CACHED}
  SELECT (SELECT count(*) FROM written)::integer AS metrics, (SELECT count(*) FROM cached)::integer AS snapshots
`);

/** Figures never go back: a run that began before midnight and waited may not put yesterday over today. */
export const NEWEST_AS_OF = plannedAnew<{ asOf: string | null }>(`
  SELECT max(as_of)::text AS "asOf" FROM product_metrics WHERE tenant_id = $1 AND user_id = $2
`);
