import type { ImportedCard } from '../../../products/index.js';
import { moscowText, type WbOrderRow, type WbSaleRow } from '../../client/index.js';

/** The marketplace keeps orders and sales for so long. */
const FIRST_LOAD_DAYS = 90;

/** What comes later or earlier is a mistake: it would need months of its own in the tables. */
const OLDEST_DAYS = 400;
const NEWEST_DAYS = 2;
/** What the columns hold, in roubles. */
const AMOUNT_LIMIT = 1e8;

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

/** Whether a row can be kept at all: one that can not is left aside, so that it does not keep all others from coming. */
export function isPlausible(row: WbOrderRow | WbSaleRow, at: Date, now: Date): boolean {
  const daysAgo = (now.getTime() - at.getTime()) / 86_400_000;
  const amounts = [row.priceWithDisc, 'forPay' in row ? row.forPay : null];
  return (
    daysAgo < OLDEST_DAYS &&
    daysAgo > -NEWEST_DAYS &&
    amounts.every((amount) => Number(amount) < AMOUNT_LIMIT)
  );
}
