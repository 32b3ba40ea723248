import type { Clock, Random, Sleep } from './timers.js';

/**
 * One request at a time per lane (host + method), whoever the seller is, with a small random gap between two.
 *
 * Why: besides the limits per seller, the gateway was seen to refuse simultaneous calls from one address, even with
 * different tokens. This holds within one process only.
 */
export class HostQueue {
  readonly #lanes = new Map<string, { tail: Promise<void>; freeAtMs: number }>();

  /** @param maxGapMs the gap is uniform between half of this and this. */
  constructor(
    private readonly clock: Clock,
    private readonly sleep: Sleep,
    private readonly random: Random,
    private readonly maxGapMs: number,
  ) {}

  /** Runs `task` when its turn comes; an aborted wait gives the turn to the next one. */
  async run<T>(lane: string, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    const state = this.#lane(lane);
    const before = state.tail;
    let endTurn = (): void => undefined;
    const turn = new Promise<void>((resolve) => (endTurn = resolve));
    // The next one waits for both: this one may be aborted while an earlier one still runs.
    state.tail = before.then(() => turn);
    try {
      await abortable(before, signal);
      const gap = state.freeAtMs - this.clock();
      if (gap > 0) await this.sleep(gap, signal);
      signal?.throwIfAborted();
      return await task();
    } finally {
      state.freeAtMs = this.clock() + Math.ceil((this.maxGapMs * (1 + this.random())) / 2);
      endTurn();
    }
  }

  #lane(name: string) {
    let state = this.#lanes.get(name);
    if (!state) this.#lanes.set(name, (state = { tail: Promise.resolve(), freeAtMs: 0 }));
    return state;
  }
}

function abortable(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return before;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    void before.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
