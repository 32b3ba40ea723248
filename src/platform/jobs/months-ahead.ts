import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { addDays, businessDay, Clock, systemContext } from '../context/index.js';
import { Partitions } from '../database/index.js';
import { Dispatches } from './dispatches.js';
import { HandlesDispatch, type DispatchTask } from './job-handler.js';

const TASK = 'months-ahead';
const DAYS_AHEAD = 62;

/** Makes the next months of the partitioned tables long before the first row needs them. */
@Injectable()
@HandlesDispatch()
export class MonthsAhead implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly partitions: Partitions,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  @Cron('0 15 3 * * *')
  async tick(): Promise<void> {
    await this.dispatches.daily(TASK);
  }

  async run(): Promise<void> {
    const ctx = systemContext(TASK);
    const today = businessDay(this.clock.now());
    for (const table of ['stock_history', 'sales', 'audit_log', 'system_metrics'] as const) {
      await this.partitions.ensure(ctx, table, today, addDays(today, DAYS_AHEAD));
    }
  }
}
