import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../context/index.js';
import { Database } from './database.js';
import { statement, type Statement } from './statement.js';

/** Rows that one transaction takes away: few enough to keep nobody waiting. */
const BATCH = 1_000;

/** Rows whose time is over some day. */
export interface Leftover {
  /** Takes the time before which rows are of no use, and the size of the batch. */
  readonly statement: Statement<{ count: number }>;
  /** Milliseconds that rows are kept for after their time is over. */
  readonly keptFor: number;
}

/** @param isOver with $1, the time before which rows are of no use */
export function deleting(table: string, key: string, isOver: string): Leftover['statement'] {
  return statement(`
    WITH gone AS (
      DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${isOver} LIMIT $2) RETURNING 1
    )
    SELECT count(*)::integer AS count FROM gone
  `);
}

/** Takes away what has served its time, each batch in a transaction of its own. Cut off anywhere, the next run goes on. */
@Injectable()
export class Leftovers {
  constructor(private readonly database: Database) {}

  async clean(ctx: SystemContext, leftovers: readonly Leftover[]): Promise<void> {
    for (const { statement: batch, keptFor } of leftovers) {
      const values = [new Date(ctx.now().getTime() - keptFor), BATCH];
      for (let cleaned = BATCH; cleaned === BATCH;)
        cleaned = await this.database.write(
          ctx,
          async () => (await this.database.row(ctx, batch, values))?.count ?? 0,
        );
    }
  }
}
