import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plannedAnew, statement } from '../../platform/database/index.js';
import type { Observation } from './domain/observations.js';
import { GENERATED_ONCE } from './generated-once.js';
import { StockLocks } from './stock-locks.repository.js';

/** What became of a batch. With clashes or overflows it is not whole, and has to be rolled back. */
export interface Recorded {
  readonly written: number;
  /** Places of observations whose instant has another quantity on record. */
  readonly clashes: readonly number[];
  /** Products of which there would be more than an integer holds. */
  readonly overflows: readonly string[];
  /** Products whose levels moved. */
  readonly moved: readonly string[];
  /** The database's number of the transaction, as rows carry it. */
  readonly transaction: string;
}

/** Writes observations into the ledger, in any order. */
@Injectable()
export class StockRecordingRepository {
  constructor(
    private readonly database: Database,
    private readonly locks: StockLocks,
  ) {}

  /** @param owners of the products */
  async record(
    ctx: CallerContext,
    observations: readonly Observation[],
    owners: ReadonlyMap<string, string>,
  ): Promise<Recorded> {
    await this.locks.products(ctx, owners);
    await this.database.rows(ctx, BY_INDEX, []);
    const recorded = await this.database.row(ctx, RECORD, [
      ctx.tenantId,
      observations.map(({ index }) => index),
      observations.map(({ productId }) => productId),
      observations.map(({ productId }) => owners.get(productId)),
      observations.map(({ warehouseName }) => warehouseName),
      observations.map(({ quantity }) => quantity),
      observations.map(({ recordedAt }) => recordedAt.toISOString()),
      ctx.now(),
    ]);
    if (!recorded) throw new Error('A count without a row');
    return recorded;
  }
}

/**
 * For the rest of the transaction. A month that has been empty so far is taken for small, and would be read whole for
 * each late record.
 */
const BY_INDEX = statement<never>(`SET LOCAL enable_seqscan = off`);

/**
 * neighbours: the records on both sides of each observation. A level is the last record of its warehouse, so that only
 * what comes late has to look into the history.
 * line: observations and neighbours in order of time. An observation equal to the one before it is left out without
 * moving anything behind it, so that one look back is enough for all of them at once.
 */
const RECORD = plannedAnew<Recorded>(`
  WITH observed AS MATERIALIZED (
    SELECT o.*, l.quantity AS level, l.recorded_at AS level_since
    FROM unnest($2::integer[], $3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[])
      AS o (position, product_id, user_id, warehouse_name, quantity, recorded_at)
    -- LIMIT keeps it a look-up by key, row by row: a join would read all levels that the seller has
    LEFT JOIN LATERAL (
      SELECT quantity, recorded_at FROM stock_levels
      WHERE tenant_id = $1 AND product_id = o.product_id AND warehouse_name = o.warehouse_name LIMIT 1
    ) l ON true
  ), late AS MATERIALIZED (
    SELECT * FROM observed WHERE recorded_at < level_since
  ), neighbours AS MATERIALIZED (
    SELECT product_id, user_id, warehouse_name, level, level_since, level AS quantity, level_since AS recorded_at,
      NULL::uuid AS id, false AS follows
    FROM observed WHERE recorded_at >= level_since
    UNION ALL
    SELECT l.product_id, l.user_id, l.warehouse_name, l.level, l.level_since, before.quantity, before.recorded_at, NULL, false
    FROM late l CROSS JOIN LATERAL (
      SELECT h.quantity, h.recorded_at FROM stock_history h
      WHERE h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
        AND h.recorded_at <= l.recorded_at
      ORDER BY h.recorded_at DESC LIMIT 1
    ) before
    UNION ALL
    SELECT l.product_id, l.user_id, l.warehouse_name, l.level, l.level_since, after.quantity, after.recorded_at, after.id, true
    FROM late l CROSS JOIN LATERAL (
      SELECT h.id, h.quantity, h.recorded_at FROM stock_history h
      WHERE h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name
        AND h.recorded_at > l.recorded_at
      ORDER BY h.recorded_at LIMIT 1
    ) after
  ), clashes AS MATERIALIZED (
    SELECT DISTINCT o.position FROM observed o JOIN neighbours n USING (product_id, warehouse_name, recorded_at)
    WHERE n.quantity <> o.quantity
  ), line AS MATERIALIZED (
    SELECT *, lag(quantity) OVER in_order AS before
    FROM (
      SELECT product_id, user_id, warehouse_name, level, level_since, quantity, recorded_at,
        bool_and(is_new) AS is_new, (array_agg(id) FILTER (WHERE follows))[1] AS mended_id
      FROM (
        SELECT product_id, user_id, warehouse_name, level, level_since, quantity, recorded_at, true AS is_new,
          NULL::uuid AS id, false AS follows
        FROM observed WHERE position NOT IN (SELECT position FROM clashes)
        UNION ALL
        SELECT product_id, user_id, warehouse_name, level, level_since, quantity, recorded_at, false, id, follows
        FROM neighbours
      ) AS all_of_them
      GROUP BY product_id, user_id, warehouse_name, level, level_since, quantity, recorded_at
    ) AS distinct_ones
    WINDOW in_order AS (PARTITION BY product_id, warehouse_name ORDER BY recorded_at)
  ), fresh AS MATERIALIZED (
    SELECT * FROM line WHERE is_new AND before IS DISTINCT FROM quantity
  ), written AS (
    INSERT INTO stock_history (id, tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at, created_at)
    SELECT uuid_v7(), $1, user_id, product_id, warehouse_name, quantity, quantity - coalesce(before, 0), recorded_at, $8
    FROM fresh
    RETURNING 1
  ), mended AS (
    UPDATE stock_history h SET delta = line.quantity - line.before
    FROM line
    WHERE line.before IS NOT NULL AND h.tenant_id = $1 AND h.id = line.mended_id AND h.recorded_at = line.recorded_at
      AND h.delta <> line.quantity - line.before
  ), newest AS MATERIALIZED (
    SELECT DISTINCT ON (product_id, warehouse_name) * FROM fresh
    WHERE level_since IS NULL OR recorded_at > level_since
    ORDER BY product_id, warehouse_name, recorded_at DESC
  ), levelled AS (
    INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at, source)
    SELECT $1, user_id, product_id, warehouse_name, quantity, recorded_at, 'manual' FROM newest
    ON CONFLICT (tenant_id, product_id, warehouse_name) DO UPDATE
      SET quantity = excluded.quantity, recorded_at = excluded.recorded_at, source = excluded.source
  ), moved AS MATERIALIZED (
    SELECT n.product_id, p.stock_total + sum(n.quantity::bigint - coalesce(n.level, 0)) AS total
    FROM newest n JOIN products p ON p.tenant_id = $1 AND p.id = n.product_id
    GROUP BY n.product_id, p.stock_total
  ), totalled AS (
    UPDATE products p SET stock_total = least(m.total, 2147483647)::integer, in_stock = m.total > 0, updated_at = $8,
      ${GENERATED_ONCE}
    FROM moved m WHERE p.tenant_id = $1 AND p.id = m.product_id
  ), marked AS (
    INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, product_id, day)
    SELECT $1, uuid_v7(), user_id, 'stock', product_id, (min(recorded_at) AT TIME ZONE 'Europe/Moscow')::date
    FROM fresh GROUP BY user_id, product_id
  )
  SELECT (SELECT count(*) FROM written)::integer AS written,
    ARRAY (SELECT position FROM clashes ORDER BY position) AS clashes,
    ARRAY (SELECT product_id::text FROM moved WHERE total > 2147483647) AS overflows,
    ARRAY (SELECT product_id::text FROM moved ORDER BY product_id) AS moved,
    pg_current_xact_id()::xid::text AS transaction
`);
