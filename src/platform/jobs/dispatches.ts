import { Injectable } from '@nestjs/common';
import { businessDay, Clock, systemContext } from '../context/index.js';
import { JobQueue } from './job-queue.js';
import { DISPATCH_QUEUE } from './queues.js';

/** What a task is told of the time that it is for. */
type Told<Time> = (time: Time) => object;

const NOTHING = (): object => ({});

/** Puts tasks in the queue when their time has come. Every process does; the key of task and time makes it one. */
@Injectable()
export class Dispatches {
  constructor(
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Once a day in Moscow. */
  async daily(task: string, told: Told<string> = NOTHING): Promise<void> {
    const day = businessDay(this.clock.now());
    await this.once(task, told(day), day);
  }

  /** Once in each span of so many milliseconds, which are numbered since 1970. */
  async every(milliseconds: number, task: string, told: Told<number> = NOTHING): Promise<void> {
    const slot = Math.floor(this.clock.now().getTime() / milliseconds);
    await this.once(task, told(slot), slot);
  }

  private async once(task: string, told: object, time: string | number): Promise<void> {
    await this.jobs.enqueueOnce(systemContext(task), DISPATCH_QUEUE, { task, ...told }, `${task} ${time}`);
  }
}
