import { runBaseline } from '../../platform/database/baseline.js';
import { BACKUP } from '../survey/version-one.js';
import { MODEL, quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';

/**
 * The tables as the first migrations make them, empty, in a schema of their own: what version 1's tables are brought to,
 * and where the ones that it never had come from.
 */
export async function makeModel(link: Link): Promise<void> {
  await link.run(`CREATE SCHEMA ${MODEL}; SET LOCAL search_path = ${MODEL}`);
  await runBaseline((sql) => link.run(sql));
  // as they are worded here, with no word of the schema, they can be made where they belong
  await link.run(KEEP_VIEWS);
  await link.run(`
    SET LOCAL search_path = public;
    DROP VIEW ${MODEL}.v_admin_stats, ${MODEL}.v_active_users;
    ALTER FUNCTION ${MODEL}.uuid_v7() SET SCHEMA public`);
  await freeNames(link);
}

/**
 * Names that the model has for indexes and constraints may be another table's: version 1 renamed its first table of users,
 * whose indexes have kept the names.
 */
async function freeNames(link: Link): Promise<void> {
  const taken = await link.rows<{ name: string; table: string; kind: string }>(TAKEN);
  for (const { name, table } of taken) {
    const own = name.includes('users') && table === BACKUP ? name.replace('users', BACKUP) : `${name}_v1`;
    await link.run(`ALTER INDEX public.${quoted(name)} RENAME TO ${quoted(own)}`);
  }
}

const KEEP_VIEWS = `
  CREATE TABLE ${WORK}.views AS
  SELECT relname::text AS name, array_to_string(reloptions, ', ') AS options, pg_get_viewdef(oid) AS text
  FROM pg_class WHERE relnamespace = '${MODEL}'::regnamespace AND relkind = 'v'`;

const TAKEN = `
  SELECT i.relname AS name, t.relname AS table
  FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid JOIN pg_class t ON t.oid = x.indrelid
  WHERE i.relnamespace = 'public'::regnamespace AND EXISTS (
    SELECT FROM pg_class m JOIN pg_index mx ON mx.indexrelid = m.oid JOIN pg_class mt ON mt.oid = mx.indrelid
    WHERE m.relnamespace = '${MODEL}'::regnamespace AND m.relname = i.relname AND mt.relname <> t.relname)`;

export const WORK_TABLES = `
  CREATE SCHEMA ${WORK};
  CREATE TABLE ${WORK}.run (started_at timestamptz NOT NULL, options jsonb NOT NULL, shape jsonb NOT NULL, plan jsonb NOT NULL);
  CREATE TABLE ${WORK}.steps (name text PRIMARY KEY, position integer GENERATED ALWAYS AS IDENTITY, report jsonb NOT NULL);
`;
