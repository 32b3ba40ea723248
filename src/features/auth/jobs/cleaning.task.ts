import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { businessDay, Clock, systemContext } from '../../../platform/context/index.js';
import {
  DISPATCH_QUEUE,
  HandlesDispatch,
  JobQueue,
  type DispatchTask,
} from '../../../platform/jobs/index.js';
import { CleaningService } from '../cleaning.service.js';

const TASK = 'sign-in-cleaning';

@Injectable()
@HandlesDispatch()
export class CleaningTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly cleaning: CleaningService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @Cron('0 40 3 * * *')
  async tick(): Promise<void> {
    const today = businessDay(this.clock.now());
    await this.jobs.enqueueOnce(systemContext(TASK), DISPATCH_QUEUE, { task: TASK }, `${TASK} ${today}`);
  }

  run(): Promise<void> {
    return this.cleaning.clean();
  }
}
