import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plannedAnew, statement } from '../../platform/database/index.js';

export interface Reopened {
  /** Everybody who has products, or anything that waits. */
  readonly sellers: readonly string[];
  /** Days of which something waits now. */
  readonly days: number;
}

/** Opens days again, of all sellers whom the caller sees. */
@Injectable()
export class RecalculationRepository {
  constructor(private readonly database: Database) {}

  /** @param range days, the last one outside; null opens none */
  async reopen(ctx: CallerContext, range: { from: string; until: string } | null): Promise<Reopened> {
    const values = [ctx.tenantId, range?.from ?? null, range?.until ?? null];
    await this.database.rows(ctx, REOPEN, values);
    return (await this.database.row(ctx, WAITING, values)) ?? { sellers: [], days: 0 };
  }
}

/**
 * A day of sales that are gone is one too: its totals are there still. Of stock, a product's days from the first on. Every
 * seller is marked, whatever the range: who may not write of them is stopped here, by row-level security too.
 */
const REOPEN = plannedAnew<never>(`
  WITH sold AS (
    SELECT user_id, sale_date AS day FROM sales WHERE tenant_id = $1 AND sale_date >= $2::date AND sale_date < $3::date
    UNION SELECT user_id, day FROM sales_daily WHERE tenant_id = $1 AND day >= $2::date AND day < $3::date
    UNION SELECT user_id, day FROM sales_totals_daily WHERE tenant_id = $1 AND day >= $2::date AND day < $3::date
  )
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, product_ids, day)
  SELECT $1, uuid_v7(), user_id, 'sales', NULL, day FROM sold
  UNION ALL
  SELECT $1, uuid_v7(), user_id, CASE WHEN $2::date IS NULL THEN 'costs' ELSE 'stock' END,
    CASE WHEN $2::date IS NOT NULL THEN array_agg(id) END, coalesce($2::date, CURRENT_DATE)
  FROM products WHERE tenant_id = $1 GROUP BY user_id
`);

const WAITING = statement<Reopened>(`
  SELECT
    ARRAY (
      SELECT user_id::text FROM products WHERE tenant_id = $1
      UNION SELECT user_id::text FROM rollup_marks WHERE tenant_id = $1
      ORDER BY 1
    ) AS sellers,
    (SELECT count(*) FROM (
      SELECT day::date FROM generate_series($2::date, $3::date - 1, interval '1 day') AS day
      UNION SELECT day FROM rollup_marks WHERE tenant_id = $1 AND dataset IN ('sales', 'stock')
    ) AS days)::integer AS days
`);
