import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context/index.js';
import { Database, plannedAnew } from '../../platform/database/index.js';

/** A row that does not follow from the history. */
export interface LedgerDifference {
  /** DELTA and LEVEL of a product at a warehouse, TOTAL of a product. */
  readonly kind: 'DELTA' | 'LEVEL' | 'TOTAL';
  readonly productId: string;
  readonly warehouseName: string | null;
  /** Of a record of the history, and of a level that has another time than its last record. */
  readonly recordedAt: Date | null;
  /** As the history has it; null: there should be no such row. */
  readonly expected: number | null;
  /** As it is; null: there is no such row. */
  readonly actual: number | null;
}

/** Proves that what is kept for reading follows from what was recorded. */
@Injectable()
export class StockLedgerCheck {
  constructor(private readonly database: Database) {}

  /** @returns what differs in one tenant, as far as the context sees it; empty when all is right */
  differences(ctx: Context, tenantId: string, limit = 1000): Promise<LedgerDifference[]> {
    return this.database.rows(ctx, DIFFERENCES, [tenantId, limit]);
  }
}

const DIFFERENCES = plannedAnew<LedgerDifference>(`
  WITH history AS MATERIALIZED (
    SELECT product_id, warehouse_name, recorded_at, quantity, delta,
      quantity - coalesce(lag(quantity) OVER in_order, 0) AS expected,
      lead(recorded_at) OVER in_order IS NULL AS is_last
    FROM stock_history WHERE tenant_id = $1
    WINDOW in_order AS (PARTITION BY product_id, warehouse_name ORDER BY recorded_at)
  ), last AS (
    SELECT product_id, warehouse_name, quantity, recorded_at FROM history WHERE is_last
  ), levels AS (
    SELECT product_id, warehouse_name, quantity, recorded_at FROM stock_levels WHERE tenant_id = $1
  ), totals AS (
    SELECT product_id, sum(quantity) AS total FROM last GROUP BY product_id
  )
  SELECT 'DELTA' AS kind, product_id AS "productId", warehouse_name AS "warehouseName", recorded_at AS "recordedAt",
    expected, delta AS actual
  FROM history WHERE delta <> expected
  UNION ALL
  SELECT 'LEVEL', product_id, warehouse_name, coalesce(last.recorded_at, levels.recorded_at), last.quantity, levels.quantity
  FROM last FULL JOIN levels USING (product_id, warehouse_name)
  WHERE (last.quantity, last.recorded_at) IS DISTINCT FROM (levels.quantity, levels.recorded_at)
  UNION ALL
  SELECT 'TOTAL', p.id, NULL, NULL, coalesce(t.total, 0)::integer, p.stock_total
  FROM products p LEFT JOIN totals t ON t.product_id = p.id
  WHERE p.tenant_id = $1 AND p.stock_total <> coalesce(t.total, 0)
  ORDER BY kind, "productId", "warehouseName", "recordedAt" LIMIT $2::integer
`);
