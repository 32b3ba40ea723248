import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobQueue } from './job-queue.js';
import { JobSeries } from './job-series.js';
import { MonthsAhead } from './months-ahead.js';
import { PgBossQueue } from './pg-boss.queue.js';
import { Worker } from './worker.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [PgBossQueue, { provide: JobQueue, useExisting: PgBossQueue }, JobSeries, Worker, MonthsAhead],
  exports: [JobQueue, Worker],
})
export class JobsModule {}
