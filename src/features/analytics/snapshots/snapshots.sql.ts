import type { MetricType } from '../domain/metric-type.js';
import { PERIOD_DAYS, type Period } from '../domain/rules.js';
import { TODAY, WINDOW_FROM } from '../windows.sql.js';
import { kept, measuresOf, quoted, summed, sumOf, told, type Form, type Snapshot } from './snapshot.js';
import { SNAPSHOTS } from './snapshots.js';

const PERIODS = Object.entries(PERIOD_DAYS) as [Period, number][];

/** What a fact is called for a window of so many days. */
const suffix = (days: number): string => (days === PERIOD_DAYS.MONTHLY ? '' : `_${days}`);

const SPREAD = [
  'sold',
  'returned',
  'price_missing',
  'net',
  'net_missing',
  'cost',
  'cost_missing',
  'demand',
  'unit_days',
  'known',
  'in_stock',
];

function spreadOf([period, days]: [Period, number]): string {
  const facts = SPREAD.map((name) => `f.${name}${suffix(days)}`);
  const revenue = suffix(days) === '' ? 'f.sold_revenue - f.returned_revenue' : `f.revenue${suffix(days)}`;
  return `('${period}', ${revenue}, ${facts.join(', ')})`;
}

const OF_DAY = [
  ...['sold', 'returned', 'revenue', 'price_missing'],
  ...['commission', 'commission_missing', 'net', 'net_missing'],
];

/**
 * Rows of a seller to be added up: CTEs over `facts` and `figures`. What a product lost in a period is its velocity, which
 * is of the whole window, times the days out of stock of the period.
 */
const GATHERED = `
  spread AS MATERIALIZED (
    SELECT p.*, f.id, f.wb_article, f.name, f.archived, f.stock_now, g.abc_class, g.xyz_class, g.days_of_cover,
      CASE WHEN g.velocity IS NOT NULL THEN f.demand * (p.known - p.in_stock) / f.in_stock END AS lost_units,
      CASE WHEN g.lost_revenue IS NOT NULL
        THEN f.demand * (p.known - p.in_stock) * f.sold_revenue / (f.in_stock * (f.sold - f.unpriced)) END AS lost_revenue
    FROM facts f JOIN figures g ON g.id = f.id
    CROSS JOIN LATERAL (VALUES ${PERIODS.map(spreadOf).join(', ')}) AS p (period, revenue, ${SPREAD.join(', ')})
  ), periods AS (
    SELECT * FROM (VALUES ${PERIODS.map(([period, days]) => `('${period}', ${TODAY} - ${days})`).join(', ')}) AS p (period, from_day)
  ), days AS MATERIALIZED (
    -- a day on which nothing was sold is a day too
    SELECT p.period, e.day::date AS day, ${OF_DAY.map((name) => `coalesce(d.${name}, 0) AS ${name}`).join(', ')}
    FROM generate_series(${WINDOW_FROM}, ${TODAY} - 1, interval '1 day') AS e (day)
    JOIN periods p ON e.day >= p.from_day
    LEFT JOIN (
      SELECT day, sum(sold) AS sold, sum(returned) AS returned, sum(sold_revenue - returned_revenue) AS revenue, sum(price_missing) AS price_missing,
        sum(commission) AS commission, sum(commission_missing) AS commission_missing,
        sum(net) AS net, sum(net_missing) AS net_missing
      FROM daily_sales GROUP BY day
    ) AS d ON d.day = e.day::date
  )`;

const nameOf = (type: string): string => type.toLowerCase();

function snapshotOf([type, snapshot]: [string, Snapshot]): string {
  const name = nameOf(type);
  const { groups, totals } = summed(snapshot, `${name}_groups`);
  return `${name}_groups AS ${snapshot.isGrouped === true ? 'NOT MATERIALIZED' : 'MATERIALIZED'} (${groups}), ${name}_totals AS (${totals}), ${name} AS (
    SELECT '${type}' AS metric_type, p.period, ${dataOf(snapshot, kept(snapshot), {
      groups: `${name}_groups g WHERE g.period = p.period`,
      totals: `${name}_totals t WHERE t.period = p.period`,
      from: 'p.from_day',
      until: TODAY,
    })} AS data
    FROM periods p
  )`;
}

interface Rows {
  /** What follows FROM, with its condition. */
  readonly groups: string;
  readonly totals: string;
  readonly from: string;
  readonly until: string;
}

/** The data of one period, in the form that is kept or the one that is told. */
function dataOf(
  { where, order, limit }: Snapshot,
  form: Form,
  { groups, totals, from, until }: Rows,
): string {
  const rows = `SELECT * FROM ${groups}${where === undefined ? '' : ` AND ${where}`} ORDER BY ${order} LIMIT ${limit ?? 'ALL'}`;
  return `jsonb_build_object('from', ${from}, 'until', ${until},
      'totals', (SELECT ${form.totals} FROM ${totals}),
      'groups', (SELECT coalesce(jsonb_agg(${form.group} ORDER BY ${order}), '[]') FROM (${rows}) AS kept))`;
}

/** For the rollup's statement, behind the figures: writes what is new or different; $5 now, $6 when it is out of date. */
export const CACHED = `${GATHERED}, ${Object.entries(SNAPSHOTS).map(snapshotOf).join(', ')}, cached AS (
    INSERT INTO analytics_cache AS c (tenant_id, user_id, metric_type, period, data, calculated_at, expires_at, created_at)
    SELECT $1, $2, s.metric_type, s.period, s.data, $5::timestamptz, $6::timestamptz, $5::timestamptz
    FROM (${Object.keys(SNAPSHOTS)
      .map((type) => `SELECT * FROM ${nameOf(type)}`)
      .join(' UNION ALL ')}) AS s
    -- of nobody's goods there is nothing to tell; whoever had them may be gone
    WHERE EXISTS (SELECT FROM goods)
    ON CONFLICT (tenant_id, user_id, metric_type, period) DO UPDATE
      SET data = excluded.data, calculated_at = excluded.calculated_at, expires_at = excluded.expires_at
      WHERE (c.data, c.expires_at) IS DISTINCT FROM (excluded.data, excluded.expires_at)
    RETURNING 1
  )`;

/**
 * What is told of several sellers together, or of one, out of what is kept of each: sums of sums, rounded once, and ratios
 * of those. $1 tenant, $2 period, $3 the day that they are of; the owner's alone with $4.
 */
export function mergedSnapshot(type: MetricType, own: boolean): string {
  const snapshot = SNAPSHOTS[type];
  const typed = (ofTotals: boolean): string[] =>
    measuresOf(snapshot, ofTotals).map(([name]) => `${quoted(name)} numeric`);
  const typedKeys = Object.entries(snapshot.keys).map(([name, { type: of }]) => `${quoted(name)} ${of}`);
  const sums = (ofTotals: boolean): string =>
    measuresOf(snapshot, ofTotals)
      .map(([name, measure]) => `${sumOf(measure, `x.${quoted(name)}`)} AS ${quoted(name)}`)
      .join(', ');
  const by = Object.keys(snapshot.keys)
    .map((name) => `x.${quoted(name)}`)
    .join(', ');
  return `
    WITH kept AS MATERIALIZED (
      SELECT data FROM analytics_cache
      WHERE tenant_id = $1 AND period = $2 AND metric_type = '${type}' AND data->>'until' = $3
        ${own ? 'AND user_id = $4' : ''}
    ), groups AS (
      SELECT ${by}, ${sums(false)}
      FROM kept CROSS JOIN LATERAL jsonb_to_recordset(kept.data->'groups') AS x (${[...typedKeys, ...typed(false)].join(', ')})
      GROUP BY ${by}
    ), totals AS (
      SELECT ${sums(true)}
      FROM kept CROSS JOIN LATERAL jsonb_to_record(kept.data->'totals')
        AS x (${typed(true).join(', ')})
    )
    SELECT ${dataOf(snapshot, told(snapshot), {
      groups: 'groups g WHERE true',
      totals: 'totals t',
      from: `min(kept.data->>'from')`,
      until: '$3::text',
    })} AS data
    FROM kept`;
}
