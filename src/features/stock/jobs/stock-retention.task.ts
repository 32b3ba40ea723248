import { Inject, Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { businessDay, Clock, systemContext } from '../../../platform/context/index.js';
import {
  DISPATCH_QUEUE,
  HandlesDispatch,
  JobQueue,
  type DispatchTask,
} from '../../../platform/jobs/index.js';
import { StockRetentionService } from '../stock-retention.service.js';

const TASK = 'stock-retention';

/** Drops what is older than the settings want, before the nightly rollup computes the first days anew. */
@Injectable()
@HandlesDispatch()
export class StockRetentionTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly retention: StockRetentionService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @Cron('0 45 23 * * *', { timeZone: 'Europe/Moscow' })
  async tick(): Promise<void> {
    if (this.settings.historyMonths === null) return;
    const today = businessDay(this.clock.now());
    await this.jobs.enqueueOnce(systemContext(TASK), DISPATCH_QUEUE, { task: TASK }, `${TASK} ${today}`);
  }

  async run(): Promise<void> {
    await this.retention.apply({ ...systemContext(TASK), now: () => this.clock.now() });
  }
}
