import { bridge } from '../bridge/bridge.js';
import { quoted, WORK } from '../identifiers.js';
import { putKeysBack, replace } from '../model/replace.js';
import { expect, prove, type Plan, type TableProof } from '../proof/proof.js';
import { columnsOf, type Run, type StepReport } from '../run.js';
import { makeMonths, type MonthlyTable } from './months.js';
import { refuseLateFaults } from './taking-over.js';

/** Of no tenant: nobody who asks has it. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** What happened, and how the system fared: both by months. */
export async function adoptLogs(run: Run): Promise<StepReport> {
  await run.link.lock(['system_metrics', 'audit_log']);
  for (const table of ['audit_log', 'system_metrics'] as const) await refuseLateFaults(run.link, table);
  const audit = await copy(run, 'audit_log', {
    columns: ['tenant_id'],
    values: [`coalesce(s.tenant_id, a.tenant_id, '${NO_TENANT}')`],
    from: 'LEFT JOIN public.users s ON s.id = o.user_id LEFT JOIN public.users a ON a.id = o.admin_user_id',
    lost: 'false',
  });
  await setSamplesAside(run);
  const metrics = await copy(run, 'system_metrics', {
    columns: [],
    values: [],
    from: `LEFT JOIN ${WORK}.lost_samples l ON l.id = o.id`,
    lost: 'l.id IS NOT NULL',
  });
  for (const table of ['audit_log', 'system_metrics'] as const) await bridge(run, table);
  return { rows: audit.before + metrics.before, proofs: [audit, metrics], notes: [] };
}

/** What one transaction of version 1 has counted twice has one time: of such samples the one of the greatest id stays. */
async function setSamplesAside({ link, startedAt }: Run): Promise<void> {
  await link.run(`
    CREATE TABLE ${WORK}.lost_samples AS
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY ${SAMPLE} ORDER BY id DESC) AS place FROM public.system_metrics
    ) AS ranked WHERE place > 1;
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    SELECT 'system_metrics', to_jsonb(o), 'another sample of the same name, time and tags', '${startedAt}'
    FROM public.system_metrics o JOIN ${WORK}.lost_samples l USING (id)`);
}

/** What makes a sample itself. */
export const SAMPLE = 'metric_name, recorded_at, tags';

interface Added {
  readonly columns: readonly string[];
  readonly values: readonly string[];
  /** Joins; which of the rows they say are put aside. */
  readonly from: string;
  readonly lost: string;
}

async function copy(
  run: Run,
  table: MonthlyTable & ('audit_log' | 'system_metrics'),
  added: Added,
): Promise<TableProof> {
  const { link } = run;
  const { old, keys, own } = await replace(link, table, run.shape.ownColumns[table] ?? []);
  const columns = columnsOf(run, table);
  const from = `${old} AS o ${added.from}`;
  const plan: Plan = { table, columns, from, lost: added.lost, changes: {} };
  const expected = await expect(link, plan);
  await makeMonths(link, table, old);
  await link.run(`
    INSERT INTO public.${table} (${[...columns.map(quoted), ...added.columns].join(', ')})
    SELECT ${[...columns.map((column) => `o.${quoted(column)}`), ...added.values].join(', ')}
    FROM ${from} WHERE NOT (${added.lost})`);
  await putKeysBack(link, table, { old, keys, own });
  return prove(link, expected);
}
