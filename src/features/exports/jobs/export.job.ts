import { Injectable } from '@nestjs/common';
import { EXPORT_QUEUE, HandlesJobs, type JobHandler } from '../../../platform/jobs/index.js';
import { ExportRun } from '../export-run.js';

/** One export. What fails is tried again by the queue, a few times. */
@HandlesJobs()
@Injectable()
export class ExportJob implements JobHandler<Parameters<ExportRun['run']>[0]> {
  readonly queue = EXPORT_QUEUE;

  constructor(private readonly exports: ExportRun) {}

  handle(job: Parameters<ExportRun['run']>[0], signal: AbortSignal): Promise<void> {
    return this.exports.run(job, signal);
  }
}
