import { DAYS } from '../data/market.sql.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import type { Child } from '../processes/child.js';
import { assertSameRollups, ROLLED_UP, rollUpByHand, type Seller } from './by-hand.js';

/** Seconds, round by round. */
export interface RollupRound {
  readonly round: number;
  readonly full: number;
  readonly byHand: number;
  /** After one of a hundred days and one of a hundred products of each seller have changed. */
  readonly changed: number;
}

interface Rolling {
  readonly database: BenchDatabase;
  readonly api: Child<ApplicationCommands>;
  readonly sellers: readonly Seller[];
  readonly quick: boolean;
}

/** All rollups of the sellers from nothing, by the application and by hand, and by the application again when little changed. */
export async function rollupRounds({ database, api, sellers, quick }: Rolling): Promise<RollupRound[]> {
  const tenants = [sellers.map(({ tenantId }) => tenantId)];
  const rounds: RollupRound[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    for (const table of [...ROLLED_UP, 'rollup_marks'])
      await database.query(`DELETE FROM ${table} WHERE tenant_id = ANY ($1::uuid[])`, tenants);
    await database.query(`VACUUM (ANALYZE) ${ROLLED_UP.join(', ')}, rollup_marks`);
    await markEverything(database, sellers);
    const full = await api.ask('rollUp', sellers);
    const byHand = await rollUpByHand(database, sellers);
    await assertSameRollups(database, sellers);
    for (const sql of [...CHANGE, ...MARK_CHANGES]) await database.query(sql, tenants);
    rounds.push({ round, full, byHand, changed: await api.ask('rollUp', sellers) });
  }
  return rounds;
}

/** As if nothing of these sellers had been rolled up yet. */
export async function markEverything(database: BenchDatabase, sellers: readonly Seller[]): Promise<void> {
  for (const sql of MARK_ALL) await database.query(sql, [sellers.map(({ tenantId }) => tenantId)]);
}

const OURS = 'tenant_id = ANY ($1::uuid[])';

const MARK_ALL = [
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
   SELECT tenant_id, user_id, 'sales', sale_date FROM sales WHERE ${OURS} GROUP BY tenant_id, user_id, sale_date`,
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
   SELECT tenant_id, user_id, 'stock', product_id, (min(recorded_at) AT TIME ZONE 'Europe/Moscow')::date
   FROM stock_history WHERE ${OURS} GROUP BY tenant_id, user_id, product_id`,
];

const CHANGED_DAYS = Math.ceil(DAYS / 100);
const TODAY = `(now() AT TIME ZONE 'Europe/Moscow')::date`;
/** Spread over all of them, and the same at every run. */
const one = (column: string): string => `${OURS} AND hashtextextended(${column}::text, 0) % 100 = 0`;

const CHANGE = [
  `UPDATE sales SET quantity = quantity + 1 WHERE ${OURS} AND sale_date >= ${TODAY} - ${CHANGED_DAYS}`,
  `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
   SELECT DISTINCT ON (product_id) tenant_id, user_id, product_id, warehouse_name, quantity + 1, 1, now()
   FROM stock_levels WHERE ${one('product_id')} ORDER BY product_id, warehouse_name`,
  `UPDATE stock_levels l SET quantity = h.quantity, recorded_at = h.recorded_at
   FROM stock_history h
   WHERE l.${OURS} AND h.tenant_id = l.tenant_id AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
     AND h.recorded_at > l.recorded_at`,
  `UPDATE products p SET stock_total = p.stock_total + 1
   WHERE ${one('id')}
     AND EXISTS (SELECT FROM stock_levels l WHERE l.tenant_id = p.tenant_id AND l.product_id = p.id)`,
];

const MARK_CHANGES = [
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
   SELECT tenant_id, user_id, 'sales', sale_date FROM sales WHERE ${OURS} AND sale_date >= ${TODAY} - ${CHANGED_DAYS}
   GROUP BY tenant_id, user_id, sale_date`,
  `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
   SELECT DISTINCT tenant_id, user_id, 'stock', product_id, ${TODAY} FROM stock_levels WHERE ${one('product_id')}`,
];
