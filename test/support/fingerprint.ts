import type { TestDatabase } from './database.js';

/** Table by table: how many rows there are, and a sum over what stands in them. */
export type Fingerprint = Readonly<Record<string, string>>;

/**
 * Of the whole database: equal before and after means that no row of any table was added, changed or taken away.
 * Every table of the program counts, and the jobs of the queue; not what pg-boss notes of itself.
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
  const parts = tables.map(
    ({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(
        sum(hashtextextended(t::text, 0)::numeric), 0) AS print FROM ${name} AS t`,
  );
  return parts.join(' UNION ALL ');
}

const TABLES = `
  SELECT c.oid::regclass::text AS name FROM pg_class c
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND (c.relnamespace = 'public'::regnamespace OR c.oid = 'pgboss.job'::regclass)
  ORDER BY 1`;
