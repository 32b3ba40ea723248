import type { Pool, PoolClient } from 'pg';
import { connect, isBroken } from './connect.js';

/** How long a transaction that nobody reads in any more may wait for the next one. */
const REST_MS = 1;

export interface Taken {
  readonly client: PoolClient;
  /** What has to be said before a transaction is begun: the end of the one before, or nothing. */
  readonly before: 'COMMIT; ' | '';
}

/**
 * Connections of a pool, for transactions that only read. The COMMIT of one travels with the BEGIN of the next: a packet
 * of its own wakes the server for nothing. Where no other comes within a moment, it goes alone.
 */
export class SnapshotConnections {
  private resting: PoolClient[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly pool: Pool) {}

  async take(): Promise<Taken> {
    for (let client = this.resting.pop(); client; client = this.resting.pop()) {
      if (!isBroken(client)) return { client, before: 'COMMIT; ' };
      end(client);
    }
    return { client: await connect(this.pool), before: '' };
  }

  giveBack(client: PoolClient): void {
    // who waits for a connection to write is not to wait for readers who go before them
    if (this.pool.waitingCount > 0) {
      end(client);
      return;
    }
    this.resting.push(client);
    this.timer ??= setTimeout(() => this.endAll(), REST_MS);
  }

  private endAll(): void {
    this.timer = null;
    for (const client of this.resting.splice(0)) end(client);
  }
}

/** Nobody waits for it. */
function end(client: PoolClient): void {
  client.query('COMMIT').then(
    () => client.release(),
    (error: unknown) => client.release(error instanceof Error ? error : true),
  );
}
