import { letOwner, takeRights } from '../bridge/bridge.js';
import { showUsersView } from '../bridge/users-view.js';
import { tablesOfMigrations } from '../../platform/database/baseline.js';
import { LEGACY_ROLE } from '../identifiers.js';
import type { Run, StepReport } from '../run.js';
import { BACKUP, TABLES, VIEWS } from '../survey/version-one.js';

/**
 * Version 1 gave its role everything, and may have said so of all tables to come. What version 2 has made is nobody's but its
 * own roles'; what version 1's programs may do with their tables has been said when those were taken over.
 */
export async function settleRights({ link, options, shape }: Run): Promise<StepReport> {
  const ours = [...(await tablesOfMigrations())].filter(
    (name) => !(TABLES as readonly string[]).includes(name),
  );
  const found = await link.rows<{ name: string }>(RELATIONS, [[...ours, ...VIEWS]]);
  for (const { name } of found) await takeRights(link, name);
  if (options.legacyClients) {
    await link.run(`GRANT SELECT ON ${VIEWS.join(', ')} TO ${LEGACY_ROLE}`);
    await letOwner(link, 'wildberries_connections');
    return { rows: 0, proofs: [], notes: await showUsersView(link) };
  }
  if (shape.hasBackup) await takeRights(link, BACKUP);
  return { rows: 0, proofs: [], notes: [] };
}

const RELATIONS = `
  SELECT relname AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND (relname = ANY ($1) OR relispartition)
  ORDER BY 1`;
