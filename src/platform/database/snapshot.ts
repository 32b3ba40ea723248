import { readRows } from './prepared-read.js';
import type { SnapshotConnections, Taken } from './snapshot-connections.js';
import type { Statement } from './statement.js';
import { sendUnheard } from './unheard.js';

const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * One read-only repeatable-read transaction, opened at the first read: every field of an answer belongs to the same
 * moment. Opening, settings and first statement leave in one go (the connection is pipelined).
 */
export class Snapshot {
  private taken: Promise<Taken> | null = null;
  private opened = false;
  private refusal: Error | null = null;
  private closed = false;

  constructor(
    private readonly connections: SnapshotConnections,
    private readonly settings: string | null,
  ) {}

  async rows<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    if (this.closed) throw new Error('The request that this snapshot belonged to is over');
    this.taken ??= this.connections.take();
    const taken = await this.taken;
    const send = () => readRows(taken.client, statement, values);
    const rows = await (this.opened ? send() : this.openWith(taken, send));
    // without its settings a statement finds nothing, which is no answer
    if (this.refusal) throw this.refusal;
    return rows;
  }

  /** In one packet: each one wakes the server, and costs more than the statement that opens the transaction. */
  private openWith<Answer>({ client, before }: Taken, send: () => Answer): Answer {
    const { stream } = client.connection;
    stream.cork();
    try {
      const begin = before + BEGIN;
      this.opened = true;
      sendUnheard(client, this.settings ? `${begin}; ${this.settings}` : begin, (error) => {
        this.refusal = error ?? null;
      });
      return send();
    } finally {
      stream.uncork();
    }
  }

  /** Gives the connection back; nobody waits for it. */
  close(): void {
    this.closed = true;
    this.taken?.then(
      ({ client }) => this.connections.giveBack(client),
      () => undefined,
    );
  }
}
