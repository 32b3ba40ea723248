import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../database.js';

const FOLDER = resolve(import.meta.dirname, '../../legacy');

export interface VersionOneOptions {
  /** As the panel's migrations have left it. */
  readonly panel?: boolean;
  /** SQL that makes it a database like nobody else's. */
  readonly change?: string;
  /** Who has made it: adopting as that one hands nothing over. */
  readonly owner?: 'postgres' | 'stocktracker_owner';
}

/** A database of version 1. */
export async function createVersionOne({
  panel = false,
  change = '',
  owner = 'postgres',
}: VersionOneOptions = {}): Promise<TestDatabase> {
  const database = await createDatabase('template1', owner);
  await database.query(MAKE_ROLE);
  const client = new pg.Client(database.urls.superuser);
  await client.connect();
  try {
    await client.query(`SET ROLE ${owner}`);
    await client.query(await readFile(`${FOLDER}/v1-cloud.sql`, 'utf8'));
    if (panel) await client.query(await readFile(`${FOLDER}/v1-panel-shape.sql`, 'utf8'));
    await client.query(change);
  } finally {
    await client.end();
  }
  return database;
}

/** The role that version 1's programs sign in as belongs to the server: two tests may make it at once. */
const MAKE_ROLE = `
  DO $$ BEGIN
    CREATE ROLE stocktracker LOGIN PASSWORD 'legacy';
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`;

/** Where the programs of version 1 sign in. */
export function legacyUrl({ urls }: TestDatabase): string {
  const url = new URL(urls.superuser);
  url.username = 'stocktracker';
  url.password = 'legacy';
  return url.toString();
}
