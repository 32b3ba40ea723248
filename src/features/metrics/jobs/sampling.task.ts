import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
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
    private readonly dispatches: Dispatches,
  ) {}

  @Cron('5 */5 * * * *')
  async tick(): Promise<void> {
    await this.dispatches.every(TICK_MS, TASK, (slot) => ({ slot }));
  }

  async run(data: object): Promise<void> {
    if (!('slot' in data) || typeof data.slot !== 'number') throw new Error(`${TASK}: no slot`);
    await this.sampling.sample(new Date(data.slot * TICK_MS));
  }
}
