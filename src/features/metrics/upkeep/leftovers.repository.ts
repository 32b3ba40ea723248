import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement, type Statement } from '../../../platform/database/index.js';

const DAY_MS = 86_400_000;
/** Rows that one transaction takes away: few enough to keep nobody waiting. */
const BATCH = 1_000;

type Counted = Statement<{ count: number }>;

interface Leftover {
  /** Takes the time before which rows have served theirs, and the size of the batch. */
  readonly statement: Counted;
  readonly keptFor: number;
}

/** What operating the system leaves behind, in batches. What sign-in and exports leave, they see to themselves. */
@Injectable()
export class LeftoverRepository {
  readonly leftovers: readonly Leftover[] = LEFTOVERS;

  constructor(private readonly database: Database) {}

  /** Inside write(): takes one batch away. @returns whether there may be more */
  async clean(ctx: SystemContext, { statement: batch, keptFor }: Leftover): Promise<boolean> {
    const before = new Date(ctx.now().getTime() - keptFor);
    const cleaned = await this.database.row(ctx, batch, [before, BATCH]);
    return cleaned?.count === BATCH;
  }

  /**
   * Inside write(): months of samples.
   * @param day the first day that is kept, the first of a month
   * @returns months that are gone
   */
  async dropSamplesBefore(ctx: SystemContext, day: string): Promise<number> {
    return (await this.database.row(ctx, DROP_SAMPLES, [day]))?.months ?? 0;
  }
}

function deleting(table: string, key: string, isOver: string): Counted {
  return statement(`
    WITH gone AS (
      DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${isOver} LIMIT $2) RETURNING 1
    )
    SELECT count(*)::integer AS count FROM gone
  `);
}

const DROP_SAMPLES = statement<{ months: number }>(`SELECT drop_system_metrics_before($1::date) AS months`);

const LEFTOVERS: readonly Leftover[] = [
  // summed up two minutes later; a day, for when nobody does
  { statement: deleting('api_minutes', 'minute, process_id', 'minute < $1'), keptFor: DAY_MS },
  // what somebody has not read yet stays
  {
    statement: deleting('notifications', 'tenant_id, id', 'is_read AND created_at < $1'),
    keptFor: 90 * DAY_MS,
  },
  { statement: deleting('sync_runs', 'tenant_id, id', 'finished_at < $1'), keptFor: 90 * DAY_MS },
];
