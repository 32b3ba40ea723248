import type { ExecutionResult } from 'graphql';
import type { LiveEvent } from './feed.js';

/**
 * The answers of one subscription. No async generator: ending one waits for what it waits for, and an event may never
 * come.
 */
export class EventStream implements AsyncIterableIterator<ExecutionResult> {
  private ended = false;

  /** @param answer null for an event of which nothing is told */
  constructor(
    private readonly source: AsyncIterator<LiveEvent>,
    private readonly answer: (event: LiveEvent) => Promise<ExecutionResult | null>,
    private readonly onEnd: (stream: EventStream) => void,
  ) {}

  async next(): Promise<IteratorResult<ExecutionResult>> {
    while (!this.ended) {
      const event = await this.source.next();
      if (event.done) return this.return();
      const value = await this.answer(event.value);
      // whoever was cut off meanwhile is told nothing more
      if (value !== null && !this.isEnded()) return { done: false, value };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    if (!this.ended) {
      this.ended = true;
      this.onEnd(this);
      await this.source.return?.();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private isEnded(): boolean {
    return this.ended;
  }
}
