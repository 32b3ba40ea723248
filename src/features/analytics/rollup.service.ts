import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext, type SellerContext } from '../../platform/context/index.js';
import { Database, together } from '../../platform/database/index.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import { GoodsTotalsRepository } from './goods-totals.repository.js';
import { ProductMetricsRepository } from './product-metrics.repository.js';
import { RollupMarksRepository } from './rollup-marks.repository.js';
import { SalesRollupRepository } from './sales-rollup.repository.js';
import { StockRollupRepository } from './stock-rollup.repository.js';

/** How much there was to do, and how many rows it wrote. */
export interface RollupResult {
  readonly salesDays: number;
  readonly stockProducts: number;
  readonly salesRows: number;
  readonly stockRows: number;
  readonly metricRows: number;
  readonly snapshotRows: number;
}

/**
 * Brings one seller's daily rollups and figures up to date. Its cost grows with what changed since the last run. Run
 * twice, by two at once, or killed half-way, it leaves the same rows: all of it is one transaction, for which a lock is
 * held, and what it takes are the marks that say what to compute again.
 */
@Injectable()
export class RollupService {
  constructor(
    private readonly database: Database,
    private readonly requests: RollupRequests,
    private readonly marks: RollupMarksRepository,
    private readonly sales: SalesRollupRepository,
    private readonly stock: StockRollupRepository,
    private readonly metrics: ProductMetricsRepository,
    private readonly goods: GoodsTotalsRepository,
  ) {}

  /** Of the seller whom the context names by its user, whoever else the context may see. */
  run(ctx: SellerContext | CallerContext): Promise<RollupResult> {
    return this.database.write(ctx, async () => {
      // one after another on the transaction's connection, without waiting for each answer
      const [, , marks, known] = await together([
        this.marks.lock(ctx),
        this.requests.settled(ctx, ctx.tenantId, ctx.userId),
        this.marks.take(ctx),
        this.metrics.newest(ctx),
      ]);
      const today = businessDay(ctx.now());
      // figures never go back: a run that began before midnight and waited may not put yesterday over today
      const asOf = known !== null && known > today ? known : today;
      // stock first: it alone is found by loops, which the others are planned without
      const [stockRows, salesRows, { metrics, snapshots }] = await together([
        this.stock.rebuild(ctx, marks),
        this.sales.rebuild(ctx, marks.salesDays),
        this.metrics.refresh(ctx, marks, { known, asOf }),
        this.goods.refresh(ctx, asOf),
      ]);
      return {
        salesDays: marks.salesDays.length,
        stockProducts: marks.stockProducts.length,
        salesRows,
        stockRows,
        metricRows: metrics,
        snapshotRows: snapshots,
      };
    });
  }
}
