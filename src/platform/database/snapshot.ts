import type { PoolClient } from 'pg';
import type { Statement } from './statement.js';

/**
 * One read-only repeatable-read transaction, opened at the first read: every field of an answer belongs to the same
 * moment. Opening, settings and first statement leave in one go (the connection is pipelined).
 */
export class Snapshot {
  private client: Promise<PoolClient> | null = null;
  private opening: Promise<unknown> | null = null;
  private closed = false;

  constructor(
    private readonly connect: () => Promise<PoolClient>,
    private readonly settings: string | null,
  ) {}

  async rows<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    if (this.closed) throw new Error('The request that this snapshot belonged to is over');
    this.client ??= this.connect();
    const client = await this.client;
    const send = () => client.query<Row & object>({ ...statement, values: [...values] });
    const { rows } = await (this.opening ? send() : this.openWith(client, send));
    return rows;
  }

  /** In one packet: each one wakes the server, and costs more than the statement that opens the transaction. */
  private openWith<Answer>(client: PoolClient, send: () => Answer): Answer {
    const { stream } = client.connection;
    stream.cork();
    try {
      const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
      this.opening = client.query(this.settings ? `${begin}; ${this.settings}` : begin);
      this.opening.catch(() => undefined); // the statement sent behind it fails too, and is awaited
      return send();
    } finally {
      stream.uncork();
    }
  }

  /** Gives the connection back; nobody waits for it. */
  close(): void {
    this.closed = true;
    if (!this.client) return;
    void this.client.then(
      async (client) => {
        try {
          await client.query('COMMIT');
          client.release();
        } catch (error) {
          client.release(error instanceof Error ? error : true);
        }
      },
      () => undefined,
    );
  }
}
