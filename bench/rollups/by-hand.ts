import pg from 'pg';
import { ProductMetricsRepository } from '../../src/features/analytics/product-metrics.repository.js';
import { businessDay } from '../../src/platform/context/index.js';
import { owner, statementsOf, type PreparedCall } from '../bare/own-statements.js';
import { salesDailyInto, salesTotalsInto } from '../data/market.sql.js';
import type { BenchDatabase } from '../processes/bench-database.js';

export interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

export const ROLLED_UP = [
  'sales_daily',
  'sales_totals_daily',
  'stock_daily',
  'product_metrics',
  'analytics_cache',
  'goods_totals',
];

/** Tables beside the rollups, with the same indexes and foreign keys, for what somebody would write by hand. */
export async function makeHandTables(database: BenchDatabase): Promise<void> {
  for (const table of ROLLED_UP) {
    await database.query(`CREATE TABLE bench.${table} (LIKE ${table} INCLUDING ALL)`);
    const keys = await database.query<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE conrelid = $1::regclass AND contype = 'f'`,
      [table],
    );
    for (const { definition } of keys) await database.query(`ALTER TABLE bench.${table} ADD ${definition}`);
  }
}

/**
 * All rollups of these sellers by one INSERT ... SELECT a table, with nothing to compare with and nothing to find out, in
 * one transaction. For the figures of products no shorter statement is known than the application's own, a seller at a time.
 * @returns how many seconds it took
 */
export async function rollUpByHand(database: BenchDatabase, sellers: readonly Seller[]): Promise<number> {
  await database.query(`TRUNCATE ${ROLLED_UP.map((table) => `bench.${table}`).join(', ')}`);
  await database.query('VACUUM (ANALYZE) sales, stock_history');
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    const figures: PreparedCall[] = [];
    for (const seller of sellers) figures.push(await figuresByHand(database, seller));
    const tenants = `'{${sellers.map(({ tenantId }) => tenantId).join(',')}}'::uuid[]`;
    const startedAt = performance.now();
    await client.query('BEGIN; SET LOCAL jit = off');
    await client.query(salesDailyInto('bench.sales_daily', `tenant_id = ANY (${tenants})`));
    await client.query(salesTotalsInto('bench.sales_totals_daily', 'bench.sales_daily'));
    await client.query(STOCK_DAILY.replaceAll('TENANTS', tenants));
    await client.query('SET LOCAL enable_nestloop = off');
    for (const call of figures) await client.query(call);
    await client.query(GOODS_TOTALS.replaceAll('TENANTS', tenants));
    await client.query('COMMIT');
    return (performance.now() - startedAt) / 1000;
  } finally {
    await client.end();
  }
}

/** What no two runs have in common. */
const OF_THE_RUN = `'calculated_at', 'created_at', 'id'`;

/** @throws Error where the two ways have not come to the same rows */
export async function assertSameRollups(database: BenchDatabase, sellers: readonly Seller[]): Promise<void> {
  for (const table of ROLLED_UP) {
    const [list] = await database.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN (${OF_THE_RUN})`,
      [table],
    );
    const columns = list?.columns ?? '';
    const [found] = await database.query<{ differ: number; rows: number }>(
      `WITH ours AS MATERIALIZED (SELECT ${columns} FROM ${table} WHERE tenant_id = ANY ($1::uuid[])),
         theirs AS MATERIALIZED (SELECT ${columns} FROM bench.${table})
       SELECT ((SELECT count(*) FROM (TABLE ours EXCEPT TABLE theirs) AS a)
         + (SELECT count(*) FROM (TABLE theirs EXCEPT TABLE ours) AS b))::integer AS differ,
         (SELECT count(*) FROM ours)::integer AS rows`,
      [sellers.map(({ tenantId }) => tenantId)],
    );
    if (found?.differ !== 0 || found.rows === 0)
      throw new Error(
        `${table}: ${found?.differ ?? NaN} of ${found?.rows ?? 0} rows differ from those by hand`,
      );
  }
}

const NOTHING = { salesDays: [], stockProducts: [], stockDays: [] };

async function figuresByHand(database: BenchDatabase, { tenantId, userId }: Seller): Promise<PreparedCall> {
  const ctx = owner(tenantId, userId);
  const days = { known: null, asOf: businessDay(ctx.now()) };
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  const calls = await statementsOf(pool, (recorded) =>
    new ProductMetricsRepository(recorded).refresh(ctx, NOTHING, days),
  );
  await pool.end();
  const last = calls.at(-1);
  if (!last) throw new Error('Figures were not refreshed');
  const text = ['product_metrics', 'analytics_cache'].reduce(
    (sql, table) => sql.replaceAll(new RegExp(`(INTO|JOIN) ${table} `, 'g'), `$1 bench.${table} `),
    last.text,
  );
  return { ...last, text };
}

const startOf = (day: string): string => `((${day})::timestamp AT TIME ZONE 'Europe/Moscow')`;
const shareOf = (time: string): string => `least(trunc(extract(epoch FROM ${time}) / 86400, 8), 1)`;

const STOCK_DAILY = `
  INSERT INTO bench.stock_daily (tenant_id, user_id, product_id, day, end_quantity, in_stock_share, known_share)
  SELECT tenant_id, user_id, product_id, day,
    max(total) FILTER (WHERE day_after IS DISTINCT FROM day),
    ${shareOf(`(coalesce(sum(least(until, ${startOf('day + 1')}) - at) FILTER (WHERE total > 0), '0')
      + coalesce(sum(at - ${startOf('day')}) FILTER (WHERE day_before IS DISTINCT FROM day AND total - delta > 0), '0'))`)},
    ${shareOf(`coalesce(min(${startOf('day + 1')} - at) FILTER (WHERE at_before IS NULL), '1 day')`)}
  FROM (
    SELECT tenant_id, user_id, product_id, at, day, delta, sum(delta) OVER in_order AS total,
      lag(at) OVER in_order AS at_before,
      lag(day) OVER in_order AS day_before, lead(day) OVER in_order AS day_after, lead(at) OVER in_order AS until
    FROM (
      SELECT tenant_id, user_id, product_id, recorded_at AS at,
        (recorded_at AT TIME ZONE 'Europe/Moscow')::date AS day, sum(delta) AS delta
      FROM stock_history WHERE tenant_id = ANY (TENANTS)
      GROUP BY tenant_id, user_id, product_id, recorded_at
    ) AS moments
    WINDOW in_order AS (PARTITION BY product_id ORDER BY at)
  ) AS running
  GROUP BY tenant_id, user_id, product_id, day
  HAVING bool_or(delta <> 0 OR at_before IS NULL)
`;

const GOODS_TOTALS = `
  INSERT INTO bench.goods_totals (tenant_id, user_id, risk, products, stock_total, lost_revenue, without_loss, stock_value,
    without_cost, as_of, calculated_at)
  SELECT p.tenant_id, p.user_id, m.risk, count(*), sum(p.stock_total), sum(m.lost_revenue),
    count(*) FILTER (WHERE m.lost_revenue IS NULL), sum(p.stock_total * c.unit_cost) FILTER (WHERE p.stock_total > 0),
    count(*) FILTER (WHERE p.stock_total > 0 AND c.unit_cost IS NULL), min(m.as_of), min(m.calculated_at)
  FROM products p
  JOIN bench.product_metrics m ON m.tenant_id = p.tenant_id AND m.product_id = p.id
  LEFT JOIN (
    SELECT DISTINCT ON (tenant_id, product_id) tenant_id, product_id, unit_cost FROM product_costs
    WHERE tenant_id = ANY (TENANTS) AND valid_from <= (now() AT TIME ZONE 'Europe/Moscow')::date
    ORDER BY tenant_id, product_id, valid_from DESC
  ) AS c ON c.tenant_id = p.tenant_id AND c.product_id = p.id
  WHERE p.tenant_id = ANY (TENANTS) AND p.archived_at IS NULL
  GROUP BY p.tenant_id, p.user_id, m.risk
`;
