import type { ImportedCard } from '../../../products/index.js';
import { moscowText, type WbOrderRow, type WbSaleRow } from '../../client/index.js';

/** The marketplace keeps orders and sales for so long. */
const FIRST_LOAD_DAYS = 90;

export interface ChangeCursor {
  /** Full lastChangeDate of the last row, as given; inclusive. */
  readonly lastChangeDate: string;
}

/** Where the first pass ever starts. */
export function firstLoadFrom(now: Date): string {
  return moscowText(new Date(now.getTime() - FIRST_LOAD_DAYS * 86_400_000));
}

/** What a row tells of its card, for products that the catalogue does not know. */
export function cardOf(row: WbOrderRow | WbSaleRow): ImportedCard {
  return {
    nmId: row.nmId,
    article: row.supplierArticle,
    name: null,
    brand: row.brand,
    category: row.subject,
  };
}
