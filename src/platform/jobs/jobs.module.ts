import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Dispatches } from './dispatches.js';
import { JobQueue } from './job-queue.js';
import { JobSeries } from './job-series.js';
import { MonthsAhead } from './months-ahead.js';
import { PgBossQueue } from './pg-boss.queue.js';
import { RollupRequests } from './rollup-requests.js';
import { Worker } from './worker.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    PgBossQueue,
    { provide: JobQueue, useExisting: PgBossQueue },
    Dispatches,
    JobSeries,
    RollupRequests,
    Worker,
    MonthsAhead,
  ],
  exports: [Dispatches, JobQueue, RollupRequests, Worker],
})
export class JobsModule {}
