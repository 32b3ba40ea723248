import { Injectable } from '@nestjs/common';
import type { Context } from '../context/index.js';
import { Database } from './database.js';
import { statement } from './statement.js';

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
}

const ENSURE = statement<never>(`SELECT ensure_month_partitions($1, $2, $3)`);

function monthsBetween(firstDay: string, lastDay: string): string[] {
  const months: string[] = [];
  for (let month = firstDay.slice(0, 7); month <= lastDay.slice(0, 7); month = nextMonth(month))
    months.push(month);
  return months;
}

function nextMonth(month: string): string {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next.toISOString().slice(0, 7);
}
