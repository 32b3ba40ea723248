import { Injectable } from '@nestjs/common';
import { Series } from '../../../platform/observability/index.js';
import type { LiveFigures } from './live-figures.js';
import { LiveFiguresReader } from './live-figures.js';

/**
 * What Prometheus is told of the whole system. Every process tells the same, so that one is enough: dashboards and rules
 * take the greatest. While the database does not answer, nothing but that is told.
 */
@Injectable()
export class LiveSeries {
  constructor(
    private readonly series: Series,
    private readonly live: LiveFiguresReader,
  ) {
    this.gauge('stocktracker_database_up', 'Whether the database answers in time', [], (figures) => [
      [{}, figures ? 1 : 0],
    ]);
    this.gauge('stocktracker_jobs', 'Jobs by queue and by how far they are', ['queue', 'state'], (figures) =>
      (figures?.queues ?? []).flatMap(({ queue, ready, deferred, active, failed }) =>
        Object.entries({ ready, deferred, active, failed }).map(
          ([state, count]) => [{ queue, state }, count] as const,
        ),
      ),
    );
    this.gauge(
      'stocktracker_job_wait_seconds',
      'For how long the oldest job has been ready that nobody has taken; 0 of none',
      ['queue'],
      (figures) => (figures?.queues ?? []).map(({ queue, seconds }) => [{ queue }, seconds] as const),
    );
    this.gauge(
      'stocktracker_sync_lag_seconds',
      'Since the last good sync: of the seller with the oldest one, and in the middle',
      ['stat'],
      (figures) => told({ max: figures?.syncLag.worst, median: figures?.syncLag.other }),
    );
    this.gauge(
      'stocktracker_rollup_age_seconds',
      'Since the end of the last day that the figures of a seller cover: of the oldest and of the newest ones',
      ['stat'],
      (figures) => told({ oldest: figures?.rollupAge.worst, newest: figures?.rollupAge.other }),
    );
  }

  private gauge<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
    valuesOf: (
      figures: LiveFigures | null,
    ) => readonly (readonly [Readonly<Record<Label, string>>, number])[],
  ): void {
    this.series.gauge({ name, help, labels }, async () => valuesOf(await this.live.read()));
  }
}

function told(
  values: Readonly<Record<string, number | null | undefined>>,
): (readonly [{ readonly stat: string }, number])[] {
  return Object.entries(values).flatMap(([stat, value]) =>
    value == null ? [] : [[{ stat }, value] as const],
  );
}
