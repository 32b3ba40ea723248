import { BRIDGE, quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import type { Run } from '../run.js';
import { faultsOf, refuseFaults } from '../survey/faults.js';
import { UPDATED_AT_FUNCTION, type BACKUP, type Table } from '../survey/version-one.js';

/** Version 1's trigger would note every change that is made here as a change of the row. */
export async function dropTriggers(link: Link, table: string): Promise<void> {
  const triggers = await link.rows<{ name: string }>(
    `SELECT g.tgname AS name FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
     WHERE g.tgrelid = ('public.' || $1)::regclass AND NOT g.tgisinternal AND p.proname = '${UPDATED_AT_FUNCTION}'`,
    [table],
  );
  for (const { name } of triggers) await link.run(`DROP TRIGGER ${quoted(name)} ON public.${table}`);
}

/**
 * Rows that fit no rule were refused before anything began; whoever writes meanwhile may have added some.
 * @throws AdoptionError that names them
 */
export async function refuseLateFaults(
  link: Link,
  table: Table | typeof BACKUP,
  merged: string | null = null,
): Promise<void> {
  refuseFaults(await faultsOf(link, [table], merged));
}

/**
 * A product that programs of version 1 have written again since the products were taken over is the one that was there;
 * what they have written of it since then refers to an id that nobody has.
 */
export async function mergeWhatCameAgain({ link, options }: Pick<Run, 'link' | 'options'>): Promise<void> {
  if (!options.legacyClients) return;
  await link.run(`
    INSERT INTO ${WORK}.merged_products (id, kept_id, reason)
    SELECT id, kept_id, 'written again' FROM ${BRIDGE}.merged_products ON CONFLICT (id) DO NOTHING`);
}
