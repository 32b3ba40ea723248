import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/index.js';
import { ProductImportRepository, type ImportedPrice } from '../../../products/index.js';
import { pricePages, type WbPrice } from '../../client/index.js';
import { CursorRepository } from '../cursors.repository.js';
import type { Dataset, DatasetJob, DatasetResult } from '../dataset.js';

/** What the column holds, in roubles. */
const AMOUNT_LIMIT = 1e8;

interface PricesCursor {
  /** Where a pass that was cut off goes on. */
  readonly offset: number;
}

/** Prices have no change marks: every pass reads them all and writes those that differ. */
@Injectable()
export class PricesDataset implements Dataset {
  readonly name = 'prices';

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorRepository,
    private readonly products: ProductImportRepository,
  ) {}

  async fetch({ ctx, http, seller, signal }: DatasetJob): Promise<DatasetResult> {
    const stored = await this.cursors.find(ctx, this.name);
    const { offset } = (stored?.cursor ?? { offset: 0 }) as PricesCursor;
    let rows = 0;
    let rejected = 0;
    for await (const page of pricePages(http, seller, offset, { signal })) {
      rejected += page.rejected.count;
      rows += await this.database.write(ctx, async () => {
        const next: PricesCursor = { offset: page.last ? 0 : page.nextOffset };
        await this.cursors.save(ctx, this.name, next);
        return this.products.updatePrices(ctx, page.prices.map(toImported));
      });
    }
    return { rows, warning: rejected > 0 ? `${rejected} prices could not be read` : null };
  }
}

/** Sizes may have prices of their own; the product's is the lowest. */
function toImported(price: WbPrice): ImportedPrice {
  const known = price.sizes
    .flatMap((size) => size.price ?? [])
    .filter((amount) => Number(amount) < AMOUNT_LIMIT);
  const lowest = known.sort((a, b) => Number(a) - Number(b)).at(0) ?? null;
  return { nmId: price.nmId, price: lowest, discount: price.discount };
}
