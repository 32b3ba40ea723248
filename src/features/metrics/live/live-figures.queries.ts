import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import { SYNCED_SELLERS } from '../sampling/synced-sellers.sql.js';

export interface QueueFigures {
  readonly queue: string;
  /** Jobs whose time has come, and jobs whose time is still to come. */
  readonly ready: number;
  readonly deferred: number;
  /** Since the time of the oldest job that is ready has come. */
  readonly seconds: number;
  readonly active: number;
  readonly failed: number;
}

/** Of the worst seller and of the one in the middle, or of the best; null of none. */
export interface Spread {
  readonly worst: number | null;
  readonly other: number | null;
}

/** How it stands with jobs, syncs and rollups right now. */
@Injectable()
export class LiveFiguresQueries {
  constructor(private readonly database: Database) {}

  /** By the clock of the database, by which jobs become ready. */
  queues(ctx: SystemContext, names: readonly string[]): Promise<QueueFigures[]> {
    return this.database.rows(ctx, QUEUES, [names]);
  }

  /** Seconds since the last good sync, of the seller with the oldest one and in the middle. */
  async syncLag(ctx: SystemContext): Promise<Spread> {
    return (await this.database.row(ctx, SYNC_LAG, [ctx.now()])) ?? NONE;
  }

  /** Seconds since the end of the last day that a seller's figures cover, of the oldest and of the newest ones. */
  async rollupAge(ctx: SystemContext): Promise<Spread> {
    return (await this.database.row(ctx, ROLLUP_AGE, [ctx.now()])) ?? NONE;
  }
}

const NONE: Spread = { worst: null, other: null };

/**
 * Waiting ones are counted here, along pg-boss' own index of them: its counts are kept by workers, and so stand still
 * when none is there. The others can only grow by a worker.
 */
const QUEUES = statement<QueueFigures>(`
  SELECT q.name AS queue, coalesce(w.ready, 0) AS ready, coalesce(w.deferred, 0) AS deferred,
    coalesce(w.seconds, 0) AS seconds, q.active_count AS active, q.failed_count AS failed
  FROM pgboss.queue q
  LEFT JOIN (
    SELECT name, (count(*) FILTER (WHERE start_after <= now()))::integer AS ready,
      (count(*) FILTER (WHERE start_after > now()))::integer AS deferred,
      extract(epoch FROM now() - min(start_after) FILTER (WHERE start_after <= now()))::float8 AS seconds
    FROM pgboss.job WHERE state < 'active' GROUP BY name
  ) AS w ON w.name = q.name
  WHERE q.name = ANY ($1::text[])
`);

const SYNC_LAG = statement<Spread>(`
  WITH lags AS (
    SELECT greatest(extract(epoch FROM $1::timestamptz - good_at), 0) AS seconds FROM (${SYNCED_SELLERS}) AS sellers
  )
  SELECT max(seconds)::float8 AS worst, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS other FROM lags
`);

/**
 * All products of a seller are refreshed together, so that any of them tells how far their rollup is. Who was never
 * rolled up waits since their first product, or any of the first ones.
 */
const ROLLUP_AGE = statement<Spread>(`
  WITH sellers AS (
    SELECT coalesce((m.as_of + 1)::timestamp AT TIME ZONE 'Europe/Moscow', p.created_at) AS covered_until
    FROM users u
    JOIN tenants t ON t.id = u.tenant_id AND t.is_active
    CROSS JOIN LATERAL (
      SELECT created_at FROM products WHERE tenant_id = u.tenant_id AND user_id = u.id LIMIT 1
    ) AS p
    LEFT JOIN LATERAL (
      SELECT as_of FROM product_metrics WHERE tenant_id = u.tenant_id AND user_id = u.id LIMIT 1
    ) AS m ON true
    WHERE u.is_active
  ), ages AS (
    SELECT greatest(extract(epoch FROM $1::timestamptz - covered_until), 0) AS seconds FROM sellers
  )
  SELECT max(seconds)::float8 AS worst, min(seconds)::float8 AS other FROM ages
`);
