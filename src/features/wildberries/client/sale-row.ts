import { parseItem, type WbItemRow } from './item-row.js';
import type { JsonObject } from './json-tree.js';
import { key, money, text, time } from './parse.js';

/** One sale or return of one item. Amounts are positive for returns too. */
export interface WbSaleRow extends WbItemRow {
  /** Key of the event. */
  readonly saleId: string;
  /** By the prefix of saleId (S or R); null for a prefix we do not know: keep such rows aside. */
  readonly kind: 'SALE' | 'RETURN' | null;
  /** Links to the order; a sale and its return share it. */
  readonly srid: string | null;
  readonly soldAt: Date;
  /** Simplified by Wildberries; not the payout. */
  readonly forPay: string | null;
  readonly quantity: 1;
}

export function parseSale(row: JsonObject): WbSaleRow {
  const saleId = key(row, 'saleID', 64);
  const sold = time(row, 'date');
  return {
    saleId,
    kind: saleId.startsWith('S') ? 'SALE' : saleId.startsWith('R') ? 'RETURN' : null,
    srid: text(row, 'srid', 255),
    soldAt: sold.at,
    forPay: money(row, 'forPay'),
    quantity: 1,
    ...parseItem(row, sold),
  };
}
