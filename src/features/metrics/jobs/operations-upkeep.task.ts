import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
import { OperationsUpkeepService } from '../upkeep/operations-upkeep.service.js';

const TASK = 'operations-upkeep';

@Injectable()
@HandlesDispatch()
export class OperationsUpkeepTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly upkeep: OperationsUpkeepService,
    private readonly dispatches: Dispatches,
  ) {}

  @Cron('0 20 4 * * *')
  async tick(): Promise<void> {
    await this.dispatches.daily(TASK);
  }

  run(): Promise<void> {
    return this.upkeep.run();
  }
}
