import { createHash } from 'node:crypto';

/** SQL that is parsed and planned once a connection: the name is the text's hash, so that equal texts share a plan. */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Carries the row's type; never set. */
  readonly row?: Row;
}

export function statement<Row>(text: string): Statement<Row> {
  return { name: createHash('sha256').update(text).digest('base64url').slice(0, 22), text };
}

/**
 * SQL that is planned for the values at hand each time (without a name the server keeps no plan): what is right for a
 * seller's day is wrong for a seller's year, and what was right for an empty month is wrong once that has filled. Not by
 * the setting plan_cache_mode, under which PostgreSQL would also plan each single check of a foreign key.
 */
export function plannedAnew<Row>(text: string): Statement<Row> {
  return { name: '', text };
}

/**
 * For the rest of the transaction. What a seller's first sync has just filled has no statistics yet: the planner takes it
 * for empty, and a nested loop over it compares every row with every other.
 */
export const WITHOUT_NESTED_LOOPS = statement<never>(`SET LOCAL enable_nestloop = off`);
