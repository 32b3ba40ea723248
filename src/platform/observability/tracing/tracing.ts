import type { PoolClient } from 'pg';
import type { ObservedOperation } from '../observed-operation.js';

/** Null where nobody is told: then nothing of it is loaded, and nobody asks more than whether it is null. */
export const TRACING = Symbol('TRACING');

/** A request that has begun. */
export interface RequestStart {
  readonly id: string;
  readonly method: string;
  /** As it was registered. */
  readonly route: string | undefined;
  /** Of W3C's trace context, from a proxy of ours; null from anybody else. */
  readonly traceparent: string | null;
}

export interface RequestEnd {
  readonly status: number;
  readonly tenantId: string | null;
  readonly userId: string | null;
}

/** What is told of one request. */
export interface RequestTrace {
  /** Runs what handles it: statements that it sends belong to it. */
  handle(work: () => void): void;
  /** The answer is made; it has not been sent. */
  answered(operation: ObservedOperation | null): void;
  /** @param end null for a client that has gone */
  end(end: RequestEnd | null): void;
}

/** Tells where time goes, by spans: a request, the GraphQL operation in it, its statements; a job and its statements. */
export interface Tracing {
  request(start: RequestStart): RequestTrace;
  job<Result>(queue: string, work: () => Promise<Result>): Promise<Result>;
  /** From now on tells of the statements of this connection, wherever one belongs to a request or a job. */
  watch(client: PoolClient): void;
  /** Sends what has not been sent yet. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
