import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock, systemContext } from '../../../platform/context/index.js';
import {
  DISPATCH_QUEUE,
  HandlesDispatch,
  JobQueue,
  type DispatchTask,
} from '../../../platform/jobs/index.js';
import { SamplingService } from '../sampling/sampling.service.js';

const TICK_MS = 5 * 60_000;
const TASK = 'system-metrics';

/** Every five minutes, for the time at which it was due, whenever a worker comes to it. */
@Injectable()
@HandlesDispatch()
export class SamplingTask implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly sampling: SamplingService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @Cron('5 */5 * * * *')
  async tick(): Promise<void> {
    const slot = Math.floor(this.clock.now().getTime() / TICK_MS);
    await this.jobs.enqueueOnce(systemContext(TASK), DISPATCH_QUEUE, { task: TASK, slot }, `${TASK} ${slot}`);
  }

  async run(data: object): Promise<void> {
    if (!('slot' in data) || typeof data.slot !== 'number') throw new Error(`${TASK}: no slot`);
    await this.sampling.sample(new Date(data.slot * TICK_MS));
  }
}
