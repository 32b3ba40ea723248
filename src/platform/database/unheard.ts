import type { PoolClient } from 'pg';
import { Query, type Answered } from './query-class.js';

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
export function sendUnheard(client: PoolClient, text: string, ended: Answered): void {
  client.query(new Unheard(text, undefined, ended));
}
