import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import { LOGGER, TRACING, type Tracing } from '../observability/index.js';
import { HandlesDispatch, HandlesJobs, type DispatchTask, type JobHandler } from './job-handler.js';
import { JobSeries } from './job-series.js';
import { PgBossQueue } from './pg-boss.queue.js';
import { DISPATCH_QUEUE } from './queues.js';

const POLL_SECONDS = 1;

/** Takes jobs and gives them to the handlers that the features have marked. */
@Injectable()
export class Worker implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly queue: PgBossQueue,
    private readonly discovery: DiscoveryService,
    private readonly series: JobSeries,
    @Inject(TRACING) private readonly tracing: Tracing | null,
  ) {}

  /** Begins to take jobs; said by whoever composes the process, once all it needs is there. */
  async start(): Promise<void> {
    const handlers = this.marked<JobHandler>(HandlesJobs.KEY);
    for (const handler of [...handlers, this.dispatcher()]) await this.work(handler);
  }

  /** What runs is given up where it can be taken up again; its job comes back. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async work(handler: JobHandler): Promise<void> {
    const options = {
      pollingIntervalSeconds: POLL_SECONDS,
      // a job that is tried again, or whose announcement was lost, is not announced
      notifyPollingIntervalSeconds: POLL_SECONDS,
      localConcurrency: handler.concurrency ?? 1,
      // where many wait, such as everybody's rollup at night, the next is taken at once; it shows within a minute
      burstWhenReadyExceeds: 1,
    };
    await this.queue.boss.work(handler.queue, options, async ([job]) => {
      if (!job) return;
      const data = job.data as object;
      const startedAt = performance.now();
      try {
        const signal = AbortSignal.any([job.signal, this.stopping.signal]);
        const work = () => handler.handle(data, signal);
        await (this.tracing ? this.tracing.job(handler.queue, work) : work());
      } catch (error) {
        // given up for the end of the process, which is no failure
        if (this.stopping.signal.aborted) throw error;
        this.series.note(handler.queue, 'failed', performance.now() - startedAt);
        this.log.error({ queue: handler.queue, jobId: job.id, ...whose(data), err: error }, 'job failed');
        throw error;
      }
      const ms = performance.now() - startedAt;
      this.series.note(handler.queue, 'done', ms);
      this.log.info({ queue: handler.queue, jobId: job.id, ...whose(data), ms: Math.round(ms) }, 'job done');
    });
  }

  private dispatcher(): JobHandler {
    const tasks = new Map(this.marked<DispatchTask>(HandlesDispatch.KEY).map((task) => [task.task, task]));
    return {
      queue: DISPATCH_QUEUE,
      handle: async (data) => {
        const name = 'task' in data && typeof data.task === 'string' ? data.task : '';
        const task = tasks.get(name);
        if (!task) throw new Error(`No dispatch task "${name}"`);
        await task.run(data);
      },
    };
  }

  private marked<Kind>(key: string): Kind[] {
    return this.discovery
      .getProviders()
      .filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(key, metatype))
      .map(({ instance }) => instance as Kind);
  }
}

/** For whom a job is, of those that are for somebody. Nothing else of what it carries goes into the log. */
function whose(data: object): {
  readonly tenantId?: string;
  readonly userId?: string;
  readonly task?: string;
} {
  const given = data as Readonly<Record<string, unknown>>;
  const known = ['tenantId', 'userId', 'task'].filter((key) => typeof given[key] === 'string');
  return Object.fromEntries(known.map((key) => [key, String(given[key])]));
}
