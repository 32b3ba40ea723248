import { Injectable } from '@nestjs/common';
import { businessDay, type SystemContext } from '../../../platform/context/index.js';
import { Database, Partitions, statement } from '../../../platform/database/index.js';
import type { Sample } from '../domain/sample.js';

/** Samples, each once: what is sampled again, by whomever, is the same row. */
@Injectable()
export class SampleRepository {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
  ) {}

  /** One at a time sums up: so nobody's older sum comes after a newer one. Inside write(), first of all. */
  async lock(ctx: SystemContext): Promise<void> {
    await this.database.rows(ctx, LOCK, []);
  }

  /** Inside write(). Sums replace those of before. */
  async replace(ctx: SystemContext, samples: readonly Sample[]): Promise<void> {
    await this.database.rows(ctx, REPLACE, columns(samples));
  }

  /** Inside write(). What was sampled for this time stays as it was. */
  async add(ctx: SystemContext, samples: readonly Sample[]): Promise<void> {
    await this.database.rows(ctx, ADD, columns(samples));
  }

  /** Outside of write(). Months as instants are cut, at midnight UTC; a day in Moscow begins in the one before it. */
  async ensureMonths(ctx: SystemContext, first: Date, last: Date): Promise<void> {
    await this.partitions.ensure(ctx, 'system_metrics', first.toISOString().slice(0, 10), businessDay(last));
  }
}

function columns(samples: readonly Sample[]): unknown[] {
  return [
    samples.map(({ name }) => name),
    samples.map(({ value }) => value.toFixed(2)),
    samples.map(({ tags }) => JSON.stringify(tags)),
    samples.map(({ at }) => at),
  ];
}

const LOCK = statement<never>(`SELECT pg_advisory_xact_lock(hashtext('system_metrics'))`);

const INSERT = `
  INSERT INTO system_metrics AS stored (id, metric_name, metric_value, tags, recorded_at)
  SELECT uuid_v7(), name, value, tags, at
  FROM unnest($1::text[], $2::numeric[], $3::jsonb[], $4::timestamptz[]) AS given (name, value, tags, at)
  ON CONFLICT (metric_name, recorded_at, tags)`;

const REPLACE = statement<never>(`${INSERT}
  DO UPDATE SET metric_value = excluded.metric_value WHERE stored.metric_value <> excluded.metric_value
`);

const ADD = statement<never>(`${INSERT} DO NOTHING`);
