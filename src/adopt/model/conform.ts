import { AdoptionError } from '../adoption-error.js';
import { MODEL, quoted } from '../identifiers.js';
import type { Link } from '../link.js';
import { TABLES } from '../survey/version-one.js';
import { shapeOfTable, type ColumnShape, type Rule } from './table-shape.js';

/**
 * Takes off what holds a table of version 1 to its former keys: foreign keys among version 1's tables, and the primary
 * key where it is to be another one. Before rows are changed: deleting one would take its dependents along.
 * @param from tables that it shall refer to no more
 */
export async function release(link: Link, table: string, from: readonly string[] = TABLES): Promise<void> {
  const [model, actual] = [await shapeOfTable(link, MODEL, table), await shapeOfTable(link, 'public', table)];
  const among = await link.rows<{ name: string }>(AMONG_VERSION_ONE, [table, [...from]]);
  const isGoing = ({ name, kind, text }: Rule): boolean =>
    !model.rules.some((rule) => rule.kind === kind && rule.text === text) &&
    (kind === 'p' || (kind === 'f' && among.some((key) => key.name === name)));
  for (const { name } of actual.rules.filter(isGoing))
    await link.run(`ALTER TABLE public.${table} DROP CONSTRAINT ${quoted(name)} CASCADE`);
}

/** Adds the columns that are missing: those that every row has to fill by itself are empty so far. */
export async function addColumns(link: Link, table: string): Promise<void> {
  const [model, actual] = [await shapeOfTable(link, MODEL, table), await shapeOfTable(link, 'public', table)];
  const missing = model.columns.filter(({ name }) => !actual.columns.some((column) => column.name === name));
  const added = missing.map((column) => {
    const fixed = column.default !== null && !isOfEachRow(column.default);
    return `ADD COLUMN ${quoted(column.name)} ${column.type}${fixed ? ` DEFAULT ${column.default}` : ''}`;
  });
  if (added.length > 0) await link.run(`ALTER TABLE public.${table} ${added.join(', ')}`);
}

/**
 * Makes a filled table what the model says: types, defaults, columns that may not be empty, constraints and indexes under
 * their names. What is not the model's stays.
 * @param without indexes that are left for later
 */
export async function conform(
  link: Link,
  table: string,
  { without = [] }: { readonly without?: readonly string[] } = {},
): Promise<void> {
  const model = await shapeOfTable(link, MODEL, table);
  await conformColumns(link, table, model.columns);
  for (const rule of model.rules.filter(({ kind, name }) => kind !== 'n' && !without.includes(name)))
    await conformRule(link, table, rule);
  for (const rule of model.rules.filter(({ kind }) => kind === 'n')) await conformNotNull(link, table, rule);
}

async function conformColumns(link: Link, table: string, columns: readonly ColumnShape[]): Promise<void> {
  const actual = new Map(
    (await shapeOfTable(link, 'public', table)).columns.map((column) => [column.name, column]),
  );
  const changes = columns.flatMap((column) => {
    const now = actual.get(column.name);
    if (!now) throw new Error(`${table}.${column.name} was not added`);
    const it = `ALTER COLUMN ${quoted(column.name)}`;
    return [
      ...(now.type === column.type ? [] : [typeChange(it, column, now)]),
      ...(now.default === column.default
        ? []
        : [column.default === null ? `${it} DROP DEFAULT` : `${it} SET DEFAULT ${column.default}`]),
      ...(column.notNull && !now.notNull ? [`${it} SET NOT NULL`] : []),
      ...(!column.notNull && now.notNull ? [`${it} DROP NOT NULL`] : []),
    ];
  });
  await demandFilled(
    link,
    table,
    columns.filter(({ notNull }) => notNull),
  );
  if (changes.length > 0) await link.run(`ALTER TABLE public.${table} ${changes.join(', ')}`);
}

/** Version 1 wrote UTC into instants without a zone. */
function typeChange(it: string, { name, type }: ColumnShape, now: ColumnShape): string {
  const isNaive = now.type === 'timestamp without time zone';
  const using = isNaive ? `${quoted(name)} AT TIME ZONE 'UTC'` : `${quoted(name)}::${type}`;
  return `${it} TYPE ${type} USING ${using}`;
}

async function demandFilled(link: Link, table: string, columns: readonly ColumnShape[]): Promise<void> {
  const empty = columns.map(({ name }) => `${quoted(name)} IS NULL`).join(' OR ');
  const which = columns.map(({ name }) => `CASE WHEN ${quoted(name)} IS NULL THEN '${name}' END`).join(', ');
  const rows = await link.rows<{ id: string; which: string }>(
    `SELECT id, concat_ws(', ', ${which}) AS which FROM public.${table} WHERE ${empty} ORDER BY id LIMIT 5`,
  );
  if (rows.length === 0) return;
  const told = rows.map(({ id, which: names }) => `${id} has no ${names}`).join('; ');
  throw new AdoptionError(`${table}: ${told}. Fill it, or delete the row, and run again.`);
}

async function conformRule(link: Link, table: string, rule: Rule): Promise<void> {
  const { rules } = await shapeOfTable(link, 'public', table);
  const same = rules.find(
    ({ kind, text, name }) => kind === rule.kind && text === rule.text && name === rule.name,
  );
  if (same) return;
  const taken = rules.find(({ name }) => name === rule.name);
  if (taken) await rename(link, table, taken, `${taken.name}_v1`);
  const alike = rules.find(({ kind, text }) => kind === rule.kind && text === rule.text);
  if (alike) return rename(link, table, alike, rule.name);
  await addRule(link, table, rule);
}

async function rename(link: Link, table: string, { kind, name }: Rule, to: string): Promise<void> {
  await link.run(
    kind === 'i'
      ? `ALTER INDEX public.${quoted(name)} RENAME TO ${quoted(to)}`
      : `ALTER TABLE public.${table} RENAME CONSTRAINT ${quoted(name)} TO ${quoted(to)}`,
  );
}

export async function addRule(link: Link, table: string, { kind, name, text }: Rule): Promise<void> {
  await link.run(
    kind === 'i'
      ? indexSql(table, name, text)
      : `ALTER TABLE public.${table} ADD CONSTRAINT ${quoted(name)} ${text}`,
  );
}

function indexSql(table: string, name: string, text: string): string {
  const unique = text.startsWith('UNIQUE ');
  const rest = unique ? text.slice('UNIQUE '.length) : text;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoted(name)} ON public.${table} ${rest}`;
}

/** PostgreSQL 18 gives these names, which follow a table that is renamed. */
async function conformNotNull(link: Link, table: string, rule: Rule): Promise<void> {
  const { rules } = await shapeOfTable(link, 'public', table);
  const alike = rules.find(({ kind, text }) => kind === 'n' && text === rule.text);
  if (alike && alike.name !== rule.name) await rename(link, table, alike, rule.name);
}

/** Such as an id: two rows may not have the same. */
function isOfEachRow(expression: string): boolean {
  return expression.includes('uuid_v7()');
}

const AMONG_VERSION_ONE = `
  SELECT f.conname AS name FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
  WHERE f.conrelid = ('public.' || $1)::regclass AND f.contype = 'f' AND t.relnamespace = 'public'::regnamespace
    AND t.relname = ANY ($2)`;
