/** What a client has asked for. `unknown`: it was refused before anybody knew. */
export const OPERATION_TYPES = ['query', 'mutation', 'subscription', 'unknown'] as const;
export type OperationType = (typeof OPERATION_TYPES)[number];

/** An operation that was answered, as it is counted. */
export interface AnsweredOperation {
  readonly type: OperationType;
  /** Codes of the errors that stand beside the data, each once: one of a closed set. */
  readonly codes: readonly string[];
  /** Null for what has no end of its own, such as a subscription. */
  readonly milliseconds: number | null;
}
