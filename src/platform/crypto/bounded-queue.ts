/** More work at once than is good for anybody: the caller should try again, or be answered 503 with Retry-After. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError';

  constructor(
    /** After this many seconds the queue has most likely moved on. */
    readonly retryAfterSeconds: number,
  ) {
    super('Too much work is waiting already');
  }
}

interface Limits {
  /** Pieces of work that run at the same time. */
  concurrency: number;
  /** Pieces that may wait for their turn; the next one is refused. */
  maxWaiting: number;
}

/** Runs work in the order of its arrival, some at once and a bounded number waiting. */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: Limits) {}

  /** @throws TooBusyError at once, without starting the work */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.limits.concurrency) this.running += 1;
    else await this.waitForTurn();
    try {
      return await work();
    } finally {
      this.passTurnOn();
    }
  }

  private async waitForTurn(): Promise<void> {
    if (this.waiting.length >= this.limits.maxWaiting) throw new TooBusyError(1);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The place goes straight to the next in line, so that a newcomer can not slip in between. */
  private passTurnOn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
