import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement, type Statement } from '../../../platform/database/index.js';
import type { MetricName, Sample } from '../domain/sample.js';
import { SYNCED_SELLERS } from './synced-sellers.sql.js';

interface Found {
  readonly value: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Figures of people, money and syncs, over all tenants, as they are at an instant. */
@Injectable()
export class SystemFigures {
  constructor(private readonly database: Database) {}

  /** What moves within minutes. */
  quick(ctx: SystemContext, at: Date): Promise<Sample[]> {
    return this.all(ctx, at, QUICK);
  }

  /** What moves within hours, and takes longer to find out. */
  slow(ctx: SystemContext, at: Date): Promise<Sample[]> {
    return this.all(ctx, at, SLOW);
  }

  private async all(ctx: SystemContext, at: Date, asked: readonly Asked[]): Promise<Sample[]> {
    const samples: Sample[] = [];
    for (const [name, read] of asked) {
      const rows = await this.database.rows(ctx, read, [at]);
      for (const { value, tags } of rows)
        // what is undefined has no sample: 0 would be a statement
        if (value !== null) samples.push({ name, value: Number(value), tags, at });
    }
    return samples;
  }
}

type Asked = readonly [MetricName, Statement<Found>];

const SYNC_LAG = statement<Found>(`
  WITH lags AS (
    SELECT greatest(extract(epoch FROM $1::timestamptz - good_at), 0) / 60 AS minutes FROM (${SYNCED_SELLERS}) AS sellers
  )
  SELECT max(minutes)::text AS value, '{"stat":"max"}'::jsonb AS tags FROM lags
  UNION ALL
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::text, '{"stat":"median"}'::jsonb FROM lags
`);

/** A session that was used: opened, or its token exchanged, which access tokens of a quarter of an hour make frequent. */
const ACTIVE_USERS = statement<Found>(`
  SELECT count(u.id)::text AS value, jsonb_build_object('window', w.name) AS tags
  FROM (VALUES ('24h', interval '24 hours'), ('30d', interval '30 days')) AS w (name, length)
  LEFT JOIN users u ON u.last_login_at > $1::timestamptz - w.length
    OR EXISTS (
      SELECT FROM refresh_tokens r
      WHERE r.user_id = u.id AND greatest(r.created_at, r.last_used_at) > $1::timestamptz - w.length)
  GROUP BY w.name
`);

/**
 * Trials have no price; whatever has one was paid for. The cohort is the month in Moscow in which the first trial began:
 * the one under way and the twelve before it, each whole.
 */
const CONVERSION = statement<Found>(`
  WITH trials AS (
    SELECT user_id, min(started_at) AS began_at FROM subscriptions
    WHERE status = 'trial' OR coalesce(price, 0) = 0
    GROUP BY user_id
  ), paid AS (
    SELECT user_id, min(started_at) AS first_at FROM subscriptions
    WHERE status <> 'trial' AND price > 0
    GROUP BY user_id
  )
  SELECT (count(*) FILTER (WHERE p.first_at BETWEEN t.began_at AND t.began_at + interval '30 days')::numeric
      / count(*))::text AS value,
    jsonb_build_object('cohort', to_char(t.began_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM')) AS tags
  FROM trials t LEFT JOIN paid p USING (user_id)
  WHERE t.began_at <= $1
    AND t.began_at >= (date_trunc('month', $1::timestamptz AT TIME ZONE 'Europe/Moscow') - interval '12 months')
      AT TIME ZONE 'Europe/Moscow'
  GROUP BY to_char(t.began_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM')
`);

const SUBSCRIPTION_PRICE = statement<Found>(`
  SELECT avg(price)::text AS value, jsonb_build_object('currency', currency) AS tags
  FROM subscriptions
  WHERE status = 'active' AND price IS NOT NULL AND currency IS NOT NULL AND started_at <= $1
    AND (expires_at IS NULL OR expires_at > $1)
  GROUP BY currency
`);

const QUICK: readonly Asked[] = [['sync_lag_minutes', SYNC_LAG]];
const SLOW: readonly Asked[] = [
  ['active_users', ACTIVE_USERS],
  ['trial_to_paid_conversion', CONVERSION],
  ['average_subscription_price', SUBSCRIPTION_PRICE],
];
