import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
import { ExportUpkeepService } from '../export-upkeep.service.js';

const TICK_MS = 10 * 60_000;
const TASK = 'exports-upkeep';

@Injectable()
@HandlesDispatch()
export class ExportsUpkeepTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly upkeep: ExportUpkeepService,
    private readonly dispatches: Dispatches,
  ) {}

  @Cron('30 */10 * * * *')
  async tick(): Promise<void> {
    await this.dispatches.every(TICK_MS, TASK);
  }

  run(): Promise<void> {
    return this.upkeep.run();
  }
}
