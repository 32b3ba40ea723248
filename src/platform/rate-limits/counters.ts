import type { RateLimiterAbstract } from 'rate-limiter-flexible';

export interface CounterOptions {
  /** Sets the keys of one counter apart from those of another. */
  readonly prefix: string;
  /** Spent in `seconds`, counted from the first of them; the next one is refused. */
  readonly points: number;
  readonly seconds: number;
}

/**
 * Makes counters that end by themselves, in the store of the settings. A store that can not be reached is replaced by
 * this process's memory as long as that lasts: a limit that is a little loose, rather than none or no service.
 */
export abstract class Counters {
  abstract counter(options: CounterOptions): RateLimiterAbstract;

  /** Ends what was opened for it. */
  async close(): Promise<void> {
    // nothing was opened
  }
}
