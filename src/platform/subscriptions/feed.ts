import type { CallerContext } from '../context/index.js';

/**
 * One thing to tell: the value of the root field under its name, read when it is told, as whoever is told may see it
 * then; null when there is nothing to tell after all.
 */
export type LiveEvent = (ctx: CallerContext) => Promise<object | null>;

/** Keys that wait to be told, of one subscription. Far above what one seller or tenant has going on at once. */
const MAX_PENDING = 1_000;

/**
 * What a subscription resolver returns: events by key, such as the id of what has changed. A key that waits already is
 * not told twice, so that whoever reads slowly gets the latest state and no backlog.
 */
export class Feed implements AsyncIterableIterator<LiveEvent> {
  private readonly pending = new Set<string>();
  private readonly told = new Set<string>();
  private wake: (() => void) | null = null;
  private finished = false;

  /**
   * @param read makes the root value of a key
   * @param release called once, when nobody listens any more
   */
  constructor(
    private readonly read: (ctx: CallerContext, key: string) => Promise<object | null>,
    private readonly release: () => void,
  ) {}

  tell(key: string): void {
    if (this.finished || this.pending.has(key)) return;
    if (this.pending.size >= MAX_PENDING) drop(this.pending);
    this.pending.add(key);
    this.wake?.();
  }

  /** What was told and is not over may have gone on unheard. */
  tellAgain(): void {
    for (const key of this.told) this.tell(key);
  }

  /** Nothing more will come of this key. */
  over(key: string): void {
    this.told.delete(key);
  }

  /** Nothing more will come at all; what waits is still told. */
  finish(): void {
    if (this.finished) return;
    this.finished = true;
    this.release();
    this.wake?.();
  }

  async next(): Promise<IteratorResult<LiveEvent>> {
    for (;;) {
      const [key] = this.pending;
      if (key !== undefined) return { done: false, value: this.event(key) };
      if (this.finished) return { done: true, value: undefined };
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.wake = () => {
        resolve(undefined);
      };
      await promise;
    }
  }

  async return(): Promise<IteratorResult<LiveEvent>> {
    this.pending.clear();
    this.told.clear();
    this.finish();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private event(key: string): LiveEvent {
    this.pending.delete(key);
    if (this.told.size >= MAX_PENDING) drop(this.told);
    this.told.add(key);
    return (ctx) => this.read(ctx, key);
  }
}

/** A set is in the order of adding: the oldest goes. */
function drop(keys: Set<string>): void {
  const [oldest] = keys;
  if (oldest !== undefined) keys.delete(oldest);
}
