import { letOwner } from '../bridge/bridge.js';
import { MODEL, quoted } from '../identifiers.js';
import type { Link } from '../link.js';
import type { Run } from '../run.js';
import { VERSION_ONE } from '../survey/version-one.js';
import { addRule } from './conform.js';
import { shapeOfTable } from './table-shape.js';

/** Tables of the model that version 1 did not have, and that have not taken their places yet. */
export async function newTables(link: Link): Promise<string[]> {
  const rows = await link.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = '${MODEL}'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !(name in VERSION_ONE));
}

/** Tables into which the bridge writes what follows from what programs of version 1 write. */
const WRITTEN_BY_BRIDGE = ['rollup_marks', 'stock_levels'];

/**
 * Puts one in its place, where its foreign keys refer to the tables that came from version 1. Programs of version 1 do not
 * know of it; what they write has effects there all the same.
 * @param fill puts rows in before there are keys, which are made of all of them at once then
 */
export async function moveNewTable(
  { link, options }: Run,
  table: string,
  fill?: () => Promise<unknown>,
): Promise<void> {
  const { rules } = await shapeOfTable(link, MODEL, table);
  const moved = rules.filter(({ kind }) => (fill ? 'fpui' : 'f').includes(kind));
  for (const { kind, name } of moved)
    await link.run(
      kind === 'i'
        ? `DROP INDEX ${MODEL}.${quoted(name)}`
        : `ALTER TABLE ${MODEL}.${table} DROP CONSTRAINT ${quoted(name)}`,
    );
  await link.run(`ALTER TABLE ${MODEL}.${table} SET SCHEMA public`);
  await fill?.();
  for (const kind of ['p', 'u', 'i', 'f'])
    for (const rule of moved.filter((each) => each.kind === kind)) await addRule(link, table, rule);
  if (options.legacyClients && WRITTEN_BY_BRIDGE.includes(table)) await letOwner(link, table);
}
