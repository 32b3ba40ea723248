import { DAYS } from '../data/market.sql.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import type { Child } from '../processes/child.js';
import { assertSameRollups, makeHandTables, rollUpByHand } from './by-hand.js';

interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

/** Seconds, round by round. */
export interface RollupRound {
  readonly round: number;
  readonly full: number;
  readonly byHand: number;
  /** After one of a hundred days and one of a hundred products have changed. */
  readonly changed: number;
}

interface Rolling {
  readonly database: BenchDatabase;
  readonly api: Child<ApplicationCommands>;
  readonly seller: Seller;
  readonly quick: boolean;
}

/** The seller's rollups from nothing, by the application and by hand, and by the application again when little changed. */
export async function rollupRounds({ database, api, seller, quick }: Rolling): Promise<RollupRound[]> {
  const { tenantId, userId } = seller;
  await makeHandTables(database);
  const rounds: RollupRound[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    for (const table of ['sales_daily', 'stock_daily', 'product_metrics', 'rollup_marks'])
      await database.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [tenantId]);
    await database.query('VACUUM (ANALYZE) sales_daily, stock_daily, product_metrics, rollup_marks');
    for (const sql of MARK_ALL) await database.query(sql, [tenantId, userId]);
    const full = await api.ask('rollUp', seller);
    const byHand = await rollUpByHand(database, seller);
    await assertSameRollups(database, seller);
    for (const sql of CHANGE) await database.query(sql, [tenantId]);
    for (const sql of MARK_CHANGES) await database.query(sql, [tenantId, userId]);
    rounds.push({ round, full, byHand, changed: await api.ask('rollUp', seller) });
  }
  return rounds;
}

const MARK_ALL = [
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
   SELECT $1, $2, 'sales', sale_date FROM sales WHERE tenant_id = $1 GROUP BY sale_date`,
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
   SELECT $1, $2, 'stock', product_id, (min(recorded_at) AT TIME ZONE 'Europe/Moscow')::date
   FROM stock_history WHERE tenant_id = $1 GROUP BY product_id`,
];

const CHANGED_DAYS = Math.ceil(DAYS / 100);
const TODAY = `(now() AT TIME ZONE 'Europe/Moscow')::date`;
/** Spread over all of them, and the same at every run. */
const CHANGED_PRODUCTS = `tenant_id = $1 AND hashtextextended(product_id::text, 0) % 100 = 0`;

const CHANGE = [
  `UPDATE sales SET quantity = quantity + 1 WHERE tenant_id = $1 AND sale_date >= ${TODAY} - ${CHANGED_DAYS}`,
  `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
   SELECT DISTINCT ON (product_id) tenant_id, user_id, product_id, warehouse_name, quantity + 1, 1, now()
   FROM stock_levels WHERE ${CHANGED_PRODUCTS} ORDER BY product_id, warehouse_name`,
  `UPDATE stock_levels l SET quantity = h.quantity, recorded_at = h.recorded_at
   FROM stock_history h
   WHERE l.tenant_id = $1 AND h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
     AND h.recorded_at > l.recorded_at`,
  `UPDATE products p SET stock_total = p.stock_total + 1
   WHERE tenant_id = $1 AND hashtextextended(id::text, 0) % 100 = 0
     AND EXISTS (SELECT FROM stock_levels l WHERE l.tenant_id = $1 AND l.product_id = p.id)`,
];

const MARK_CHANGES = [
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
   SELECT $1, $2, 'sales', day FROM generate_series(${TODAY} - ${CHANGED_DAYS}, ${TODAY} - 1, interval '1 day') AS day`,
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
   SELECT DISTINCT $1::uuid, $2::uuid, 'stock', product_id, ${TODAY} FROM stock_levels WHERE ${CHANGED_PRODUCTS}`,
];
