import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Secrets } from './secrets.js';

const HOST = '127.0.0.1';
/** Held for as long as a program uses the server: tells a server in use from one that a killed program left. */
export const IN_USE_LOCK = 7_305_001;

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Whether a program has it that lives. */
  readonly isInUse: boolean;
}

/** The server that runs on these data, if one does. */
export async function findRunningServer(data: string, secrets: Secrets): Promise<RunningServer | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port) return null;
  const client = new pg.Client({ host: HOST, port, user: 'postgres', password: secrets.superuserPassword });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return null; // nobody there: a stale file, which PostgreSQL knows how to judge
  }
  try {
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
      IN_USE_LOCK,
    ]);
    return { pid, port, isInUse: rows[0]?.free !== true };
  } finally {
    await client.end().catch(() => undefined);
  }
}
