import type { Answer } from './answer.js';
import type { ProblemPlace } from './problems.js';
import type { Seller } from './sellers.js';
import type { TokenClaims } from './tokens.js';

/** An admitted call, as a method sees it. */
export interface Call {
  readonly seller: Seller;
  readonly claims: TokenClaims;
  /** Simulated now, Unix milliseconds. */
  readonly nowMs: number;
  readonly place: ProblemPlace;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** Names of warehouses are masked. */
  readonly masked: boolean;
  /** Rows already sent are sent again before new ones. */
  readonly repeatRows: boolean;
}

export type Handler = (call: Call) => Answer;

/** How many old rows the fault 'repeatLastRows' sends again. */
export const REPEATED_ROWS = 10;
