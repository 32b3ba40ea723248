import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import type { ProductCost } from './domain/product-cost.js';

/** What a product costs its seller: the newest of the dated costs that holds on a day. */
@Injectable()
export class ProductCosts {
  private readonly loader = requestLoader<ProductCost | null>(
    (ctx, ids) => this.on(ctx, ids, businessDay(ctx.now())),
    null,
  );

  constructor(private readonly database: Database) {}

  /** As of today. */
  async of(ctx: CallerContext, productId: string): Promise<ProductCost | null> {
    return this.loader(ctx).load(productId);
  }

  /** By product, as of a day of the past or today; a product without any has none. */
  async on(ctx: CallerContext, ids: readonly string[], day: string): Promise<Map<string, ProductCost>> {
    const owner = ctx.scope === 'own' ? ctx.userId : null;
    const rows = await this.database.rows(ctx, HOLDING_ON, [ctx.tenantId, ids, owner, day]);
    return new Map(rows.map(({ productId, ...cost }) => [productId, cost]));
  }

  /** What the request may have read before it changed it. */
  forget(ctx: CallerContext, productId: string): void {
    this.loader(ctx).clear(productId);
  }
}

const HOLDING_ON = statement<ProductCost & { productId: string }>(`
  SELECT DISTINCT ON (product_id) product_id AS "productId", unit_cost AS "unitCost", lead_time_days AS "leadTimeDays"
  FROM product_costs
  WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)
    AND valid_from <= $4::date
  ORDER BY product_id, valid_from DESC
`);
