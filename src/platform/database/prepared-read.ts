import type { Connection, FieldDef, PoolClient } from 'pg';
import { Query, type Answered } from './query-class.js';
import { rowMaker, type RowMaker, type RowTexts } from './row-maker.js';
import type { Statement } from './statement.js';

/** A statement that was prepared on a connection gives rows of the same columns until that ends, or fails. */
const makers = new WeakMap<Connection, Map<string, RowMaker>>();

/**
 * A statement with its values, as pg sends it, but that a prepared one is not described again at each execution: for a
 * row that is the larger part of the answer, on the server, on the way and here.
 */
class PreparedRead extends Query {
  readonly found: Record<string, unknown>[] = [];
  failure: Error | null = null;
  private connection: Connection | null = null;
  private make: RowMaker | null = null;

  constructor({ name, text }: Statement<unknown>, values: readonly unknown[], answered: Answered) {
    // the name behind it: a configuration would be copied property by property
    super(text, [...values], answered);
    this.name = name;
  }

  override prepare(connection: Connection): void {
    this.connection = connection;
    this.make = (this.name && makers.get(connection)?.get(this.name)) || null;
    super.prepare(this.make ? withoutDescribing(connection) : connection);
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.make = rowMaker(fields);
    if (this.connection && this.name) remember(this.connection, this.name, this.make);
  }

  handleDataRow({ fields }: { readonly fields: RowTexts }): void {
    if (!this.make || this.failure) return;
    try {
      this.found.push(this.make(fields));
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** The rows of a statement; prepared where it has a name. */
export function readRows<Found>(
  client: PoolClient,
  statement: Statement<Found>,
  values: readonly unknown[],
): Promise<Found[]> {
  return new Promise<Found[]>((resolve, reject) => {
    const query = new PreparedRead(statement, values, (error) => {
      const failure = error ?? query.failure;
      if (failure) reject(failure);
      else resolve(query.found as Found[]);
    });
    client.query(query);
  }).catch((error: unknown) => {
    // the trace leads to the socket that the answer came from, and is to lead to who asked
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  });
}

const undescribed = new WeakMap<Connection, Connection>();

function withoutDescribing(connection: Connection): Connection {
  let derived = undescribed.get(connection);
  if (!derived) {
    derived = Object.create(connection, { describe: { value: () => undefined } }) as Connection;
    undescribed.set(connection, derived);
  }
  return derived;
}

function remember(connection: Connection, name: string, make: RowMaker): void {
  const known = makers.get(connection);
  if (known) known.set(name, make);
  else makers.set(connection, new Map([[name, make]]));
}
