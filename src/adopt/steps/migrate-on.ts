import { migrate } from '../../platform/database/migrate.js';
import { noteBaseline } from '../../platform/database/baseline.js';
import { WORK } from '../identifiers.js';
import type { Run, StepReport } from '../run.js';

/** The migrations behind those whose work has been done here; each is a transaction, and none runs twice. */
export async function migrateOn(ownerUrl: string): Promise<StepReport> {
  await noteBaseline(ownerUrl);
  const { applied } = await migrate(ownerUrl);
  return {
    rows: 0,
    proofs: [],
    notes: applied.length === 0 ? [] : [`${applied.length} migrations have run.`],
  };
}

const PRODUCTS_OF_A_MARK = 1000;

/**
 * What has to be rolled up: all that there is. The owner's own policies keep it from writing rows, so they are lifted until
 * the end of the transaction.
 */
export async function markForRollup({ link }: Run): Promise<StepReport> {
  await link.run(`ALTER TABLE public.rollup_marks NO FORCE ROW LEVEL SECURITY`);
  const marks = await link.run(`
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, product_ids, day)
    SELECT tenant_id, user_id, 'stock', array_agg(product_id), day
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, day ORDER BY product_id) - 1) / ${PRODUCTS_OF_A_MARK} AS part
      FROM ${WORK}.stock_marks
    ) AS numbered
    GROUP BY tenant_id, user_id, day, part`);
  const days = await link.run(`
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, day)
    SELECT tenant_id, user_id, 'sales', day FROM ${WORK}.sales_marks`);
  await link.run(`ALTER TABLE public.rollup_marks FORCE ROW LEVEL SECURITY`);
  return { rows: marks + days, proofs: [], notes: [] };
}
