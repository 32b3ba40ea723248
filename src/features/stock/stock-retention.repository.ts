import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, plannedAnew, statement } from '../../platform/database/index.js';

/** Takes old months off the history, of all tenants, and keeps what follows from it right. */
@Injectable()
export class StockRetentionRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether there is a month that ends at or before the cut */
  async hasOlder(ctx: SystemContext, cut: Date): Promise<boolean> {
    return (await this.database.row(ctx, HAS_OLDER, [dayOf(cut)]))?.older ?? false;
  }

  /**
   * Inside write().
   * @param cut the first instant of a month in UTC
   * @returns months that are gone
   */
  async drop(ctx: SystemContext, cut: Date): Promise<number> {
    await this.database.rows(ctx, LOCK, []);
    await this.database.rows(ctx, CARRY_OVER, [cut, ctx.now()]);
    await this.database.rows(ctx, FORGET_DAYS, [cut]);
    const dropped = await this.database.row(ctx, DROP, [dayOf(cut)]);
    return dropped?.months ?? 0;
  }
}

const dayOf = (cut: Date): string => cut.toISOString().slice(0, 10);

const HAS_OLDER = statement<{ older: boolean }>(`
  SELECT EXISTS (
    SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.stock_history'::regclass
      AND c.relname < 'stock_history_' || to_char($1::date, 'YYYY_MM')
  ) AS older
`);

/** Readers go on; whoever writes waits, and then finds the history cut. */
const LOCK = statement<never>(`LOCK TABLE stock_history IN SHARE ROW EXCLUSIVE MODE`);

/**
 * What was on hand at the cut is written down there, as the first record that is kept: its delta is its quantity, so that
 * deltas still add up. A level begins there too, since a level is the last record of its warehouse.
 */
const CARRY_OVER = plannedAnew<never>(`
  WITH held AS MATERIALIZED (
    SELECT DISTINCT ON (tenant_id, product_id, warehouse_name)
      tenant_id, product_id, warehouse_name, user_id, quantity, recorded_at
    FROM stock_history WHERE recorded_at <= $1
    ORDER BY tenant_id, product_id, warehouse_name, recorded_at DESC
  ), carried AS (
    INSERT INTO stock_history (id, tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at, created_at)
    SELECT uuid_v7(), tenant_id, user_id, product_id, warehouse_name, quantity, quantity, $1, $2
    FROM held WHERE recorded_at < $1
  ), begun AS (
    UPDATE stock_history SET delta = quantity WHERE recorded_at = $1 AND delta <> quantity
  )
  UPDATE stock_levels SET recorded_at = $1 WHERE recorded_at < $1
`);

/**
 * Days before the cut can not be computed again: what is kept of them goes, and the first day is computed anew. By the
 * nightly rollup, which comes next and to everybody: nobody is asked for another one.
 */
const FORGET_DAYS = plannedAnew<never>(`
  WITH gone AS (
    DELETE FROM stock_daily WHERE day <= ($1::timestamptz AT TIME ZONE 'Europe/Moscow')::date
    RETURNING tenant_id, user_id, product_id
  )
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, product_id, day)
  SELECT tenant_id, uuid_v7(), user_id, 'stock', product_id, ($1::timestamptz AT TIME ZONE 'Europe/Moscow')::date
  FROM gone GROUP BY tenant_id, user_id, product_id
`);

const DROP = statement<{ months: number }>(`SELECT drop_stock_history_before($1::date) AS months`);
