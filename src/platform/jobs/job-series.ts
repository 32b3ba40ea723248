import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Series } from '../observability/index.js';
import { QUEUES } from './queues.js';

const SECONDS = [0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 3_600];
const OUTCOMES = ['done', 'failed'] as const;

/** What has become of the jobs that this process has taken. */
@Injectable()
export class JobSeries {
  private readonly finished: Counter<'queue' | 'outcome'>;
  private readonly seconds: Histogram<'queue'>;

  constructor(series: Series) {
    this.finished = series.counter({
      name: 'stocktracker_jobs_finished_total',
      help: 'Jobs that this process has come to an end with; one that fails is tried again',
      labels: ['queue', 'outcome'],
    });
    this.seconds = series.histogram(
      {
        name: 'stocktracker_job_duration_seconds',
        help: 'Time that jobs took, however they ended',
        labels: ['queue'],
      },
      SECONDS,
    );
    // a rate can be told from the first failure on only where the series was there before it
    for (const { name: queue } of QUEUES) {
      this.seconds.zero({ queue });
      for (const outcome of OUTCOMES) this.finished.inc({ queue, outcome }, 0);
    }
  }

  note(queue: string, outcome: (typeof OUTCOMES)[number], milliseconds: number): void {
    this.finished.inc({ queue, outcome }, 1);
    this.seconds.observe({ queue }, milliseconds / 1000);
  }
}
