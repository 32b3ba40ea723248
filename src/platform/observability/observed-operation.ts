import type { RequestContext } from '../context/index.js';
import type { OperationType } from './figures/operation.js';

/** What has become of the GraphQL operation of a request: GraphQL notes it, and whoever watches requests reads it. */
export class ObservedOperation {
  type: OperationType = 'unknown';
  /** Codes of the errors beside the data, each once. */
  codes: readonly string[] = [];
  /** Whose it turned out to be; signing in makes it somebody's. */
  ctx: RequestContext | null = null;
}
