import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/index.js';
import { ProductImportRepository } from '../../../products/index.js';
import { StockSnapshotRepository } from '../../../stock/index.js';
import { stockSourceFor, type StockSource, type WbStockRow } from '../../client/index.js';
import { CursorRepository } from '../cursors.repository.js';
import type { Dataset, DatasetJob, DatasetResult } from '../dataset.js';
import { SeenCards } from '../seen-cards.js';
import { StageRepository, type StagedStock } from '../stage.repository.js';

/**
 * Stock as a whole snapshot: gathered page by page, compared when it is complete. A row that is missing means zero
 * only then; a snapshot that broke off, or that the marketplace had none of, leaves the old stock as it was.
 */
@Injectable()
export class StockDataset implements Dataset {
  readonly name = 'stock';

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorRepository,
    private readonly stage: StageRepository,
    private readonly products: ProductImportRepository,
    private readonly snapshots: StockSnapshotRepository,
  ) {}

  async fetch(job: DatasetJob): Promise<DatasetResult> {
    const { ctx } = job;
    const source = this.source(job);
    await this.database.write(ctx, () => this.stage.clear(ctx, 'stock'));
    let aside = 0;
    const seen = new SeenCards();
    for await (const batch of source.rows(job.signal)) aside += await this.gather(job, batch, seen);
    await this.snapshots.prepare(ctx);
    aside += source.report.rejected.count;
    const rows = await this.database.write(ctx, async () => {
      // with rows that could not be read the snapshot is not whole, so that nothing is taken for zero
      const written = await this.snapshots.apply(ctx, aside > 0 ? [] : coveredBy(source));
      await this.stage.clear(ctx, 'stock');
      return written;
    });
    return { rows, warning: aside > 0 ? `${aside} stock rows could not be read` : null };
  }

  /** @returns how many rows had to be left aside */
  private async gather({ ctx }: DatasetJob, batch: readonly WbStockRow[], seen: SeenCards): Promise<number> {
    const known = batch.filter(isPlausible);
    const fresh = seen.newOf(known);
    await this.database.write(ctx, async () => {
      const cards = fresh.map(({ nmId }) => ({
        nmId,
        article: null,
        name: null,
        brand: null,
        category: null,
      }));
      await this.products.addMissing(ctx, cards);
      await this.stage.addStock(ctx, known.map(toStaged));
    });
    return batch.length - known.length;
  }

  private source({ ctx, http, seller, tokenType }: DatasetJob): StockSource {
    return stockSourceFor(tokenType, http, seller, {
      tasks: {
        load: async () => {
          const stored = await this.cursors.find(ctx, this.name);
          return ((stored?.cursor ?? {}) as { taskId?: string | null }).taskId ?? null;
        },
        save: (taskId) => this.database.write(ctx, () => this.cursors.save(ctx, this.name, { taskId })),
      },
    });
  }
}

function coveredBy({ report, kind }: StockSource): ('wb' | 'seller')[] {
  // the remains report tells of the marketplace's warehouses alone
  return kind === 'stocks-report' && report.sellerWarehouses === 'read' ? ['wb', 'seller'] : ['wb'];
}

/** What belongs to no warehouse is on its way, which is no stock: kept under the name of its kind. */
const ON_ITS_WAY = 'В пути';

function toStaged(row: WbStockRow): StagedStock {
  return {
    nmId: row.nmId,
    source: row.owner,
    warehouseName: row.warehouseName ?? ON_ITS_WAY,
    quantity: row.quantity,
    toCustomer: row.inWayToClient,
    fromCustomer: row.inWayFromClient,
  };
}

/** More of one size in one warehouse is a mistake, and would not fit the totals. */
const MOST_PIECES = 10_000_000;

function isPlausible({ quantity, inWayToClient, inWayFromClient }: WbStockRow): boolean {
  return Math.max(quantity, inWayToClient, inWayFromClient) <= MOST_PIECES;
}
