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
  });
  const metrics = await copy(run, 'system_metrics', { columns: [], values: [], from: '' });
  for (const table of ['audit_log', 'system_metrics'] as const) await bridge(run, table);
  return { rows: audit.before + metrics.before, proofs: [audit, metrics], notes: [] };
}

interface Added {
  readonly columns: readonly string[];
  readonly values: readonly string[];
  readonly from: string;
}

async function copy(
  run: Run,
  table: MonthlyTable & ('audit_log' | 'system_metrics'),
  added: Added,
): Promise<TableProof> {
  const { link } = run;
  const { old, keys, own } = await replace(link, table, run.shape.ownColumns[table] ?? []);
  const columns = columnsOf(run, table);
  const plan: Plan = { table, columns, from: `${old} AS o`, lost: 'false', changes: {} };
  const expected = await expect(link, plan);
  await makeMonths(link, table, old);
  await link.run(`
    INSERT INTO public.${table} (${[...columns.map(quoted), ...added.columns].join(', ')})
    SELECT ${[...columns.map((column) => `o.${quoted(column)}`), ...added.values].join(', ')}
    FROM ${WORK}.${table}_v1 o ${added.from}`);
  await putKeysBack(link, table, { old, keys, own });
  return prove(link, expected);
}
