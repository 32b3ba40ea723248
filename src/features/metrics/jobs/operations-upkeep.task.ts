import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { businessDay, Clock, systemContext } from '../../../platform/context/index.js';
import {
  DISPATCH_QUEUE,
  HandlesDispatch,
  JobQueue,
  type DispatchTask,
} from '../../../platform/jobs/index.js';
import { OperationsUpkeepService } from '../upkeep/operations-upkeep.service.js';

const TASK = 'operations-upkeep';

@Injectable()
@HandlesDispatch()
export class OperationsUpkeepTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly upkeep: OperationsUpkeepService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @Cron('0 20 4 * * *')
  async tick(): Promise<void> {
    const today = businessDay(this.clock.now());
    await this.jobs.enqueueOnce(systemContext(TASK), DISPATCH_QUEUE, { task: TASK }, `${TASK} ${today}`);
  }

  run(): Promise<void> {
    return this.upkeep.run();
  }
}
