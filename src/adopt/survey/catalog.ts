import { BRIDGE, listed, WORK } from '../identifiers.js';
import type { Link } from '../link.js';
import { TABLES } from './version-one.js';

export interface Relation {
  readonly name: string;
  /** r: table, v: view, m: materialized view, p: partitioned table, f: foreign table. */
  readonly kind: string;
  readonly owner: string;
  /** Of a table: whether it is a plain one, without parents, children or row-level security. */
  readonly plain: boolean;
}

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly filled: boolean;
  /** Whether it follows from the others of its row; whether it counts up by a sequence of its own. */
  readonly generated: boolean;
  readonly counted: boolean;
}

/** Something that hangs on a table. */
export interface Dependent {
  readonly table: string;
  readonly name: string;
  /** Of a foreign key and of a view: where it stands. Of a trigger: its function. */
  readonly of: string;
}

/** What the catalogs say of a database. */
export interface Catalog {
  readonly relations: readonly Relation[];
  readonly columns: readonly Column[];
  /** Foreign keys to tables of the schema public. */
  readonly foreignKeys: readonly Dependent[];
  /** Views and rules that read tables of the schema public. */
  readonly readers: readonly Dependent[];
  /** Triggers and rules. */
  readonly triggers: readonly Dependent[];
  readonly schemas: readonly string[];
  /** Other schemas that have tables of version 1's names. */
  readonly elsewhere: readonly string[];
  /** Migrations of ours that have run. */
  readonly migrations: readonly string[];
}

export async function readCatalog(link: Link): Promise<Catalog> {
  const relations = await link.rows<Relation>(RELATIONS);
  const hasMigrations = relations.some(({ name, kind }) => name === 'migrations' && kind === 'r');
  return {
    relations,
    columns: await link.rows<Column>(COLUMNS),
    foreignKeys: await link.rows<Dependent>(FOREIGN_KEYS),
    readers: await link.rows<Dependent>(READERS),
    triggers: await link.rows<Dependent>(TRIGGERS),
    schemas: (await link.rows<{ name: string }>(SCHEMAS)).map(({ name }) => name),
    elsewhere: (await link.rows<{ name: string }>(ELSEWHERE, [TABLES])).map(({ name }) => name),
    migrations: hasMigrations ? await migrationsOf(link) : [],
  };
}

async function migrationsOf(link: Link): Promise<string[]> {
  // a table of somebody else's may have the name
  const rows = await link.rows<{ name: string | null }>(
    `SELECT to_jsonb(m) ->> 'name' AS name FROM public.migrations m`,
  );
  return rows.flatMap(({ name }) => name ?? []);
}

const RELATIONS = `
  SELECT c.relname AS name, c.relkind::text AS kind, pg_get_userbyid(c.relowner) AS owner,
    NOT c.relispartition AND NOT c.relrowsecurity AND c.relpersistence = 'p'
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
      AND NOT EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)) AS plain
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname`;

const COLUMNS = `
  SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
    a.atthasdef OR a.attidentity <> '' AS filled, a.attgenerated <> '' AS generated,
    pg_get_serial_sequence(c.oid::regclass::text, a.attname) IS NOT NULL AS counted
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attnum`;

const FOREIGN_KEYS = `
  SELECT t.relname AS table, f.conname AS name, f.conrelid::regclass::text AS of
  FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
  WHERE f.contype = 'f' AND t.relnamespace = 'public'::regnamespace
  ORDER BY 1, 2, 3`;

const READERS = `
  SELECT DISTINCT t.relname AS table, v.relname AS name, v.oid::regclass::text AS of
  FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class v ON v.oid = r.ev_class
    JOIN pg_class t ON d.refclassid = 'pg_class'::regclass AND t.oid = d.refobjid
  WHERE t.relnamespace = 'public'::regnamespace AND t.oid <> v.oid
  ORDER BY 1, 2`;

const TRIGGERS = `
  SELECT t.relname AS table, g.tgname AS name, p.proname AS of
  FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
  WHERE t.relnamespace = 'public'::regnamespace AND NOT g.tgisinternal
  UNION ALL
  SELECT t.relname, r.rulename, 'rule' FROM pg_rewrite r JOIN pg_class t ON t.oid = r.ev_class
  WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
  ORDER BY 1, 2`;

const ELSEWHERE = `
  SELECT relnamespace::regnamespace::text AS name FROM pg_class
  WHERE relkind = 'r' AND relname = ANY ($1) AND relnamespace NOT IN ('public'::regnamespace, 'pg_catalog'::regnamespace)
    AND relpersistence <> 't'
  GROUP BY relnamespace HAVING count(*) > 1 ORDER BY 1`;

const SCHEMAS = `SELECT nspname AS name FROM pg_namespace WHERE nspname IN (${listed([WORK, BRIDGE])})`;
