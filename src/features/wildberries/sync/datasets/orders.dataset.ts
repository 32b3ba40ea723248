import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/index.js';
import { ProductImportRepository } from '../../../products/index.js';
import { SalesImportRepository, type ImportedOrder } from '../../../sales/index.js';
import { SupplierOrdersAndSales, type WbOrderRow } from '../../client/index.js';
import { CursorRepository } from '../cursors.repository.js';
import type { Dataset, DatasetJob, DatasetResult } from '../dataset.js';
import { SeenCards } from '../seen-cards.js';
import { cardOf, firstLoadFrom, isPlausible, type ChangeCursor } from './orders-and-sales.js';

/** Orders changed since the last pass. */
@Injectable()
export class OrdersDataset implements Dataset {
  readonly name = 'orders';

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorRepository,
    private readonly products: ProductImportRepository,
    private readonly sales: SalesImportRepository,
  ) {}

  async fetch({ ctx, http, seller, signal }: DatasetJob): Promise<DatasetResult> {
    const stored = await this.cursors.find(ctx, this.name);
    const cursor = (stored?.cursor ?? null) as ChangeCursor | null;
    const source = new SupplierOrdersAndSales(http, seller);
    const seen = new SeenCards();
    let rows = 0;
    let aside = 0;
    for await (const item of source.orders(cursor?.lastChangeDate ?? firstLoadFrom(ctx.now()), { signal })) {
      if (item.kind === 'rows') {
        const known = item.rows.filter((row) => isPlausible(row, row.orderedAt, ctx.now()));
        aside += item.rows.length - known.length;
        const cards = seen.newOf(known).map(cardOf);
        rows += await this.database.write(ctx, async () => {
          await this.products.addMissing(ctx, cards);
          return this.sales.upsertOrders(ctx, known.map(toImported));
        });
      } else {
        aside += item.rejected.count;
        const next: ChangeCursor = { lastChangeDate: item.cursor };
        await this.database.write(ctx, () => this.cursors.save(ctx, this.name, next));
      }
    }
    return { rows, warning: aside > 0 ? `${aside} orders could not be read` : null };
  }
}

function toImported(row: WbOrderRow): ImportedOrder {
  return {
    externalId: row.srid.slice(0, 120),
    nmId: row.nmId,
    orderedAt: row.orderedAt,
    price: row.priceWithDisc,
    warehouseName: row.warehouseName,
    // cancelled at an unknown time: the change that told it is the latest it can be
    cancelledAt: row.isCancel ? (row.cancelledAt ?? row.lastChangeAt) : null,
  };
}
