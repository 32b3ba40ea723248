import { Injectable } from '@nestjs/common';
import { addDays, businessDay, sellerContext, type SystemContext } from '../../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS } from '../../../platform/database/index.js';
import { ActiveSellersQueries, type Seller } from '../active-sellers.queries.js';
import { POISSON_LIMITS } from '../domain/reorder.js';
import { added, NOTHING, reportOf, type BacktestReport, type BacktestSums } from './backtest-report.js';
import { BACKTEST_DAY } from './backtest.sql.js';

const BATCH = 500;

export interface BacktestOptions {
  /** How far to go back. */
  readonly days: number;
  readonly signal: AbortSignal;
}

/** Walks through the past of every seller, day by day, and compares what figures would have told with what came. */
@Injectable()
export class BacktestQueries {
  constructor(
    private readonly database: Database,
    private readonly sellers: ActiveSellersQueries,
  ) {}

  async run(ctx: SystemContext, options: BacktestOptions): Promise<BacktestReport> {
    let sums = NOTHING;
    let sellers = 0;
    for (let last: Seller | null = null; ;) {
      const batch = await this.next(ctx, last);
      for (const seller of batch) sums = added(sums, await this.ofSeller(ctx, seller, options));
      sellers += batch.length;
      last = batch.at(-1) ?? null;
      if (batch.length < BATCH) return reportOf(sums, { sellers, days: options.days });
    }
  }

  private next(ctx: SystemContext, after: Seller | null): Promise<Seller[]> {
    return this.database.read(ctx, () => this.sellers.next(ctx, after, BATCH));
  }

  private async ofSeller(
    ctx: SystemContext,
    { tenantId, userId }: Seller,
    { days, signal }: BacktestOptions,
  ): Promise<BacktestSums> {
    const today = businessDay(ctx.now());
    const seller = sellerContext(tenantId, userId, () => ctx.now());
    return this.database.read(seller, async () => {
      await this.database.rows(seller, WITHOUT_NESTED_LOOPS, []);
      let sums = NOTHING;
      for (let ago = days; ago > 0; ago--) {
        signal.throwIfAborted();
        const values = [tenantId, userId, addDays(today, -ago), POISSON_LIMITS, today];
        sums = added(sums, (await this.database.row(seller, BACKTEST_DAY, values)) ?? NOTHING);
      }
      return sums;
    });
  }
}
