import { Inject, Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
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
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  @Cron('0 45 23 * * *', { timeZone: 'Europe/Moscow' })
  async tick(): Promise<void> {
    if (this.settings.historyMonths === null) return;
    await this.dispatches.daily(TASK);
  }

  async run(): Promise<void> {
    await this.retention.apply({ ...systemContext(TASK), now: () => this.clock.now() });
  }
}
