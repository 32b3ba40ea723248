import { statement, type Statement } from '../../platform/database/index.js';
import { PERIOD_DAYS, XyzClass } from './domain/rules.js';
import { LEAD_TIME, WITH_LEAD_TIME } from './lead-times.sql.js';
import { productFacts } from './product-facts.sql.js';
import { productFigures, XYZ_CLASS } from './product-figures.sql.js';
import { CACHED } from './snapshots/snapshots.sql.js';
import { OF_SELLER } from './windows.sql.js';

/** Rows that are new or different. */
export interface Refreshed {
  readonly metrics: number;
  readonly snapshots: number;
}

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
function goods(kept: boolean): string {
  return `
  goods AS MATERIALIZED (
    SELECT p.id, p.wb_article, p.name, p.archived_at IS NOT NULL AS archived, p.stock_total AS stock_now, cost.lead_time_days,
      ${LEAD_TIME} AS lead_time${kept ? ', kept.xyz_class AS kept_class' : ''}
    FROM products p
    ${WITH_LEAD_TIME}
    ${kept ? 'LEFT JOIN product_metrics kept ON kept.tenant_id = $1 AND kept.product_id = p.id' : ''}
    WHERE p.tenant_id = $1 AND p.user_id = $2
  )`;
}

const SHORTER = [PERIOD_DAYS.DAILY, PERIOD_DAYS.WEEKLY];

/**
 * Figures of the products, and what is told of the seller as a whole, out of one reading of the rollups. It keeps its
 * plan: to plan it takes longer than to run it for most sellers, and without nested loops one plan is right for all.
 * $1 tenant, $2 user, $3 today, $4 limits of the Poisson quantile, $5 now, $6 when these figures are out of date.
 *
 * @param weeks whether something may have changed of complete weeks; else classes of variation stay as they are
 */
function refresh(weeks: boolean): Statement<Refreshed> {
  // of a product that was not there then nothing is on record of weeks before
  const xyzClass = weeks ? XYZ_CLASS : `coalesce(kept_class, '${XyzClass.NEW}')`;
  return statement(`
  WITH ${goods(!weeks)}, ${productFacts({ whose: OF_SELLER, weeks, shorter: SHORTER })},
  ${productFigures('$4', xyzClass)}, written AS (
    INSERT INTO product_metrics AS m (tenant_id, user_id, product_id, calculated_at, ${FIGURES.join(', ')})
    SELECT $1, $2, f.id, $5::timestamptz, ${of('f')} FROM figures f
    -- a row that conflicts is locked, which is a write too: those that stay as they are may not come so far
    LEFT JOIN product_metrics k ON k.tenant_id = $1 AND k.product_id = f.id
    WHERE (${of('k')}) IS DISTINCT FROM (${of('f')})
    ON CONFLICT (tenant_id, product_id) DO UPDATE
      SET (calculated_at, ${FIGURES.join(', ')}) = ROW (excluded.calculated_at, ${of('excluded')})
    RETURNING 1
  ), ${CACHED}
  SELECT (SELECT count(*) FROM written)::integer AS metrics, (SELECT count(*) FROM cached)::integer AS snapshots
`);
}

export const REFRESH_FIGURES = refresh(true);
export const REFRESH_WITHIN_WEEK = refresh(false);

export const NEWEST_AS_OF = statement<{ asOf: string | null }>(`
  SELECT max(as_of)::text AS "asOf" FROM product_metrics WHERE tenant_id = $1 AND user_id = $2
`);
