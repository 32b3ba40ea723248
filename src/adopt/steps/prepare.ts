import { AdoptionError } from '../adoption-error.js';
import { columnsOfMigrations, tablesOfMigrations } from '../../platform/database/baseline.js';
import { JOBS_SCHEMA } from '../../platform/database/migrate.js';
import { openBridge } from '../bridge/bridge.js';
import { BRIDGE, MODEL, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { makeModel, WORK_TABLES } from '../model/model.js';
import type { VersionOne } from '../survey/shape.js';
import { MONTHLY } from './months.js';
import { TABLES } from '../survey/version-one.js';
import type { AdoptionOptions } from '../run.js';

/** What is put aside when a table can not hold it any more. */
const QUARANTINE = `
  CREATE TABLE IF NOT EXISTS public.adopt_quarantine (
    table_name text NOT NULL,
    row jsonb NOT NULL,
    reason text NOT NULL,
    adopted_at timestamptz NOT NULL
  );
  ALTER TABLE public.adopt_quarantine ENABLE ROW LEVEL SECURITY`;

/** An id that follows from a text (RFC 9562 version 8): whoever adopts again after a crash comes to the same one. */
const ID_OF = `
  CREATE FUNCTION ${WORK}.id_of(text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (left(hash, 12) || '8' || substr(hash, 14, 3) || 'a' || substr(hash, 18, 15))::uuid
    FROM encode(sha256(convert_to($1, 'UTF8')), 'hex') AS hash
  $$`;

/** From here on the database is one that is being adopted. In one transaction with what is noted of it. */
export async function prepare(
  link: Link,
  shape: VersionOne,
  options: AdoptionOptions,
  plan: object,
): Promise<void> {
  await link.run(WORK_TABLES);
  await link.run(ID_OF);
  await link.run(QUARANTINE);
  await link.run(
    `INSERT INTO ${WORK}.run (started_at, options, shape, plan) VALUES (now(), $1, $2, $3)`,
    [options, shape, plan].map((each) => JSON.stringify(each)),
  );
  await openBridge({ link, options });
  await makeModel(link);
}

/** @throws AdoptionError that lists what has a name that version 2 needs, also for a month of its tables */
export async function refuseTakenNames(link: Link, { ownColumns }: VersionOne): Promise<void> {
  const taken = [
    ...(await takenTables(link)),
    ...(await takenColumns(ownColumns)),
    ...(await takenSchemas(link)),
  ];
  if (taken.length > 0) throw new AdoptionError(`${taken.join(' ')} Rename yours, and run again.`);
}

async function takenTables(link: Link): Promise<string[]> {
  const ours = [...(await tablesOfMigrations())].filter(
    (name) => !(TABLES as readonly string[]).includes(name),
  );
  const taken = await link.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relname = ANY ($1) OR relname ~ $2) ORDER BY 1`,
    [ours, `^(${Object.keys(MONTHLY).join('|')})_\\d{4}_\\d\\d$`],
  );
  if (taken.length === 0) return [];
  return [`${taken.map(({ name }) => name).join(', ')}: version 2 has tables of this name.`];
}

async function takenColumns(ownColumns: VersionOne['ownColumns']): Promise<string[]> {
  const taken: string[] = [];
  for (const [table, own] of Object.entries(ownColumns)) {
    const ours = await columnsOfMigrations(table);
    taken.push(...own.filter((name) => ours.includes(name)).map((name) => `${table}.${name}`));
  }
  return taken.length === 0 ? [] : [`${taken.join(', ')}: version 2 has columns of this name.`];
}

/** What is worked in, and what the queue of version 2 has. */
async function takenSchemas(link: Link): Promise<string[]> {
  const taken = await link.rows<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1',
    [[MODEL, BRIDGE, JOBS_SCHEMA]],
  );
  if (taken.length === 0) return [];
  return [`${taken.map(({ name }) => name).join(', ')}: version 2 has schemas of this name.`];
}

/** Takes away all that adopting needed and nobody else does. */
export const CLEAR = `DROP SCHEMA ${WORK} CASCADE; DROP SCHEMA ${MODEL} CASCADE`;
