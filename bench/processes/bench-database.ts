import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readEnvironment, type Environment } from '../../src/config/environment.js';
import type { Settings } from '../../src/config/settings.js';
import { prepareDatabases } from '../../src/platform/database/prepare-databases.js';
import { settingsOf } from '../../src/start-process.js';
import { serverSeconds } from '../measure/processor.js';

/** Several servers stand side by side, each with a pool of its own. */
const CONNECTIONS = 300;

/** An embedded server with its usual settings (fsync on) in a folder that goes with it. */
export class BenchDatabase {
  private static readonly running = new Set<BenchDatabase>();

  private constructor(
    /** For applications on this database. */
    readonly settings: Settings,
    /** Past row-level security: to arrange and to look. */
    readonly superuserUrl: string,
    private readonly pool: pg.Pool,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<BenchDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'stock-tracker-bench-'));
    // for root the server runs as another user, who has to reach it
    await chmod(folder, 0o755);
    const env = readEnvironment({
      DATA_DIR: folder,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      WB_LIMITS: 'off',
      RATE_LIMITS: 'off',
    });
    await allowManyConnections(env);
    const databases = await prepareDatabases(env);
    const { embedded, app, system } = databases;
    if (!embedded) throw new Error('The benchmark runs on a database of its own');
    const settings = { ...settingsOf(env, databases), databases: { app, system } };
    const superuserUrl = embedded.url('postgres', embedded.secrets.superuserPassword, 'stocktracker');
    const pool = new pg.Pool({ connectionString: superuserUrl, max: 2 });
    pool.on('error', () => undefined);
    const database = new BenchDatabase(settings, superuserUrl, pool, async () => {
      await pool.end();
      await embedded.stop();
      for (const used of new Set([folder, embedded.home])) await rm(used, { recursive: true, force: true });
    });
    BenchDatabase.running.add(database);
    return database;
  }

  /** Measured processes go with the one that began them; servers would stay. */
  static async endAll(): Promise<void> {
    await Promise.all([...BenchDatabase.running].map((database) => database.end()));
  }

  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }

  /** Seconds of processor time that the server has taken; null where the system does not tell. */
  async cpuSeconds(): Promise<number | null> {
    const [row] = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return row ? serverSeconds(row.pid) : null;
  }

  async version(): Promise<string> {
    const [row] = await this.query<{ server_version: string }>('SHOW server_version');
    return row?.server_version ?? 'unknown';
  }

  async end(): Promise<void> {
    if (BenchDatabase.running.delete(this)) await this.stop();
  }
}

/** A setting that a server reads when it starts: so it is started twice. */
async function allowManyConnections(env: Environment): Promise<void> {
  const { embedded } = await prepareDatabases(env);
  if (!embedded) return;
  const client = new pg.Client({
    connectionString: embedded.url('postgres', embedded.secrets.superuserPassword, 'postgres'),
  });
  await client.connect();
  await client.query(`ALTER SYSTEM SET max_connections = ${CONNECTIONS}`);
  await client.end();
  await embedded.stop();
}
