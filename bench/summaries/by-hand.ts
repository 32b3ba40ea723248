import pg from 'pg';
import { ProductMetricsRepository } from '../../src/features/analytics/product-metrics.repository.js';
import { owner, statementsOf } from '../bare/own-statements.js';
import { salesDailyInto } from '../data/market.sql.js';
import type { BenchDatabase } from '../processes/bench-database.js';

interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

const TABLES = ['sales_daily', 'stock_daily', 'product_metrics'];

/** Tables beside the rollups, with the same indexes and foreign keys, for what somebody would write by hand. */
export async function makeHandTables(database: BenchDatabase): Promise<void> {
  for (const table of TABLES) {
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
 * All rollups of a seller by one INSERT ... SELECT a table, with nothing to compare with and nothing to find out, in one
 * transaction. For the figures of products no shorter statement is known than the application's own.
 * @returns how many seconds it took
 */
export async function rollUpByHand(database: BenchDatabase, seller: Seller): Promise<number> {
  await database.query(`TRUNCATE ${TABLES.map((table) => `bench.${table}`).join(', ')}`);
  await database.query('VACUUM (ANALYZE) sales, stock_history');
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    const [metrics, values] = await metricsByHand(database, seller);
    const startedAt = performance.now();
    await client.query('BEGIN; SET LOCAL jit = off');
    await client.query(salesDailyInto('bench.sales_daily', `tenant_id = '${seller.tenantId}'`));
    await client.query(STOCK_DAILY, [seller.tenantId]);
    await client.query('SET LOCAL enable_nestloop = off');
    await client.query(metrics, values);
    await client.query('COMMIT');
    return (performance.now() - startedAt) / 1000;
  } finally {
    await client.end();
  }
}

/** @throws Error where the two ways have not come to the same rows */
export async function assertSameRollups(database: BenchDatabase, { tenantId }: Seller): Promise<void> {
  for (const table of TABLES) {
    const [list] = await database.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'calculated_at'`,
      [table],
    );
    const columns = list?.columns ?? '';
    const [found] = await database.query<{ differ: number; rows: number }>(
      `WITH ours AS MATERIALIZED (SELECT ${columns} FROM ${table} WHERE tenant_id = $1),
         theirs AS MATERIALIZED (SELECT ${columns} FROM bench.${table})
       SELECT ((SELECT count(*) FROM (TABLE ours EXCEPT TABLE theirs) AS a)
         + (SELECT count(*) FROM (TABLE theirs EXCEPT TABLE ours) AS b))::integer AS differ,
         (SELECT count(*) FROM ours)::integer AS rows`,
      [tenantId],
    );
    if (found?.differ !== 0 || found.rows === 0)
      throw new Error(
        `${table}: ${found?.differ ?? NaN} of ${found?.rows ?? 0} rows differ from those by hand`,
      );
  }
}

async function metricsByHand(
  database: BenchDatabase,
  { tenantId, userId }: Seller,
): Promise<[string, unknown[]]> {
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  const calls = await statementsOf(pool, (recorded) =>
    new ProductMetricsRepository(recorded).refresh(owner(tenantId, userId)),
  );
  await pool.end();
  const { text, values } = calls.at(-1) ?? { text: '', values: [] };
  return [text.replace('INSERT INTO product_metrics', 'INSERT INTO bench.product_metrics'), values];
}

const startOf = (day: string): string => `((${day})::timestamp AT TIME ZONE 'Europe/Moscow')`;
const shareOf = (time: string): string => `least(trunc(extract(epoch FROM ${time}) / 86400, 8), 1)`;

const STOCK_DAILY = `
  INSERT INTO bench.stock_daily (tenant_id, user_id, product_id, day, end_quantity, in_stock_share, known_share)
  SELECT $1, user_id, product_id, day,
    max(total) FILTER (WHERE day_after IS DISTINCT FROM day),
    ${shareOf(`(coalesce(sum(least(until, ${startOf('day + 1')}) - at) FILTER (WHERE total > 0), '0')
      + coalesce(sum(at - ${startOf('day')}) FILTER (WHERE day_before IS DISTINCT FROM day AND total - delta > 0), '0'))`)},
    ${shareOf(`coalesce(min(${startOf('day + 1')} - at) FILTER (WHERE at_before IS NULL), '1 day')`)}
  FROM (
    SELECT user_id, product_id, at, day, delta, sum(delta) OVER in_order AS total, lag(at) OVER in_order AS at_before,
      lag(day) OVER in_order AS day_before, lead(day) OVER in_order AS day_after, lead(at) OVER in_order AS until
    FROM (
      SELECT user_id, product_id, recorded_at AS at, (recorded_at AT TIME ZONE 'Europe/Moscow')::date AS day,
        sum(delta) AS delta
      FROM stock_history WHERE tenant_id = $1
      GROUP BY user_id, product_id, recorded_at
    ) AS moments
    WINDOW in_order AS (PARTITION BY product_id ORDER BY at)
  ) AS running
  GROUP BY user_id, product_id, day
  HAVING bool_or(delta <> 0 OR at_before IS NULL)
`;
