import { Injectable } from '@nestjs/common';
import { addDays, businessDay, type TenantContext } from '../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS } from '../../platform/database/index.js';
import { WINDOW_DAYS } from './domain/product-metrics.js';
import { POISSON_LIMITS } from './domain/reorder.js';
import { REFRESH_PRODUCT_METRICS } from './product-metrics.sql.js';

/** Brings product_metrics up to date from the daily rollups. */
@Injectable()
export class ProductMetricsRepository {
  constructor(private readonly database: Database) {}

  /**
   * All products of the seller, since the window moves for all of them.
   * @returns rows that are new or different
   */
  async refresh(ctx: TenantContext): Promise<number> {
    const today = businessDay(ctx.now());
    const values = [ctx.tenantId, ctx.userId, addDays(today, -WINDOW_DAYS), today, ctx.now(), POISSON_LIMITS];
    await this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []);
    const result = await this.database.row(ctx, REFRESH_PRODUCT_METRICS, values);
    return result?.rows ?? 0;
  }
}
