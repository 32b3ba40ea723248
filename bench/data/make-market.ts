import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { numberText } from '../measure/table.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import {
  DAYS,
  HELPERS,
  PRODUCT_SEARCH,
  PRODUCTS,
  SALES,
  SALES_DAILY,
  SALES_TOTALS_DAILY,
  STOCK_HISTORY,
  STOCK_LEVELS,
  STOCK_TOTALS,
  TENANTS,
  USERS,
} from './market.sql.js';
import { bytesNeeded, manySellers, marketSize, ONE_OF_MANY, type MarketSize } from './sizes.js';

interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

export interface Sellers {
  readonly big: Seller;
  readonly small: Seller;
}

/** Numbers from here on are those of many sellers. */
export const FIRST_OF_MANY = 100_001;

const STEPS = {
  tenants: TENANTS,
  users: USERS,
  products: PRODUCTS,
  product_search: PRODUCT_SEARCH,
  sales: SALES,
  stock_history: STOCK_HISTORY,
  stock_levels: STOCK_LEVELS,
  'totals of products': STOCK_TOTALS,
  sales_daily: SALES_DAILY,
  sales_totals_daily: SALES_TOTALS_DAILY,
};

/**
 * A market of many sellers, made by SQL, the same at every run of a day. All indexes are in place meanwhile; foreign keys
 * hold by how the rows are made, and are not looked up for each.
 * @param sellers who is there already, to sign in as: the big one, and one of the small ones
 * @param many sellers more, of ONE_OF_MANY each
 * @throws Error where the disk has no room for it
 */
export async function makeMarket(
  database: BenchDatabase,
  sellers: Sellers,
  scale: number,
  many = 0,
): Promise<MarketSize> {
  await assertRoom(scale + many / manySellers(1));
  const size = marketSize(scale);
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    await client.query(HELPERS);
    await makeSellers(client, sellers, size);
    await makeMany(client, many);
    await client.query(
      `SELECT ensure_month_partitions(t, CURRENT_DATE - ${DAYS + 1}, CURRENT_DATE) FROM unnest('{sales,stock_history}'::text[]) AS t`,
    );
    // no triggers, which is what foreign keys are
    await client.query(`SET session_replication_role = replica; SET jit = off; SET work_mem = '256MB'`);
    for (const [what, sql] of Object.entries(STEPS)) await timed(what, () => client.query(sql));
    await timed('VACUUM (ANALYZE)', () => client.query('VACUUM (ANALYZE)'));
    return size;
  } finally {
    await client.end();
  }
}

async function makeSellers(
  client: pg.Client,
  { big, small }: Sellers,
  { big: much, small: little, smallSellers }: MarketSize,
): Promise<void> {
  const insert = 'INSERT INTO bench.sellers (n, tenant_id, user_id, products, sales, stock_records)';
  await client.query(`${insert} VALUES (1, $1, $2, $3, $4, $5)`, [
    big.tenantId,
    big.userId,
    much.products,
    much.sales,
    much.stockRecords,
  ]);
  await client.query(
    `${insert}
     SELECT n, CASE WHEN n = 2 THEN $1::uuid ELSE bench.id(4, '2020-01-01T00:00:00Z', n::integer, 0) END,
       CASE WHEN n = 2 THEN $2::uuid ELSE bench.id(5, '2020-01-01T00:00:00Z', n::integer, 0) END, $3, $4, $5
     FROM generate_series(2, $6::integer + 1) AS n`,
    [small.tenantId, small.userId, little.products, little.sales, little.stockRecords, smallSellers],
  );
}

async function makeMany(client: pg.Client, many: number): Promise<void> {
  const { products, sales, stockRecords } = ONE_OF_MANY;
  await client.query(
    `INSERT INTO bench.sellers (n, tenant_id, user_id, products, sales, stock_records)
     SELECT n, bench.id(4, '2020-01-01T00:00:00Z', n, 0), bench.id(5, '2020-01-01T00:00:00Z', n, 0), $1, $2, $3
     FROM generate_series(${FIRST_OF_MANY}, ${FIRST_OF_MANY} + $4::integer - 1) AS n`,
    [products, sales, stockRecords, many],
  );
}

async function timed(what: string, work: () => Promise<{ rowCount: number | null }>): Promise<void> {
  const startedAt = performance.now();
  const { rowCount } = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const rows =
    rowCount === null
      ? ''
      : `${numberText(rowCount)} rows, ${numberText(Math.round(rowCount / seconds))}/s, `;
  console.log(`  ${what}: ${rows}${numberText(seconds)} s`);
}

async function assertRoom(scale: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const [free, needed] = [bavail * bsize, bytesNeeded(scale)].map((bytes) => Math.ceil(bytes / 1e9));
  if (bavail * bsize < bytesNeeded(scale))
    throw new Error(
      `${tmpdir()} has ${free} GB free, and data at this scale need ${needed} GB: give a smaller --scale`,
    );
}
