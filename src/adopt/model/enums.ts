import { listed, quoted } from '../identifiers.js';
import type { Link } from '../link.js';

/** A column whose type is an enum of the schema public. */
export interface EnumColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly labels: readonly string[];
  /** Makes a label out of the value that is there. */
  readonly fold: (value: string) => string;
  readonly default: string;
}

/** Gives a column an enum of these labels and no others, whatever it was before: people have several of them. */
export async function rebuildEnum(
  link: Link,
  { table, column, type, labels, fold, default: otherwise }: EnumColumn,
): Promise<void> {
  const it = `ALTER TABLE public.${table} ALTER COLUMN ${column}`;
  const former = await typeOf(link, table, column);
  if (former === type && (await hasLabels(link, type, labels))) return;
  await link.run(`${it} DROP DEFAULT; ${it} TYPE text USING ${fold(`${column}::text`)}`);
  await makeEnum(link, type, labels);
  await link.run(
    `${it} TYPE public.${type} USING ${column}::public.${type}; ${it} SET DEFAULT '${otherwise}'`,
  );
  await dropUnusedTypes(link, [former, `${type}_v1`]);
}

/** Makes the type, or leaves it where it has these labels. One that has others goes aside for whoever uses it. */
export async function makeEnum(link: Link, type: string, labels: readonly string[]): Promise<void> {
  if (await hasLabels(link, type, labels)) return;
  if ((await labelsOf(link, type)).length > 0)
    await link.run(`ALTER TYPE public.${quoted(type)} RENAME TO ${quoted(`${type}_v1`)}`);
  await link.run(`CREATE TYPE public.${quoted(type)} AS ENUM (${listed(labels)})`);
}

/** Enums that no column has any more; what else depends on one keeps it. */
export async function dropUnusedTypes(link: Link, types: readonly string[]): Promise<void> {
  const unused = await link.rows<{ name: string }>(UNUSED, [types]);
  for (const { name } of unused) await link.run(`DROP TYPE public.${quoted(name)}`);
}

async function hasLabels(link: Link, type: string, labels: readonly string[]): Promise<boolean> {
  return (await labelsOf(link, type)).join() === labels.join();
}

async function labelsOf(link: Link, type: string): Promise<string[]> {
  const rows = await link.rows<{ label: string }>(
    `SELECT e.enumlabel AS label FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
     WHERE t.typname = $1 AND t.typnamespace = 'public'::regnamespace ORDER BY e.enumsortorder`,
    [type],
  );
  return rows.map(({ label }) => label);
}

async function typeOf(link: Link, table: string, column: string): Promise<string> {
  const { type } = await link.one<{ type: string }>(
    `SELECT t.typname AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = ('public.' || $1)::regclass AND a.attname = $2`,
    [table, column],
  );
  return type;
}

const UNUSED = `
  SELECT t.typname AS name FROM pg_type t
  WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e' AND t.typname = ANY ($1) AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
      AND d.deptype NOT IN ('i', 'a'))`;
