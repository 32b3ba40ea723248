import type { Pool, PoolClient } from 'pg';

const heard = new WeakSet<PoolClient>();
const broken = new WeakSet<PoolClient>();

/** A connection that breaks while it is in use says so to whoever waits for its answer; as an event it is no news. */
export async function connect(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  if (!heard.has(client)) {
    heard.add(client);
    client.on('error', () => broken.add(client));
  }
  return client;
}

export function isBroken(client: PoolClient): boolean {
  return broken.has(client);
}
