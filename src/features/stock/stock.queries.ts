import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import type { StockLevel } from './types/stock-level.type.js';
import type { Warehouse } from './types/warehouse.type.js';

@Injectable()
export class StockQueries {
  private readonly levels = requestLoader<StockLevel[]>((ctx, ids) => this.byProducts(ctx, ids), []);

  constructor(private readonly database: Database) {}

  async warehouses(ctx: CallerContext): Promise<Warehouse[]> {
    return this.database.rows(ctx, WAREHOUSES, [ctx.tenantId, ownerSeen(ctx)]);
  }

  /** By warehouse, in the order of their names. */
  async levelsOf(ctx: CallerContext, productId: string): Promise<StockLevel[]> {
    return this.levels(ctx).load(productId);
  }

  private async byProducts(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, StockLevel[]>> {
    const rows = await this.database.rows(ctx, LEVELS, [ctx.tenantId, ids, ownerSeen(ctx)]);
    return Map.groupBy(rows, ({ productId }) => productId);
  }
}

/** Null for who sees the rows of all. */
function ownerSeen(ctx: CallerContext): string | null {
  return ctx.scope === 'own' ? ctx.userId : null;
}

const LEVELS = statement<StockLevel>(`
  SELECT product_id AS "productId", warehouse_name AS "warehouseName", quantity,
    in_transit_to_customer AS "inTransitToCustomer", in_transit_from_customer AS "inTransitFromCustomer",
    recorded_at AS "recordedAt"
  FROM stock_levels
  WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
  ORDER BY product_id, warehouse_name
`);

const WAREHOUSES = statement<Warehouse>(`
  SELECT warehouse_name AS name, least(sum(quantity), 2147483647)::integer AS "stockTotal",
    count(*) FILTER (WHERE quantity > 0)::integer AS "productCount"
  FROM stock_levels
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2)
  GROUP BY warehouse_name
  ORDER BY warehouse_name
`);
