import { Injectable } from '@nestjs/common';
import type { SellerContext } from '../../platform/context/index.js';
import { Database, Partitions, plannedAnew, WITHOUT_NESTED_LOOPS } from '../../platform/database/index.js';
import { GENERATED_ONCE } from './generated-once.js';
import { MOST_NAMED, StockAnnouncer } from './stock-announcer.js';
import { StockLocks } from './stock-locks.repository.js';

/**
 * Writes a whole snapshot of a seller's stock, gathered in sync_stage under the dataset 'stock': one statement that
 * compares it with the levels and writes what differs.
 */
@Injectable()
export class StockSnapshotRepository {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
    private readonly locks: StockLocks,
    private readonly announcer: StockAnnouncer,
  ) {}

  /** To be called before the transaction: making a month takes a lock that should be short. */
  async prepare(ctx: SellerContext): Promise<void> {
    const today = ctx.now().toISOString().slice(0, 10);
    await this.partitions.ensure(ctx, 'stock_history', today, today);
  }

  /**
   * What the snapshot does not list is zero, for the sources that it covers and for products of the marketplace alone.
   * @returns rows written to the history
   */
  async apply(ctx: SellerContext, covered: readonly ('wb' | 'seller')[]): Promise<number> {
    await this.locks.whole(ctx);
    await this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []);
    const values = [ctx.tenantId, ctx.userId, ctx.now(), covered, MOST_NAMED + 1];
    const result = await this.database.row(ctx, APPLY, values);
    if (!result) throw new Error('A count without a row');
    const { written, moved, transaction } = result;
    await this.announcer.moved(ctx, ctx.userId, { transaction, productIds: moved });
    return written;
  }
}

/**
 * The stage fills and empties too fast to have statistics: it is read once, by itself, so that the rows behind it are
 * joined by their number and not by a guess.
 */
const APPLY = plannedAnew<{ written: number; moved: string[]; transaction: string }>(`
  WITH staged AS MATERIALIZED (
    SELECT nm_id, warehouse_name, min(source) AS source,
      least(sum(quantity), 2147483647)::integer AS quantity,
      least(sum(in_transit_to_customer), 2147483647)::integer AS to_customer,
      least(sum(in_transit_from_customer), 2147483647)::integer AS from_customer
    FROM sync_stage
    WHERE tenant_id = $1 AND user_id = $2 AND dataset = 'stock'
    GROUP BY nm_id, warehouse_name
  ), listed AS MATERIALIZED (
    SELECT p.id AS product_id, s.warehouse_name, s.source, s.quantity, s.to_customer, s.from_customer
    FROM staged s JOIN products p ON p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id = s.nm_id
  ), observed AS MATERIALIZED (
    SELECT coalesce(n.product_id, l.product_id) AS product_id, coalesce(n.warehouse_name, l.warehouse_name) AS warehouse_name,
      coalesce(n.source, l.source) AS source, coalesce(n.quantity, 0) AS quantity,
      coalesce(n.to_customer, 0) AS to_customer, coalesce(n.from_customer, 0) AS from_customer,
      l.quantity AS old_quantity, l.in_transit_to_customer AS old_to, l.in_transit_from_customer AS old_from,
      l.source AS old_source, greatest($3::timestamptz, l.recorded_at + interval '1 microsecond') AS recorded_at
    FROM listed n
    FULL JOIN (
      SELECT * FROM stock_levels WHERE tenant_id = $1 AND user_id = $2
    ) l ON l.product_id = n.product_id AND l.warehouse_name = n.warehouse_name
    WHERE n.product_id IS NOT NULL OR l.source = ANY ($4::text[])
  ), written AS (
    INSERT INTO stock_history (id, tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at, created_at)
    SELECT uuid_v7(), $1, $2, product_id, warehouse_name, quantity, quantity - coalesce(old_quantity, 0), recorded_at, $3
    FROM observed WHERE old_quantity IS DISTINCT FROM quantity
    RETURNING product_id, delta, recorded_at
  ), levelled AS (
    INSERT INTO stock_levels AS l (tenant_id, user_id, product_id, warehouse_name, quantity, in_transit_to_customer,
      in_transit_from_customer, recorded_at, source)
    SELECT $1, $2, product_id, warehouse_name, quantity, to_customer, from_customer, recorded_at, source
    FROM observed
    WHERE (old_quantity, old_to, old_from, old_source) IS DISTINCT FROM (quantity, to_customer, from_customer, source)
    ON CONFLICT (tenant_id, product_id, warehouse_name) DO UPDATE SET
      quantity = excluded.quantity, in_transit_to_customer = excluded.in_transit_to_customer,
      in_transit_from_customer = excluded.in_transit_from_customer, source = excluded.source,
      recorded_at = CASE WHEN l.quantity = excluded.quantity THEN l.recorded_at ELSE excluded.recorded_at END
    RETURNING product_id
  ), moved AS MATERIALIZED (
    SELECT product_id, sum(delta)::integer AS delta, min(recorded_at) AS recorded_at FROM written GROUP BY product_id
  ), totalled AS (
    UPDATE products p SET stock_total = p.stock_total + m.delta, in_stock = p.stock_total + m.delta > 0, updated_at = $3,
      ${GENERATED_ONCE}
    FROM moved m WHERE p.tenant_id = $1 AND p.id = m.product_id
  ), marked AS (
    INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, product_ids, day)
    SELECT $1, uuid_v7(), $2, 'stock', array_agg(product_id), (recorded_at AT TIME ZONE 'Europe/Moscow')::date AS day
    FROM moved GROUP BY day
  )
  SELECT (SELECT count(*) FROM written)::integer AS written,
    ARRAY (SELECT DISTINCT product_id::text FROM levelled LIMIT $5::integer) AS moved,
    pg_current_xact_id()::xid::text AS transaction
`);
