import { DiscoveryService } from '@nestjs/core';

/** Does the jobs of one queue. Idempotent and resumable: a job comes again when its worker died over it. */
export interface JobHandler<Data extends object = object> {
  readonly queue: string;
  /** Sellers served side by side by one process. */
  readonly concurrency?: number;
  /** @param signal aborted when the job was taken away, timed out or the process ends */
  handle(data: Data, signal: AbortSignal): Promise<void>;
}

/** A task of the dispatch queue: decides who is due and enqueues their jobs. */
export interface DispatchTask {
  readonly task: string;
  run(data: object): Promise<void>;
}

/** Marks a class as a JobHandler, for the worker to find. */
export const HandlesJobs = DiscoveryService.createDecorator();
/** Marks a class as a DispatchTask. */
export const HandlesDispatch = DiscoveryService.createDecorator();
