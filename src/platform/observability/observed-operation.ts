import type { OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../context/index.js';
import type { OperationType } from './figures/operation.js';

/** What has become of the GraphQL operation of a request: GraphQL notes it, and whoever watches requests reads it. */
export class ObservedOperation {
  type: OperationType = 'unknown';
  /** Codes of the errors beside the data, each once. */
  codes: readonly string[] = [];
  /** As it was validated; null where it was not. */
  definition: OperationDefinitionNode | null = null;
  /** Whose it turned out to be; signing in makes it somebody's. */
  ctx: RequestContext | null = null;
}
