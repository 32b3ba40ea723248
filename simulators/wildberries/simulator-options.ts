import type { TokenSpec } from './tokens.js';
import type { GroundTruth } from './ground-truth.js';
import type { WorldConfig } from './world-config.js';

/** A moment: Unix milliseconds, a Date, or an ISO 8601 text. */
export type Moment = number | Date | string;

/** Options of the simulator; those of WorldConfig describe every seller's world. */
export interface SimulatorOptions extends Partial<WorldConfig> {
  /** TCP port on 127.0.0.1; 0 (any free one) by default. */
  readonly port?: number;
  /** First simulated now; the clock's by default. The world begins `days` days before it. */
  readonly now?: Moment;
  /** Simulated time runs with the clock; it stands still by default. */
  readonly timeFlows?: boolean;
  /** Unix milliseconds for rate limits and flowing time; the system's by default. */
  readonly clock?: () => number;
  /** Rate limits are on by default. */
  readonly limits?: boolean;
  /** Most rows of one supplier/orders or supplier/sales answer with flag=0; 80000 by default. */
  readonly pageRows?: number;
  /** Status calls that a warehouse_remains task answers before it is done; 1 by default. */
  readonly remainsPolls?: number;
  /** Masks the names of warehouses, as the marketplace does since 2026-08-15; off by default. */
  readonly maskedWarehouses?: boolean;
  /** Sellers with worlds of their own, and what differs there. Others get the default world. */
  readonly sellers?: readonly { readonly sid: string; readonly world?: Partial<WorldConfig> }[];
  /** Waits for 'slow' faults; milliseconds. A timer by default. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** A running simulator. */
export interface WildberriesSimulator {
  /** Base address that stands for every host of the marketplace, e.g. http://127.0.0.1:41234. */
  readonly origin: string;
  close(): Promise<void>;
  /** Makes a token; a seller named in it gets a world of their own from then on. */
  mintToken(spec?: TokenSpec): string;
  /** The simulated now. */
  now(): Date;
  setNow(moment: Moment): void;
  /** Moves simulated time on; milliseconds. */
  advance(ms: number): void;
  /** What a complete sync of the seller must hold now; of the default seller without `sid`. */
  truth(sid?: string): GroundTruth;
}
