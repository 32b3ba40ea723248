import type { JsonObject } from './json-tree.js';
import { id, key, money, text, time } from './parse.js';

/** One sale or return of one item. Amounts: decimal strings with two places, positive for returns too. */
export interface WbSaleRow {
  /** Key of the event. */
  readonly saleId: string;
  /** By the prefix of saleId (S or R); null for a prefix we do not know: keep such rows aside. */
  readonly kind: 'SALE' | 'RETURN' | null;
  /** Links to the order; a sale and its return share it. */
  readonly srid: string | null;
  /** Day in Moscow, YYYY-MM-DD. */
  readonly date: string;
  readonly soldAt: Date;
  /** As given; the cursor. */
  readonly lastChangeDate: string;
  readonly lastChangeAt: Date;
  readonly nmId: number;
  readonly supplierArticle: string | null;
  readonly barcode: string | null;
  readonly techSize: string | null;
  readonly brand: string | null;
  readonly subject: string | null;
  readonly category: string | null;
  readonly warehouseName: string | null;
  /** Null while 0 or absent: filled in within 24 hours. Never overwrite a known amount with null. */
  readonly priceWithDisc: string | null;
  readonly finishedPrice: string | null;
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
    date: sold.day,
    soldAt: sold.at,
    lastChangeDate: key(row, 'lastChangeDate', 64),
    lastChangeAt: time(row, 'lastChangeDate').at,
    nmId: id(row, 'nmId'),
    supplierArticle: text(row, 'supplierArticle', 255),
    barcode: text(row, 'barcode', 100),
    techSize: text(row, 'techSize', 100),
    brand: text(row, 'brand', 255),
    subject: text(row, 'subject', 255),
    category: text(row, 'category', 255),
    warehouseName: text(row, 'warehouseName', 255),
    priceWithDisc: money(row, 'priceWithDisc'),
    finishedPrice: money(row, 'finishedPrice'),
    forPay: money(row, 'forPay'),
    quantity: 1,
  };
}
