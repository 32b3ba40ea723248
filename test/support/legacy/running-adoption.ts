import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import pg from 'pg';
import type { TestDatabase } from '../database.js';
import { until } from '../program.js';
import { KEY } from './adopting.js';

const DIST = resolve(import.meta.dirname, '../../../dist/src');

/** An adoption under way in a process of its own, to be stopped where a lock of the test's stops it. */
export class RunningAdoption {
  private said = '';
  private readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly database: TestDatabase,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.exited = new Promise((done) => child.once('exit', (code) => done(code)));
  }

  static start(database: TestDatabase, url: string, legacyClients: boolean): RunningAdoption {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ENCRYPTION_KEYS: KEY, LEGACY_CLIENTS: legacyClients ? '1' : '0' };
    const child = spawn(process.execPath, [`${DIST}/cli.js`, 'adopt', '--database-url', url], {
      cwd: resolve(DIST, '../..'),
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return new RunningAdoption(child, database);
  }

  /** Until it waits for a lock. */
  async waits(): Promise<void> {
    await until(async () => {
      if (this.child.exitCode !== null) throw new Error(`It has ended: ${this.said}`);
      return (await this.sessions(`AND wait_event_type = 'Lock'`)) > 0;
    });
  }

  /** Until it waits for a lock of this table. */
  async waitsFor(table: string): Promise<void> {
    await until(
      async () =>
        (await this.sessions(
          `AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_stat_activity.pid AND NOT l.granted AND l.relation = '${table}'::regclass)`,
        )) > 0,
    );
  }

  /**
   * kill -9; and until the server has noticed.
   * @param letGo of what it waits for
   */
  async kill(letGo: () => Promise<void>): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    await letGo();
    await until(async () => (await this.sessions()) === 0);
  }

  async end(): Promise<{ code: number | null; stderr: string }> {
    return { code: await this.exited, stderr: this.said };
  }

  private async sessions(which = ''): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'stock-tracker-%' ${which}`,
    );
    return row?.n ?? 0;
  }
}

/** Keeps everybody else from changing a table, who may read it; until it is let go. */
export async function holding(database: TestDatabase, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client(database.urls.superuser);
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}
