import { bridge } from '../bridge/bridge.js';
import { WORK } from '../identifiers.js';
import type { TableProof } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { adoptInPlace, fillTenant } from './in-place.js';
import { refuseLateFaults } from './taking-over.js';

/** Tables of rows that belong to a user, and that nothing else refers to. */
export async function adoptSmallTables(run: Run): Promise<StepReport> {
  await run.link.lock(['notifications', 'analytics_cache', 'users']);
  for (const table of ['analytics_cache', 'notifications'] as const) await refuseLateFaults(run.link, table);
  const proofs = [await adoptCache(run), await adoptOwned(run, 'notifications')];
  for (const table of ['analytics_cache', 'notifications'] as const) await bridge(run, table);
  return { rows: proofs.reduce((sum, { before }) => sum + before, 0), proofs, notes: [] };
}

/** Of several that say the same thing of a user, the last one stays. */
async function adoptCache(run: Run): Promise<TableProof> {
  await run.link.run(`
    CREATE TABLE ${WORK}.stale_cache AS
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY user_id, metric_type, period ORDER BY calculated_at DESC, id DESC) AS place
      FROM public.analytics_cache
    ) AS ranked WHERE place > 1`);
  return adoptOwned(run, 'analytics_cache', `${WORK}.stale_cache`);
}

function adoptOwned(
  run: Run,
  table: 'analytics_cache' | 'notifications',
  lost: string | null = null,
): Promise<TableProof> {
  const isLost = lost === null ? 'false' : `EXISTS (SELECT FROM ${lost} l WHERE l.id = o.id)`;
  const plan = {
    table,
    columns: columnsOf(run, table),
    from: `(SELECT o.*, ${isLost} AS is_lost FROM public.${table} AS o) AS o`,
    lost: 'o.is_lost',
    changes: {},
  };
  const setAside = `
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT '${table}', to_jsonb(o), 'an older one of the same user, metric and period', '${run.startedAt}'
    FROM public.${table} o WHERE ${isLost};
    DELETE FROM public.${table} o WHERE ${isLost}`;
  return adoptInPlace(run, plan, {
    ...(lost !== null && { first: ({ link }) => link.run(setAside) }),
    fill: fillTenant(table),
  });
}
