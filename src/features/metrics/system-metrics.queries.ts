import { Injectable } from '@nestjs/common';
import { platformContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plannedAnew, statement, type Statement } from '../../platform/database/index.js';
import {
  badUserInput,
  checkDateTimeRange,
  type DateTimeRange,
  type JsonValue,
} from '../../platform/graphql/index.js';
import type { MetricPoint } from './types/metric-point.type.js';

/** A week of a figure that is sampled each minute. */
const MOST_SAMPLES = 10_000;
const DAY_MS = 86_400_000;

export interface SoughtSamples {
  readonly metricName: string;
  readonly range?: DateTimeRange | null;
  readonly tags?: JsonValue;
}

/** Samples of the system's own figures, for platform administrators alone. */
@Injectable()
export class SystemMetricsQueries {
  constructor(private readonly database: Database) {}

  /** Oldest first. @throws GraphQLError BAD_USER_INPUT for more than can be told at once */
  async points(ctx: CallerContext, { metricName, range, tags }: SoughtSamples): Promise<MetricPoint[]> {
    if (range) checkDateTimeRange(range, 'range');
    const until = range?.until ?? null;
    const from = range?.from ?? new Date((until ?? ctx.now()).getTime() - DAY_MS);
    const sought = [metricName, from, until, tagsOf(tags), MOST_SAMPLES + 1];
    const points = await this.rows(ctx, POINTS, sought);
    if (points.length > MOST_SAMPLES)
      throw badUserInput('range', `expected a shorter one: at most 10,000 samples are given at once`);
    return points;
  }

  async names(ctx: CallerContext): Promise<string[]> {
    return (await this.rows(ctx, NAMES, [])).map(({ name }) => name);
  }

  private rows<Row>(ctx: CallerContext, read: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const system = platformContext('system metrics', ctx);
    return this.database.read(system, () => this.database.rows(system, read, values));
  }
}

function tagsOf(tags: JsonValue | undefined): string {
  if (tags === undefined || tags === null) return '{}';
  if (typeof tags !== 'object' || Array.isArray(tags))
    throw badUserInput('tags', 'expected an object, such as {"operation": "query"}');
  return JSON.stringify(tags);
}

const POINTS = plannedAnew<MetricPoint>(`
  SELECT metric_name AS "metricName", metric_value AS "metricValue", tags, recorded_at AS "recordedAt"
  FROM system_metrics
  WHERE metric_name = $1 AND recorded_at >= $2 AND ($3::timestamptz IS NULL OR recorded_at < $3)
    AND coalesce(tags, '{}') @> $4::jsonb
  ORDER BY recorded_at, tags, id LIMIT $5
`);

/** From each name to the next one, by the index: samples of a year are not read for a handful of names. */
const NAMES = statement<{ name: string }>(`
  WITH RECURSIVE names AS (
    SELECT min(metric_name) AS name FROM system_metrics
    UNION ALL
    SELECT (SELECT min(metric_name) FROM system_metrics WHERE metric_name > names.name) FROM names WHERE name IS NOT NULL
  )
  SELECT name FROM names WHERE name IS NOT NULL ORDER BY name
`);
