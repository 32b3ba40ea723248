import { Injectable } from '@nestjs/common';
import { businessDay, type TenantContext } from '../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS } from '../../platform/database/index.js';
import { POISSON_LIMITS } from './domain/reorder.js';
import { NEWEST_AS_OF, REFRESH_PRODUCT_METRICS } from './product-metrics.sql.js';

/** Brings product_metrics up to date from the daily rollups. */
@Injectable()
export class ProductMetricsRepository {
  constructor(private readonly database: Database) {}

  /**
   * All products of the seller, since the window moves for all of them.
   * @returns rows that are new or different
   */
  async refresh(ctx: TenantContext): Promise<number> {
    const ids = [ctx.tenantId, ctx.userId];
    const today = businessDay(ctx.now());
    const known = (await this.database.row(ctx, NEWEST_AS_OF, ids))?.asOf ?? today;
    const values = [...ids, known > today ? known : today, POISSON_LIMITS, ctx.now()];
    await this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []);
    const result = await this.database.row(ctx, REFRESH_PRODUCT_METRICS, values);
    return result?.rows ?? 0;
  }
}
