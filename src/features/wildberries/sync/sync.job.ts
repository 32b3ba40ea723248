import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { HandlesJobs, SYNC_QUEUE, type JobHandler } from '../../../platform/jobs/index.js';
import { LOGGER } from '../../../platform/observability/index.js';
import { SellerSync, type SyncJob } from './seller-sync.js';

@Injectable()
@HandlesJobs()
export class SyncJobHandler implements JobHandler<SyncJob> {
  readonly queue = SYNC_QUEUE;
  /** Most of a sync is waiting for the marketplace. */
  readonly concurrency = 4;

  constructor(
    private readonly sync: SellerSync,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async handle(job: SyncJob, signal: AbortSignal): Promise<void> {
    try {
      await this.sync.run(job, signal);
    } catch (error) {
      // interrupted: the job comes back, and the run goes on
      if (signal.aborted) throw error;
      await this.sync.giveUp(job);
      this.log.error({ runId: job.runId, userId: job.userId, err: error }, 'sync failed');
    }
  }
}
