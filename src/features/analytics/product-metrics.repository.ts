import { Injectable } from '@nestjs/common';
import {
  addDays,
  businessDay,
  startOfBusinessDay,
  type TenantContext,
} from '../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS } from '../../platform/database/index.js';
import { POISSON_LIMITS } from './domain/reorder.js';
import { NEWEST_AS_OF, REFRESH_FIGURES } from './product-metrics.sql.js';

/** Rows that are new or different. */
export interface Refreshed {
  readonly metrics: number;
  readonly snapshots: number;
}

/** Tonight's figures are good until the next night's are through, or that day is over. */
const GOOD_FOR_DAYS = 2;

/** Brings product_metrics and analytics_cache up to date from the daily rollups. */
@Injectable()
export class ProductMetricsRepository {
  constructor(private readonly database: Database) {}

  /** All products of the seller, since the window moves for all of them. */
  async refresh(ctx: TenantContext): Promise<Refreshed> {
    const ids = [ctx.tenantId, ctx.userId];
    const today = businessDay(ctx.now());
    const known = (await this.database.row(ctx, NEWEST_AS_OF, ids))?.asOf ?? today;
    const asOf = known > today ? known : today;
    const expires = startOfBusinessDay(addDays(asOf, GOOD_FOR_DAYS));
    const values = [...ids, asOf, POISSON_LIMITS, ctx.now(), expires];
    await this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []);
    const result = await this.database.row(ctx, REFRESH_FIGURES, values);
    return result ?? { metrics: 0, snapshots: 0 };
  }
}
