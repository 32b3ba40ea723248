import { MIGRATIONS } from '../../../migrations/index.js';
import { WORK } from '../identifiers.js';
import { MONTHLY } from '../steps/months.js';
import type { Catalog } from './catalog.js';
import {
  BACKUP,
  BACKUP_COLUMNS,
  isOfKind,
  PANEL,
  PANEL_ADDED,
  TABLES,
  UPDATED_AT_FUNCTION,
  VERSION_ONE,
  VIEWS,
  type Kind,
  type Table,
} from './version-one.js';

/** A database of version 1 as it was found. */
export interface VersionOne {
  readonly kind: 'version 1';
  /** Which tables are as the panel's migrations have left them. */
  readonly panel: readonly (keyof typeof PANEL)[];
  readonly hasBackup: boolean;
  /** What version 1 never had, and keeps: columns of its tables by table, and whole tables. */
  readonly ownColumns: Readonly<Partial<Record<Table, readonly string[]>>>;
  readonly ownTables: readonly string[];
}

export type Shape =
  | VersionOne
  | { readonly kind: 'empty' | 'adopted' | 'unfinished' }
  /** Neither of these; in a line each, what is strange about it, and what can be done. */
  | { readonly kind: 'strange'; readonly strange: readonly string[] };

/** Tables whose key changes, so that nothing else may refer to them. */
const ANCHORED: readonly string[] = ['tenants', 'users'];

/** What a database is, judged by its catalogs. */
export function shapeOf(catalog: Catalog): Shape {
  if (catalog.schemas.includes(WORK)) return { kind: 'unfinished' };
  if (catalog.migrations.includes(MIGRATIONS[0]?.name ?? '')) return { kind: 'adopted' };
  const [elsewhere] = catalog.elsewhere;
  if (elsewhere !== undefined && !catalog.relations.some(({ name }) => name === 'users'))
    return { kind: 'strange', strange: [inSchema(elsewhere)] };
  if (catalog.relations.length === 0) return { kind: 'empty' };
  return versionOneOf(catalog);
}

const inSchema = (schema: string): string =>
  `Its tables are in the schema ${schema}, and both versions look for them in public. Move them there (ALTER TABLE ${schema}.users SET SCHEMA public, and so on, with their types and functions).`;

function versionOneOf(catalog: Catalog): Shape {
  const panel = (Object.keys(PANEL) as (keyof typeof PANEL)[]).filter((table) => isOfPanel(catalog, table));
  const expected: Record<string, Columns> = { ...VERSION_ONE };
  for (const table of panel) expected[table] = PANEL[table];
  const hasBackup = catalog.relations.some(({ name, kind }) => name === BACKUP && kind === 'r');
  if (hasBackup) expected[BACKUP] = BACKUP_COLUMNS;
  const strange = [
    ...Object.entries(expected).flatMap(([table, columns]) => strangeTable(catalog, table, columns)),
    ...strangeDependents(catalog),
    ...strangeReferences(catalog, [...Object.keys(MONTHLY), ...panel]),
  ];
  if (strange.length > 0) return { kind: 'strange', strange };
  const isOwn = (name: string): boolean => !(name in expected) && !VIEWS.includes(name);
  return {
    kind: 'version 1',
    panel,
    hasBackup,
    ownColumns: ownColumnsOf(catalog, expected),
    ownTables: catalog.relations.filter(({ name }) => isOwn(name)).map(({ name }) => name),
  };
}

type Columns = Readonly<Record<string, Kind>>;

function isOfPanel({ columns }: Catalog, table: keyof typeof PANEL): boolean {
  const telling = table === 'subscriptions' ? 'has_access' : 'token_hash';
  return columns.some((column) => column.table === table && column.name === telling);
}

function strangeTable({ relations, columns }: Catalog, table: string, expected: Columns): string[] {
  const relation = relations.find(({ name }) => name === table);
  if (!relation) return [`There is no table ${table}.`];
  if (relation.kind !== 'r' || !relation.plain)
    return [
      `${table} is no plain table: it is partitioned, inherited, unlogged or under row-level security.`,
    ];
  const actual = new Map(
    columns.filter((column) => column.table === table).map((column) => [column.name, column]),
  );
  const wrong = Object.entries(expected).flatMap(([name, kind]) => {
    const column = actual.get(name);
    if (!column) return isLaterOfPanel(table, name) ? [] : [`${table} has no column ${name}.`];
    return isOfKind(column.type, kind) ? [] : [`${table}.${name} is of the type ${column.type}.`];
  });
  const demanding = [...actual.values()]
    .filter(({ name, notNull, filled }) => !(name in expected) && notNull && !filled && table !== BACKUP)
    .map(({ name }) => `${table}.${name} is a column of your own that may not be empty. Give it a default.`);
  const dependent = [...actual.values()]
    .filter(
      ({ name, generated, counted }) =>
        !(name in expected) && table !== BACKUP && (generated || (counted && isReplaced(table, expected))),
    )
    .map(
      ({ name, generated }) =>
        `${table}.${name} is a column of your own that ${generated ? 'is generated' : 'counts by itself'}. Drop it before, and make it anew after.`,
    );
  return [...wrong, ...demanding, ...dependent];
}

/** Whether it is written anew: what belongs to the old one goes with that. */
const isReplaced = (table: string, expected: Columns): boolean =>
  table in MONTHLY || Object.values(PANEL).includes(expected);

const isLaterOfPanel = (table: string, column: string): boolean =>
  table === 'subscriptions' && PANEL_ADDED.includes(column);

function strangeDependents({ relations, foreignKeys, readers, triggers }: Catalog): string[] {
  const isTable = (name: string): boolean => (TABLES as readonly string[]).includes(name);
  const held = (TABLES as readonly string[]).filter((table) => !ANCHORED.includes(table));
  return [
    ...foreignKeys
      .filter(({ table, of }) => held.includes(table) && !isTable(of))
      .map(
        ({ table, name, of }) =>
          `${of} refers to ${table} by the foreign key ${name}. Drop it before, and make it anew after.`,
      ),
    ...readers
      .filter(({ table, name }) => isTable(table) && !VIEWS.includes(name))
      .map(({ table, of }) => `The view ${of} reads ${table}. Drop it before, and make it anew after.`),
    ...triggers
      .filter(({ table, of }) => isTable(table) && of !== UPDATED_AT_FUNCTION)
      .map(
        ({ table, name }) =>
          `${table} has a trigger or a rule of your own, ${name}. Drop it before, and make it anew after.`,
      ),
    ...relations
      .filter(({ name, kind }) => VIEWS.includes(name) && kind !== 'v')
      .map(({ name }) => `${name} is no view.`),
  ];
}

/** Of tables that are written anew: whether their owner may refer to people's own tables is not known. */
function strangeReferences({ foreignKeys }: Catalog, replaced: readonly string[]): string[] {
  return foreignKeys
    .filter(({ table, of }) => replaced.includes(of) && !(TABLES as readonly string[]).includes(table))
    .map(
      ({ table, name, of }) =>
        `${of} refers to your ${table} by the foreign key ${name}. Drop it before, and make it anew after.`,
    );
}

function ownColumnsOf(
  { columns }: Catalog,
  expected: Readonly<Record<string, Columns>>,
): VersionOne['ownColumns'] {
  const own = columns.filter(
    ({ table, name }) => table !== BACKUP && expected[table] && !(name in expected[table]),
  );
  return Object.fromEntries(
    [...Map.groupBy(own, ({ table }) => table)].map(([table, group]) => [
      table,
      group.map(({ name }) => name),
    ]),
  );
}
