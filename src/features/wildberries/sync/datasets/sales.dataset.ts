import { Injectable } from '@nestjs/common';
import { addDays, businessDay } from '../../../../platform/context/index.js';
import { Database } from '../../../../platform/database/index.js';
import { ProductImportRepository } from '../../../products/index.js';
import { SalesImportRepository, type ImportedSale } from '../../../sales/index.js';
import { SupplierOrdersAndSales, type WbSaleRow } from '../../client/index.js';
import { CursorRepository } from '../cursors.repository.js';
import type { Dataset, DatasetJob, DatasetResult } from '../dataset.js';
import { SeenCards } from '../seen-cards.js';
import { cardOf, firstLoadFrom, isPlausible, type ChangeCursor } from './orders-and-sales.js';

/** Amounts come within a day of the sale; what stays empty for longer will not be filled in. */
const REVISIT_DAYS = 3;

/** Sales and returns changed since the last pass, and once more those whose amounts are still to come. */
@Injectable()
export class SalesDataset implements Dataset {
  readonly name = 'sales';

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorRepository,
    private readonly products: ProductImportRepository,
    private readonly sales: SalesImportRepository,
  ) {}

  async fetch(job: DatasetJob): Promise<DatasetResult> {
    const { ctx, http, seller, signal } = job;
    const source = new SupplierOrdersAndSales(http, seller);
    const seen = new SeenCards();
    let rows = 0;
    let aside = 0;
    for await (const item of source.sales(await this.start(job), { signal })) {
      if (item.kind === 'rows') {
        const known = item.rows.filter((row) => isPlausible(row, row.soldAt, ctx.now())).flatMap(toImported);
        aside += item.rows.length - known.length;
        await this.sales.prepare(ctx, known);
        const cards = seen.newOf(item.rows).map(cardOf);
        rows += await this.database.write(ctx, async () => {
          await this.products.addMissing(ctx, cards);
          return this.sales.upsertSales(ctx, known);
        });
      } else {
        aside += item.rejected.count;
        const next: ChangeCursor = { lastChangeDate: item.cursor };
        await this.database.write(ctx, () => this.cursors.save(ctx, this.name, next));
      }
    }
    return { rows, warning: aside > 0 ? `${aside} sales could not be read` : null };
  }

  private async start({ ctx }: DatasetJob): Promise<string> {
    const stored = await this.cursors.find(ctx, this.name);
    const cursor = (stored?.cursor ?? null) as ChangeCursor | null;
    if (!cursor) return firstLoadFrom(ctx.now());
    const since = addDays(businessDay(ctx.now()), -REVISIT_DAYS);
    const unpriced = await this.database.write(ctx, () => this.sales.firstUnpricedDay(ctx, since));
    // both are Moscow wall time, so that their texts compare as they do
    return unpriced !== null && unpriced < cursor.lastChangeDate
      ? `${unpriced}T00:00:00`
      : cursor.lastChangeDate;
  }
}

/** A kind of event that is not known is left aside: it may be neither a sale nor a return. */
function toImported(row: WbSaleRow): ImportedSale[] {
  if (row.kind === null) return [];
  return [
    {
      externalId: row.saleId,
      kind: row.kind,
      orderId: row.srid,
      nmId: row.nmId,
      day: row.date,
      quantity: row.quantity,
      price: row.priceWithDisc,
      netAmount: row.forPay,
      warehouseName: row.warehouseName,
    },
  ];
}
