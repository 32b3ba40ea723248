import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader } from '../../platform/graphql/index.js';
import { METRIC_COLUMNS, metricsOf, type MetricsRow } from './product-metrics.columns.js';
import type { ProductMetrics } from './types/product-metrics.type.js';

/** The stored figures of products: those of a whole list by one statement. */
@Injectable()
export class ProductMetricsLoader {
  private readonly loader = requestLoader<ProductMetrics | null>(
    (ctx, ids) => this.byProducts(ctx, ids),
    null,
  );

  constructor(private readonly database: Database) {}

  /** @returns null for a product of which nothing was computed yet */
  async of(ctx: CallerContext, productId: string): Promise<ProductMetrics | null> {
    return this.loader(ctx).load(productId);
  }

  private async byProducts(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, ProductMetrics>> {
    const rows = await this.database.rows(ctx, METRICS, [
      ctx.tenantId,
      ids,
      ctx.scope === 'own' ? ctx.userId : null,
    ]);
    return new Map(rows.map((row) => [row.productId, metricsOf(row)]));
  }
}

const METRICS = statement<MetricsRow>(`
  SELECT ${METRIC_COLUMNS} FROM product_metrics m
  WHERE m.tenant_id = $1 AND m.product_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR m.user_id = $3)
`);
