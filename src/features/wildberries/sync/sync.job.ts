import { Injectable } from '@nestjs/common';
import { HandlesJobs, SYNC_QUEUE, type JobHandler } from '../../../platform/jobs/index.js';
import { SellerSync, type SyncJob } from './seller-sync.js';

@Injectable()
@HandlesJobs()
export class SyncJobHandler implements JobHandler<SyncJob> {
  readonly queue = SYNC_QUEUE;
  /** Most of a sync is waiting for the marketplace. */
  readonly concurrency = 4;

  constructor(private readonly sync: SellerSync) {}

  handle(job: SyncJob, signal: AbortSignal): Promise<void> {
    return this.sync.run(job, signal);
  }
}
