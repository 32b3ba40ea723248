import pg, { type PoolClient, type Submittable } from 'pg';

type Ended = (error: Error | null) => void;

const Query = pg.Query as unknown as new (text: string, values: undefined, ended: Ended) => Submittable;

/** pg would keep a result of each of its statements. */
class Unheard extends Query {
  handleCommandComplete(): void {
    // nobody asks
  }
}

/**
 * Sends statements that have no rows, of whose answers nothing is kept.
 * @param ended called before the answer to what is sent behind them is there; with what has failed, or null
 */
export function sendUnheard(client: PoolClient, text: string, ended: Ended): void {
  client.query(new Unheard(text, undefined, ended));
}
