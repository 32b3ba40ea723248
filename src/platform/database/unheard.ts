import pg, { type PoolClient, type Submittable } from 'pg';

const Query = pg.Query as unknown as new (text: string, values: undefined, done: () => void) => Submittable;

/** pg would keep a result of each of its statements. */
class Unheard extends Query {
  handleCommandComplete(): void {
    // nobody asks
  }
}

/**
 * Sends statements that have no rows, and whose fate shows in what is sent behind them: where they fail, so does that, in
 * the transaction that they were to open.
 */
export function sendUnheard(client: PoolClient, text: string): void {
  client.query(new Unheard(text, undefined, () => undefined));
}
