import type { Pool } from 'pg';
import type { PreparedCall } from './own-statements.js';

export type Row = Readonly<Record<string, unknown>>;
export type Run = (call: PreparedCall) => Promise<Row[]>;
/** Gives the work what it reads by, and ends that when the work is done. */
export type Read = <Result>(work: (run: Run) => Promise<Result>) => Promise<Result>;

/** Each statement for itself, on any connection. */
export function readPlain(pool: Pool): Read {
  return (work) => work(async (call) => (await pool.query<Row>(call)).rows);
}

/** As the application reads: in one snapshot with its settings, opened in one go with the first statement. */
export function readBehindWalls(pool: Pool, settings: string): Read {
  return async (work) => {
    const client = await pool.connect();
    const opened = client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}`);
    opened.catch(() => undefined); // the statement sent behind it fails too, and is awaited
    try {
      return await work(async (call) => (await client.query<Row>(call)).rows);
    } finally {
      // nobody waits for the end, as in the application
      client.query('COMMIT').then(
        () => client.release(),
        (error: unknown) => client.release(error instanceof Error ? error : true),
      );
    }
  };
}
