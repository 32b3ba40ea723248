import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock, systemContext } from '../../../platform/context/index.js';
import {
  DISPATCH_QUEUE,
  HandlesDispatch,
  JobQueue,
  type DispatchTask,
} from '../../../platform/jobs/index.js';
import { ExportUpkeepService } from '../export-upkeep.service.js';

const TICK_MS = 10 * 60_000;
const TASK = 'exports-upkeep';

@Injectable()
@HandlesDispatch()
export class ExportsUpkeepTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly upkeep: ExportUpkeepService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @Cron('30 */10 * * * *')
  async tick(): Promise<void> {
    const slot = Math.floor(this.clock.now().getTime() / TICK_MS);
    await this.jobs.enqueueOnce(systemContext(TASK), DISPATCH_QUEUE, { task: TASK }, `${TASK} ${slot}`);
  }

  run(): Promise<void> {
    return this.upkeep.run();
  }
}
