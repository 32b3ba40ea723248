import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, statement, together } from '../../platform/database/index.js';
import { BY_INDEXES } from './rollup-plans.js';

/** What changed since the last rollup. Days are YYYY-MM-DD in Moscow. */
export interface TakenMarks {
  readonly salesDays: readonly string[];
  /** Products, and at the same position the first day from which the stock of each is to be rolled up again. */
  readonly stockProducts: readonly string[];
  readonly stockDays: readonly string[];
}

const NONE: TakenMarks = { salesDays: [], stockProducts: [], stockDays: [] };

@Injectable()
export class RollupMarksRepository {
  constructor(private readonly database: Database) {}

  /**
   * Waits until no other transaction rolls up this seller, and keeps others waiting until this one has ended. Compiling
   * its few long statements would take the server longer than running them. Nor does it wait for the disk: a crash that
   * takes back a rollup gives back its marks, and whatever is committed behind it takes it along.
   */
  async lock(ctx: TenantContext): Promise<void> {
    await together([
      this.database.rows(ctx, LOCK, [`rollup ${ctx.tenantId} ${ctx.userId}`]),
      this.database.rows(ctx, BY_INDEXES, []),
    ]);
  }

  /**
   * A statement of its own, before those that compute: what a mark tells of was committed with it, so they see it. A
   * writer that commits later has left a mark that this one has not taken.
   */
  async take(ctx: TenantContext): Promise<TakenMarks> {
    return (await this.database.row(ctx, TAKE, [ctx.tenantId, ctx.userId])) ?? NONE;
  }
}

const LOCK = statement<never>(`
  SELECT pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('jit', 'off', true), set_config('synchronous_commit', 'off', true)
`);

const TAKE = statement<TakenMarks>(`
  WITH taken AS (
    DELETE FROM rollup_marks WHERE tenant_id = $1 AND user_id = $2 RETURNING dataset, product_id, product_ids, day
  ), stock AS (
    SELECT product_id, min(day) AS day FROM (
      SELECT product_id, day FROM taken WHERE dataset = 'stock' AND product_id IS NOT NULL
      UNION ALL
      SELECT unnest(product_ids), day FROM taken WHERE dataset = 'stock'
    ) AS marked
    GROUP BY product_id
  )
  SELECT
    ARRAY (SELECT DISTINCT day::text FROM taken WHERE dataset = 'sales') AS "salesDays",
    coalesce(array_agg(product_id::text ORDER BY product_id), '{}') AS "stockProducts",
    coalesce(array_agg(day::text ORDER BY product_id), '{}') AS "stockDays"
  FROM stock
`);
