import type { PoolClient } from 'pg';

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Rows of a batch. */
  readonly size: number;
}

/**
 * What a cursor of the server gives, batch by batch, in one read-only snapshot. The connection is given back at the end,
 * also when nobody wants the rest.
 */
export async function* cursorBatches(
  client: PoolClient,
  settings: string,
  { text, values, size }: Asked,
): AsyncGenerator<unknown[][], void, void> {
  let failure: Error | undefined;
  try {
    // planned for all of the rows; by itself PostgreSQL plans a cursor for the first tenth of them
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}; SET LOCAL cursor_tuple_fraction = 1`,
    );
    await client.query(`DECLARE batches NO SCROLL CURSOR FOR ${text}`, [...values]);
    for (;;) {
      const { rows } = await client.query<unknown[]>({
        text: `FETCH ${size} FROM batches`,
        rowMode: 'array',
      });
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    await end(client, failure);
  }
}

async function end(client: PoolClient, failure: Error | undefined): Promise<void> {
  if (failure) {
    client.release(failure);
    return;
  }
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
