import { Injectable } from '@nestjs/common';
import type { Context } from '../context/index.js';
import { Database } from './database.js';
import { statement } from './statement.js';

/** More would be a mistake, and would take a table's lock for long. */
const MAX_MONTHS = 120;

/** Makes the months that a write needs before it needs them. */
@Injectable()
export class Partitions {
  /** Months known to be there: a lock and a look-up once a month and process, not once a batch. */
  private readonly known = new Set<string>();

  constructor(private readonly database: Database) {}

  /**
   * In a transaction of its own, since making one locks the table until its end: to be called outside of write().
   * @param firstDay YYYY-MM-DD
   * @param lastDay YYYY-MM-DD, that day included
   */
  async ensure(
    ctx: Context,
    table: 'sales' | 'stock_history' | 'audit_log' | 'system_metrics',
    firstDay: string,
    lastDay: string,
  ): Promise<void> {
    const months = monthsBetween(firstDay, lastDay).map((month) => `${table} ${month}`);
    if (months.every((month) => this.known.has(month))) return;
    await this.database.write(ctx, () => this.database.rows(ctx, ENSURE, [table, firstDay, lastDay]));
    for (const month of months) this.known.add(month);
  }

  /**
   * The same inside of write(), for one day of a row that must be written whatever the nightly task has failed to make.
   * Where the month is missing, making it locks the table until the transaction ends: as seldom as once a month.
   */
  async ensureWithin(ctx: Context, table: 'audit_log', day: string): Promise<void> {
    const month = `${table} ${monthOf(day)}`;
    if (this.known.has(month)) return;
    const transaction = this.database.transaction(ctx);
    await transaction.rows(ENSURE, [table, day, day]);
    transaction.onCommit(() => this.known.add(month));
  }
}

const ENSURE = statement<never>(`SELECT ensure_month_partitions($1, $2, $3)`);

/** Months counted from the year 0, so that no odd day makes an endless list of them. */
function monthsBetween(firstDay: string, lastDay: string): number[] {
  const first = monthOf(firstDay);
  const last = monthOf(lastDay);
  if (!(last - first <= MAX_MONTHS)) throw new RangeError(`${firstDay} and ${lastDay} are too far apart`);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function monthOf(day: string): number {
  const date = new Date(`${day}T00:00:00Z`);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
