import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, together } from '../../platform/database/index.js';
import { byAmount } from './rollup-plans.js';
import type { TakenMarks } from './rollup-marks.repository.js';

/** Rebuilds stock_daily from the history of stock. */
@Injectable()
export class StockRollupRepository {
  constructor(private readonly database: Database) {}

  /** @returns rows that are new, different or gone; what has not changed is not written */
  async rebuild(ctx: TenantContext, marks: Pick<TakenMarks, 'stockProducts' | 'stockDays'>): Promise<number> {
    if (marks.stockProducts.length === 0) return 0;
    const values = [ctx.tenantId, ctx.userId, marks.stockProducts, marks.stockDays];
    const [plans, rebuild] = rebuildOf(marks.stockProducts.length);
    const [, result] = await together([
      this.database.rows(ctx, plans, []),
      this.database.row(ctx, rebuild, values),
    ]);
    return result?.rows ?? 0;
  }
}

const startOf = (day: string): string => `((${day})::timestamp AT TIME ZONE 'Europe/Moscow')`;

/**
 * Part of a day with eight decimals. Cut off, not rounded: a product first seen a moment after midnight was not known
 * for a whole day. The clocks of Moscow went back once (2014), which made a day of 25 hours: hence the bound.
 */
const shareOf = (time: string): string => `least(trunc(extract(epoch FROM ${time}) / 86400, 8), 1)`;

/**
 * carried: the total before the first marked day, from the row before it. A product that has none is computed from its
 * first record on. The deltas of all warehouses, summed in order of time, are the changes of the total. That rows are of
 * the marked products is said of each table by itself: by a join alone a planner without statistics reads all of a seller.
 */
const rebuildOf = byAmount<{ rows: number }>(`
  WITH marked AS MATERIALIZED (
    SELECT m.product_id, m.day, before.end_quantity AS carried,
      CASE WHEN before.end_quantity IS NULL THEN '-infinity'::timestamptz ELSE ${startOf('m.day')} END AS since
    FROM unnest($3::uuid[], $4::date[]) AS m (product_id, day)
    LEFT JOIN LATERAL (
      SELECT d.end_quantity FROM stock_daily d
      WHERE d.tenant_id = $1 AND d.product_id = m.product_id AND d.day < m.day
      ORDER BY d.day DESC LIMIT 1
    ) AS before ON true
  ), moments AS (
    SELECT m.product_id, m.carried, h.recorded_at AS at, (h.recorded_at AT TIME ZONE 'Europe/Moscow')::date AS day,
      sum(h.delta) AS delta
    FROM marked m
    JOIN stock_history h ON h.tenant_id = $1 AND h.product_id = m.product_id AND h.recorded_at >= m.since
    WHERE h.product_id = ANY ($3::uuid[])
      AND h.recorded_at >= (SELECT min(since) FROM marked) -- leaves out the months before
    GROUP BY m.product_id, m.carried, h.recorded_at
  ), running AS (
    SELECT product_id, at, day, delta,
      coalesce(carried, 0) + sum(delta) OVER in_order AS total,
      lag(day) OVER in_order AS day_before, lead(day) OVER in_order AS day_after, lead(at) OVER in_order AS until,
      carried IS NULL AND lag(at) OVER in_order IS NULL AS first_ever
    FROM moments
    WINDOW in_order AS (PARTITION BY product_id ORDER BY at)
  ), days AS (
    SELECT product_id, day,
      max(total) FILTER (WHERE day_after IS DISTINCT FROM day) AS end_quantity,
      coalesce(sum(least(until, ${startOf('day + 1')}) - at) FILTER (WHERE total > 0), '0')
        + coalesce(sum(at - ${startOf('day')})
            FILTER (WHERE day_before IS DISTINCT FROM day AND total - delta > 0), '0') AS in_stock,
      coalesce(min(${startOf('day + 1')} - at) FILTER (WHERE first_ever), '1 day') AS known
    FROM running
    GROUP BY product_id, day
    HAVING bool_or(delta <> 0 OR first_ever)
  ), fresh AS MATERIALIZED (
    SELECT product_id, day, least(end_quantity, 2147483647)::integer AS end_quantity,
      ${shareOf('in_stock')} AS in_stock_share, ${shareOf('known')} AS known_share
    FROM days
  ), gone AS (
    DELETE FROM stock_daily d USING marked m
    WHERE d.tenant_id = $1 AND d.product_id = ANY ($3::uuid[]) AND d.product_id = m.product_id AND d.day >= m.day
      AND NOT EXISTS (SELECT FROM fresh f WHERE f.product_id = d.product_id AND f.day = d.day)
    RETURNING 1
  ), written AS (
    INSERT INTO stock_daily AS d (tenant_id, user_id, product_id, day, end_quantity, in_stock_share, known_share)
    SELECT $1, $2, product_id, day, end_quantity, in_stock_share, known_share FROM fresh
    ON CONFLICT (tenant_id, product_id, day) DO UPDATE
      SET end_quantity = excluded.end_quantity, in_stock_share = excluded.in_stock_share, known_share = excluded.known_share
      WHERE (d.end_quantity, d.in_stock_share, d.known_share)
        IS DISTINCT FROM (excluded.end_quantity, excluded.in_stock_share, excluded.known_share)
    RETURNING 1
  )
  SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM written))::integer AS rows
`);
