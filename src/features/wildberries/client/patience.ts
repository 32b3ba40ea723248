import { WildberriesThrottledError, WildberriesUnavailableError } from './errors.js';
import type { WildberriesError } from './errors.js';
import type { WbMethod } from './limits.js';
import type { Random } from './timers.js';

const MAX_THROTTLED = 3;
const FIRST_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 30_000;

/** How long one request is kept up: counts its failures and refusals, and says how long to wait or that it is over. */
export class Patience {
  #failed: WildberriesError | undefined;
  #failures = 0;
  #throttled = 0;

  constructor(
    private readonly method: WbMethod,
    private readonly tries: number,
    /** Epoch milliseconds after which no wait for the limits may end. */
    private readonly deadlineMs: number,
    private readonly random: Random,
  ) {}

  /**
   * Exponential backoff with equal jitter: half of the step is fixed, half is random.
   *
   * @returns milliseconds until the next try.
   * @throws the error itself when it will not pass or all tries are spent.
   */
  afterFailure(error: WildberriesError): number {
    this.#failed = error;
    this.#failures += 1;
    if (error.kind !== 'unavailable' || this.#failures >= this.tries) throw error;
    const step = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#failures - 1));
    return Math.ceil((step * (1 + this.random())) / 2);
  }

  /** After a 429. @throws as `beforeTurn`, and when the server keeps refusing. */
  afterRefusal(untilMs: number): void {
    this.#throttled += 1;
    if (this.#throttled > MAX_THROTTLED) throw this.#end(untilMs);
    this.beforeTurn(untilMs);
  }

  /** @throws WildberriesError with `retryAt` when the limits would make it wait for too long. */
  beforeTurn(untilMs: number): void {
    if (untilMs > this.deadlineMs) throw this.#end(untilMs);
  }

  #end(untilMs: number): WildberriesError {
    const retryAt = new Date(untilMs);
    const { method } = this;
    // A failure is the truer story than the limit that keeps us from trying it again now.
    if (this.#failed) return new WildberriesUnavailableError({ ...this.#failed.context, retryAt });
    return new WildberriesThrottledError({ method, retryAt, ...(this.#throttled > 0 && { status: 429 }) });
  }
}
