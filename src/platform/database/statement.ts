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
