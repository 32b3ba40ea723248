import type { Context } from '../context/index.js';

export interface EnqueueOptions {
  /** Jobs with one key exclude each other, as the policy of the queue says. */
  readonly key?: string;
  readonly startAfter?: Date;
}

/** Work to be done later, in this process or another. */
export abstract class JobQueue {
  /**
   * Puts a job in the open transaction, so that the change and its job are there together or not at all; without one,
   * at once.
   * @returns the job's id; null when an equal one waits already
   */
  abstract enqueue(
    ctx: Context,
    queue: string,
    data: object,
    options?: EnqueueOptions,
  ): Promise<string | null>;

  /**
   * Exactly once for this key, however many processes ask (for as long as finished jobs are kept).
   * @returns whether this call was the one
   */
  abstract enqueueOnce(ctx: Context, queue: string, data: object, key: string): Promise<boolean>;
}
