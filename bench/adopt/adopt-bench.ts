import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { DoneStep } from '../../src/adopt/index.js';
import { MemoryWatch, type Memory } from '../measure/memory.js';
import { numberText } from '../measure/table.js';
import type { Options } from '../options.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import {
  KEYS,
  productsSql,
  salesSql,
  stockSql,
  usersSql,
  versionOneSize,
  WITHOUT_KEYS,
  type VersionOneSize,
} from './version-one.sql.js';

export interface AdoptFigures {
  readonly size: VersionOneSize;
  readonly steps: readonly DoneStep[];
  /** From the start of the command to its end, the report before included. */
  readonly seconds: number;
  readonly megabytesBefore: number;
  readonly megabytesAfter: number;
  /** Of the command; null where the system does not tell. */
  readonly memory: Memory | null;
}

const DATABASE = 'version_one';
/** The same tables that the tests adopt. */
const SHAPE = 'test/legacy/v1-cloud.sql';
const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';

/** Takes over a large database of version 1, as whoever runs the service does: by the command. */
export async function adoptBench(database: BenchDatabase, { scale }: Options): Promise<AdoptFigures> {
  await database.query(`CREATE DATABASE ${DATABASE}`);
  const url = Object.assign(new URL(database.superuserUrl), { pathname: `/${DATABASE}` }).toString();
  const size = versionOneSize(scale);
  await makeVersionOne(url, size);
  const megabytesBefore = await megabytes(database);
  const { steps, seconds, memory } = await adopt(url);
  return { size, steps, seconds, megabytesBefore, megabytesAfter: await megabytes(database), memory };
}

async function makeVersionOne(url: string, size: VersionOneSize): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      DO $$ BEGIN CREATE ROLE stocktracker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    await client.query(await readFile(SHAPE, 'utf8'));
    await client.query(`SET jit = off; SET maintenance_work_mem = '256MB'; ${WITHOUT_KEYS}`);
    const parts = { users: usersSql, products: productsSql, sales: salesSql, 'stock records': stockSql };
    for (const [what, sql] of Object.entries(parts)) {
      const { rowCount } = await client.query(sql(size));
      console.log(`  ${what}: ${numberText(rowCount ?? 0)}`);
    }
    await client.query(KEYS);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

async function adopt(url: string): Promise<Pick<AdoptFigures, 'steps' | 'seconds' | 'memory'>> {
  const from = performance.now();
  const child = spawn(process.execPath, [CLI, 'adopt', '--database-url', url, '--json'], {
    env: { ...process.env, ENCRYPTION_KEYS: KEY, LEGACY_CLIENTS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const memory = await MemoryWatch.start(child.pid ?? 0);
  const [said, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  const seconds = (performance.now() - from) / 1000;
  const measured = memory && (await memory.end());
  if (code !== 0) throw new Error(`The adoption ended with ${String(code)}`);
  const { steps } = JSON.parse(said) as { steps: DoneStep[] };
  return { steps, seconds, memory: measured };
}

async function megabytes(database: BenchDatabase): Promise<number> {
  const [row] = await database.query<{ bytes: string }>('SELECT pg_database_size($1) AS bytes', [DATABASE]);
  return Number(row?.bytes) / 1e6;
}
