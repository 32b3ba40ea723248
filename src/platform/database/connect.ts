import type { Pool, PoolClient } from 'pg';

const listened = new WeakSet<Pool>();
const heard = new WeakSet<PoolClient>();
const broken = new WeakSet<PoolClient>();

/**
 * A connection that breaks while it is in use says so to whoever waits for its answer; as an event it is no news, and
 * unheard it would end the process. Heard from when it is taken out of the pool, and not from when its taker goes on: a
 * server that goes down may say so in the packet of its last answer.
 */
export function hearBreaks(pool: Pool): void {
  if (listened.has(pool)) return;
  listened.add(pool);
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', () => broken.add(client));
  });
}

export function connect(pool: Pool): Promise<PoolClient> {
  hearBreaks(pool);
  return pool.connect();
}

export function isBroken(client: PoolClient): boolean {
  return broken.has(client);
}
