import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
import { CleaningService } from '../cleaning.service.js';

const TASK = 'sign-in-cleaning';

@Injectable()
@HandlesDispatch()
export class CleaningTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly cleaning: CleaningService,
    private readonly dispatches: Dispatches,
  ) {}

  @Cron('0 40 3 * * *')
  async tick(): Promise<void> {
    await this.dispatches.daily(TASK);
  }

  run(): Promise<void> {
    return this.cleaning.clean();
  }
}
