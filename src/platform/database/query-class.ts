import pg, { type Connection, type Submittable } from 'pg';

/** What pg asks of a query class, and the types do not tell. */
interface QueryParts extends Submittable {
  name: string | undefined;
  prepare(connection: Connection): void;
}

export type Answered = (error: Error | null | undefined) => void;

/** pg's own: into a pipeline it lets this and what is derived from it. */
export const Query = pg.Query as unknown as new (
  text: string,
  values: unknown[] | undefined,
  answered: Answered,
) => QueryParts;
