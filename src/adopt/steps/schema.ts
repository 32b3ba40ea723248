import { legacyWords } from '../bridge/views.js';
import { quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { moveNewTable, newTables } from '../model/new-tables.js';
import type { Run, StepReport } from '../run.js';
import { UPDATED_AT_FUNCTION } from '../survey/version-one.js';

/** What version 1 did not have takes its place, and what version 2 does otherwise goes. */
export async function completeSchema(run: Run): Promise<StepReport> {
  const { link } = run;
  await link.lock([], ['products', 'users']);
  for (const table of await newTables(link)) await moveNewTable(run, table);
  await makeViews(run);
  await dropUnused(link);
  return { rows: 0, proofs: [], notes: [] };
}

/** In the words of the migration, but for what the columns hold while programs of version 1 go on. */
async function makeViews({ link, options, shape }: Run): Promise<void> {
  const views = await link.rows<{ name: string; options: string; text: string }>(
    `SELECT name, options, text FROM ${WORK}.views ORDER BY name`,
  );
  const isPanel = shape.panel.includes('subscriptions');
  const worded = (text: string): string => (options.legacyClients ? legacyWords(text, isPanel) : text);
  for (const { name, options: how, text } of views) {
    await link.run(`CREATE VIEW public.${quoted(name)} WITH (${how}) AS ${worded(text)}`);
  }
}

async function dropUnused(link: Link): Promise<void> {
  const { used } = await link.one<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
       WHERE p.proname = '${UPDATED_AT_FUNCTION}' AND p.pronamespace = 'public'::regnamespace) AS used`,
  );
  if (!used) await link.run(`DROP FUNCTION IF EXISTS public.${quoted(UPDATED_AT_FUNCTION)}()`);
}
