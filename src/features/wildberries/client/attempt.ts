import type { After } from './timers.js';

/**
 * One try on the wire: aborts the exchange when the caller's signal says so or when nothing moves for too long,
 * and remembers which of the two it was.
 */
export class Attempt {
  readonly #controller = new AbortController();
  #cancelTimer: (() => void) | undefined;
  #timedOut = false;

  constructor(
    private readonly after: After,
    private readonly caller: AbortSignal | undefined,
  ) {
    caller?.throwIfAborted();
    caller?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** (Re)starts the watch: the exchange is aborted unless this or `end` is called within `ms`. */
  expectWithin(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.after(ms, () => {
      this.#timedOut = true;
      this.#controller.abort(new Error('timed out'));
    });
  }

  /** Stops the clock without ending the exchange: it is the consumer who takes time now, not the server. */
  pause(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Ends the exchange; the connection of a body not read to its end is closed. */
  end(): void {
    this.pause();
    this.caller?.removeEventListener('abort', this.#onAbort);
    this.#controller.abort();
  }

  readonly #onAbort = (): void => this.#controller.abort(this.caller?.reason);
}
