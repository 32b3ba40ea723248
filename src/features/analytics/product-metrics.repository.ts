import { Injectable } from '@nestjs/common';
import { addDays, startOfBusinessDay, type TenantContext } from '../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS, together } from '../../platform/database/index.js';
import { mondayOf } from './domain/monday.js';
import { POISSON_LIMITS } from './domain/reorder.js';
import { NEWEST_AS_OF, REFRESH_FIGURES, REFRESH_WITHIN_WEEK, type Refreshed } from './product-metrics.sql.js';
import type { TakenMarks } from './rollup-marks.repository.js';
import { BY_INDEXES } from './rollup-plans.js';

/** Tonight's figures are good until the next night's are through, or that day is over. */
const GOOD_FOR_DAYS = 2;

/** Brings product_metrics and analytics_cache up to date from the daily rollups. */
@Injectable()
export class ProductMetricsRepository {
  constructor(private readonly database: Database) {}

  /** The day that the seller's figures are of; null without any. */
  async newest(ctx: TenantContext): Promise<string | null> {
    return (await this.database.row(ctx, NEWEST_AS_OF, [ctx.tenantId, ctx.userId]))?.asOf ?? null;
  }

  /**
   * All products of the seller, since the window moves for all of them.
   * @param known the day that their figures are of
   * @param asOf the day that they shall be of
   */
  async refresh(
    ctx: TenantContext,
    marks: TakenMarks,
    { known, asOf }: { readonly known: string | null; readonly asOf: string },
  ): Promise<Refreshed> {
    const expires = startOfBusinessDay(addDays(asOf, GOOD_FOR_DAYS));
    const refresh = isWithinWeek(asOf, known, marks) ? REFRESH_WITHIN_WEEK : REFRESH_FIGURES;
    const [, , result] = await together([
      this.database.rows(ctx, BY_INDEXES, []),
      this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []),
      this.database.row(ctx, refresh, [ctx.tenantId, ctx.userId, asOf, POISSON_LIMITS, ctx.now(), expires]),
    ]);
    return result ?? { metrics: 0, snapshots: 0 };
  }
}

/** Whether the complete weeks are those of the last time, and nothing has changed of them. */
function isWithinWeek(asOf: string, known: string | null, { salesDays, stockDays }: TakenMarks): boolean {
  const monday = mondayOf(asOf);
  return (
    known !== null && mondayOf(known) === monday && [...salesDays, ...stockDays].every((day) => day >= monday)
  );
}
