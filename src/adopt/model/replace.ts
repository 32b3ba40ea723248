import { listed, MODEL, quoted, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { addRule } from './conform.js';
import { shapeOfTable, type Rule } from './table-shape.js';

/** A table that is put in the place of version 1's, without its keys until it is filled. */
export interface Replacement {
  /** Where version 1's table is by now. */
  readonly old: string;
  /** Columns of people's own, which the new table has too. */
  readonly own: readonly string[];
  /** Constraints and indexes to be made once it is filled: at once, and not row by row. */
  readonly keys: readonly Rule[];
}

/**
 * Puts the model's table in the place of version 1's, which goes aside and stays until the end. For tables that are
 * partitioned from now on, and for those that the panel has made quite different.
 */
export async function replace(link: Link, table: string, own: readonly string[]): Promise<Replacement> {
  const { rules } = await shapeOfTable(link, MODEL, table);
  const keys = rules.filter(({ kind }) => 'puif'.includes(kind));
  const former = await ownThings(link, table, own, keys);
  await link.run(`
    ALTER TABLE public.${table} SET SCHEMA ${WORK};
    ALTER TABLE ${WORK}.${table} RENAME TO ${table}_v1;
    ALTER TABLE ${MODEL}.${table} SET SCHEMA public`);
  for (const { name } of keys.filter(({ kind }) => kind !== 'i'))
    await link.run(`ALTER TABLE public.${table} DROP CONSTRAINT ${quoted(name)}`);
  for (const { name } of keys.filter(({ kind }) => kind === 'i'))
    await link.run(`DROP INDEX public.${quoted(name)}`);
  for (const sql of former.columns) await link.run(sql);
  for (const grant of former.grants) await link.run(grant);
  return { old: `${WORK}.${table}_v1`, own, keys: [...keys, ...former.indexes] };
}

/** The keys of the model, and people's own indexes. */
export async function putKeysBack(link: Link, table: string, { keys }: Replacement): Promise<void> {
  for (const kind of ['p', 'u', 'i', 'f']) {
    for (const rule of keys.filter((key) => key.kind === kind)) await addRule(link, table, rule);
  }
}

/** What people have added to a table of version 1: columns, indexes that are no keys, rights of other roles. */
async function ownThings(
  link: Link,
  table: string,
  own: readonly string[],
  keys: readonly Rule[],
): Promise<{ columns: string[]; indexes: Rule[]; grants: string[] }> {
  const { columns, rules } = await shapeOfTable(link, 'public', table);
  const grants = await link.rows<{ sql: string }>(GRANTS, [`public.${table}`]);
  return {
    columns: columns
      .filter(({ name }) => own.includes(name))
      .map(
        (column) =>
          `ALTER TABLE public.${table} ADD COLUMN ${quoted(column.name)} ${column.type}` +
          (column.default === null ? '' : ` DEFAULT ${column.default}`) +
          (column.notNull ? ' NOT NULL' : ''),
      ),
    // a name of the model's is the model's index
    indexes: rules.filter(
      ({ kind, name, text }) =>
        kind === 'i' && !text.startsWith('UNIQUE ') && !keys.some((key) => key.name === name),
    ),
    grants: grants.map(({ sql }) => sql),
  };
}

/** To others than the programs of version 1, whose rights are given or taken for all tables at once. */
const GRANTS = `
  SELECT format('GRANT %s ON %s TO %I', string_agg(a.privilege_type, ', '), c.oid::regclass, r.rolname) AS sql
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
  WHERE c.oid = $1::regclass AND a.grantee <> c.relowner AND r.rolname NOT IN (${listed(['stocktracker'])})
  GROUP BY c.oid, r.rolname`;
