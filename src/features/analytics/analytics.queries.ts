import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import type { JsonValue } from '../../platform/graphql/index.js';
import { dataStatus } from './domain/data-status.js';
import { MetricType } from './domain/metric-type.js';
import { mergedSnapshot } from './snapshots/snapshots.sql.js';
import type { AnalyticsPeriod, AnalyticsSnapshot } from './types/analytics-snapshot.type.js';
import { DataStatus } from './types/data-status.enum.js';

export interface AskAnalytics {
  readonly metricType: MetricType;
  readonly period: AnalyticsPeriod;
}

/** What the rollups have computed ahead: of several sellers, what they come to together. */
@Injectable()
export class AnalyticsQueries {
  constructor(private readonly database: Database) {}

  async find(ctx: CallerContext, { metricType, period }: AskAnalytics): Promise<AnalyticsSnapshot> {
    const own = ctx.scope === 'own';
    const owner = own ? [ctx.userId] : [];
    const state = await this.database.row(ctx, own ? OWN_STATE : TENANT_STATE, [
      ...[ctx.tenantId, metricType, period],
      ...owner,
    ]);
    if (!state) throw new Error('An aggregate without a row');
    const { newest, calculatedAt, expiresAt, ...known } = state;
    const merged =
      newest === null
        ? null
        : await this.database.row(ctx, (own ? OWN : TENANT)[metricType], [
            ...[ctx.tenantId, period, newest],
            ...owner,
          ]);
    const status = DataStatus[dataStatus(known, businessDay(ctx.now()))];
    return { metricType, period, status, data: merged?.data ?? null, calculatedAt, expiresAt };
  }
}

type Data = Statement<{ data: JsonValue }>;

const ofEach = (own: boolean): Readonly<Record<MetricType, Data>> =>
  Object.fromEntries(
    Object.values(MetricType).map((type) => [type, statement(mergedSnapshot(type, own))]),
  ) as Record<MetricType, Data>;

/** Two texts rather than a condition on a parameter: each finds its own index. */
const OWN = ofEach(true);
const TENANT = ofEach(false);

interface State {
  readonly hasProducts: boolean;
  readonly marksWait: boolean;
  /** Of the seller who lags most; null without any. */
  readonly asOf: string | null;
  readonly newest: string | null;
  readonly calculatedAt: Date | null;
  readonly expiresAt: Date | null;
}

const OWN_STATE = stateOf('AND user_id = $4');
const TENANT_STATE = stateOf('');

/** Sellers whose figures are of an older day than the others' are left out of what is told, and make it stale. */
function stateOf(whose: string): Statement<State> {
  return statement(`
    WITH kept AS (
      SELECT data->>'until' AS until, calculated_at, expires_at, max(data->>'until') OVER () AS newest
      FROM analytics_cache WHERE tenant_id = $1 AND metric_type = $2 AND period = $3 ${whose}
    )
    SELECT EXISTS (SELECT FROM products WHERE tenant_id = $1 ${whose}) AS "hasProducts",
      EXISTS (SELECT FROM rollup_marks WHERE tenant_id = $1 ${whose}) AS "marksWait",
      min(until) AS "asOf", max(newest) AS newest,
      min(calculated_at) FILTER (WHERE until = newest) AS "calculatedAt",
      min(expires_at) FILTER (WHERE until = newest) AS "expiresAt"
    FROM kept
  `);
}
