import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import { requestLoader, type AskedFields } from '../../platform/graphql/index.js';
import type { StockLevel } from './types/stock-level.type.js';
import type { Warehouse } from './types/warehouse.type.js';

@Injectable()
export class StockQueries {
  private readonly levels = requestLoader<StockLevel[]>((ctx, ids) => this.read(LEVELS, ctx, ids), []);
  private readonly quantities = requestLoader<StockLevel[]>(
    (ctx, ids) => this.read(QUANTITIES, ctx, ids),
    [],
  );

  constructor(private readonly database: Database) {}

  async warehouses(ctx: CallerContext): Promise<Warehouse[]> {
    return this.database.rows(ctx, WAREHOUSES, [ctx.tenantId, ownerSeen(ctx)]);
  }

  /**
   * By warehouse, in the order of their names.
   * @param asked fields of the levels: others may be missing
   */
  async levelsOf(ctx: CallerContext, productId: string, asked: AskedFields): Promise<StockLevel[]> {
    const loader = FURTHER.some((field) => asked.has(field)) ? this.levels : this.quantities;
    return loader(ctx).load(productId);
  }

  private async read(
    statement: Statement<StockLevel>,
    ctx: CallerContext,
    ids: readonly string[],
  ): Promise<Map<string, StockLevel[]>> {
    const rows = await this.database.rows(ctx, statement, [ctx.tenantId, ids, ownerSeen(ctx)]);
    return Map.groupBy(rows, ({ productId }) => productId);
  }
}

/** Null for who sees the rows of all. */
function ownerSeen(ctx: CallerContext): string | null {
  return ctx.scope === 'own' ? ctx.userId : null;
}

/** What few pages show: of many levels it is the larger part, and not read for nobody. */
const FURTHER: readonly (keyof StockLevel)[] = ['inTransitToCustomer', 'inTransitFromCustomer', 'recordedAt'];

const levels = (further: string): Statement<StockLevel> =>
  statement<StockLevel>(`
    SELECT product_id AS "productId", warehouse_name AS "warehouseName", quantity ${further}
    FROM stock_levels
    WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
    ORDER BY product_id, warehouse_name
  `);

const QUANTITIES = levels('');
const LEVELS = levels(`, in_transit_to_customer AS "inTransitToCustomer",
      in_transit_from_customer AS "inTransitFromCustomer", recorded_at AS "recordedAt"`);

const WAREHOUSES = statement<Warehouse>(`
  SELECT warehouse_name AS name, least(sum(quantity), 2147483647)::integer AS "stockTotal",
    count(*) FILTER (WHERE quantity > 0)::integer AS "productCount"
  FROM stock_levels
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2)
  GROUP BY warehouse_name
  ORDER BY warehouse_name
`);
