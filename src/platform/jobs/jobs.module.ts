import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
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
    JobSeries,
    RollupRequests,
    Worker,
    MonthsAhead,
  ],
  exports: [JobQueue, RollupRequests, Worker],
})
export class JobsModule {}
