import type { QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';
import { ownerDataSource } from './owner-data-source.js';

/**
 * The migrations that make the tables, without policies and without what came later. A database of version 1 is brought
 * to where they end; the others run on it as on any.
 */
const BASELINE = MIGRATIONS.slice(0, 3);
/** A name ends in when it was written, in milliseconds; that is also their order. */
const DIGITS_OF_TIME = 13;

type Query = (sql: string) => Promise<unknown>;

/** Runs them on a connection of the caller's, in whatever schema comes first in its search_path. */
export async function runBaseline(query: Query): Promise<void> {
  for (const Migration of BASELINE) await new Migration().up(runnerOf(query));
}

/** Notes that they have run, without running them. Doing it twice does nothing. */
export async function noteBaseline(ownerUrl: string): Promise<void> {
  const dataSource = await ownerDataSource(ownerUrl, BASELINE).initialize();
  try {
    await dataSource.runMigrations({ fake: true, transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

/** A migration behind the baseline. */
export interface LaterMigration {
  readonly name: string;
  readonly timestamp: number;
  /** In a transaction of the caller's, who notes it in that. */
  readonly up: (query: Query) => Promise<void>;
}

export function laterMigrations(): readonly LaterMigration[] {
  return MIGRATIONS.slice(BASELINE.length).map((Migration) => {
    const migration = new Migration();
    const { name } = migration;
    return {
      name,
      timestamp: Number(name.slice(-DIGITS_OF_TIME)),
      up: (query) => migration.up(runnerOf(query)),
    };
  });
}

/** Tables that any migration makes, whether or not it has run. */
export async function tablesOfMigrations(): Promise<ReadonlySet<string>> {
  const made = (await textOf(MIGRATIONS)).matchAll(/\bCREATE (?:UNLOGGED )?TABLE (\w+)/g);
  return new Set(['migrations', ...[...made].flatMap(([, name]) => name ?? [])]);
}

/** Extensions that any migration makes where they are missing. */
export async function extensionsOfMigrations(): Promise<string[]> {
  const made = (await textOf(MIGRATIONS)).matchAll(/\bCREATE EXTENSION IF NOT EXISTS (\w+)/g);
  return [...new Set([...made].flatMap(([, name]) => name ?? []))];
}

/** The types of the columns of a table as the baseline makes it, by column: known before there is such a table. */
export async function columnTypesOfBaseline(table: string): Promise<ReadonlyMap<string, string>> {
  const [, body = ''] =
    new RegExp(`CREATE TABLE ${table} \\((.*?)\\n *\\)`, 's').exec(await textOf(BASELINE)) ?? [];
  const columns = body.matchAll(/^ *([a-z_]+) ([a-z_]+(?:\([\d,]+\))?)/gm);
  return new Map([...columns].map(([, name = '', type = '']) => [name, type]));
}

/** The columns that a table has when all migrations have run, as far as they were ever added. */
export async function columnsOfMigrations(table: string): Promise<string[]> {
  const changes = (await textOf(MIGRATIONS)).matchAll(new RegExp(`ALTER TABLE ${table}\\b(.*?);`, 'gs'));
  const added = [...changes].flatMap(([, change = '']) => [...change.matchAll(/\bADD COLUMN (\w+)/g)]);
  return [...(await columnTypesOfBaseline(table)).keys(), ...added.flatMap(([, name]) => name ?? [])];
}

/** Without comments. */
async function textOf(migrations: typeof MIGRATIONS): Promise<string> {
  const texts: string[] = [];
  const runner = runnerOf(async (sql) => {
    texts.push(sql);
    return [];
  });
  for (const Migration of migrations) await new Migration().up(runner);
  return texts.join('\n').replaceAll(/--.*$/gm, '');
}

/** Migrations ask nothing of a runner but to run SQL. */
function runnerOf(query: Query): QueryRunner {
  return { query } as unknown as QueryRunner;
}
