import { DISPATCH_QUEUE } from '../../src/platform/jobs/index.js';
import type { TestDatabase } from './database.js';

/** Table by table: how many rows there are, and a sum over what stands in them. */
export type Fingerprint = Readonly<Record<string, string>>;

/**
 * Of the whole database: equal before and after means that no row of any table was added, changed or taken away.
 * Every table of the program counts, and the jobs of the queue. Not what pg-boss notes of itself, and not the jobs of
 * the dispatch queue, which the time of the day makes while a test runs.
 */
export async function fingerprintOf(database: TestDatabase): Promise<Fingerprint> {
  let sql = statements.get(database);
  if (sql === undefined) {
    sql = await statementFor(database);
    statements.set(database, sql);
  }
  const rows = await database.query<{ name: string; print: string }>(sql);
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

const statements = new WeakMap<TestDatabase, string>();

async function statementFor(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(TABLES);
  const sources = tables.map(({ name }) => ({
    name,
    from: name === JOBS ? `(SELECT * FROM ${JOBS} WHERE name <> '${DISPATCH_QUEUE}')` : name,
  }));
  const parts = sources.map(
    ({ name, from }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(
        sum(hashtextextended(t::text, 0)::numeric), 0) AS print FROM ${from} AS t`,
  );
  return parts.join(' UNION ALL ');
}

const JOBS = 'pgboss.job';

const TABLES = `
  SELECT c.oid::regclass::text AS name FROM pg_class c
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND (c.relnamespace = 'public'::regnamespace OR c.oid = '${JOBS}'::regclass)
  ORDER BY 1`;
