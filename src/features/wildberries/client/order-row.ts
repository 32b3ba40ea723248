import type { JsonObject } from './json-tree.js';
import { id, key, money, text, time } from './parse.js';

/** One order of one item. Amounts: decimal strings with two places; null when 0 or absent. */
export interface WbOrderRow {
  /** Key of the order. */
  readonly srid: string;
  /** Day in Moscow, YYYY-MM-DD. */
  readonly date: string;
  readonly orderedAt: Date;
  /** As given; the cursor. */
  readonly lastChangeDate: string;
  readonly lastChangeAt: Date;
  readonly isCancel: boolean;
  /** Null when not cancelled, or when the time of it is unknown. */
  readonly cancelledAt: Date | null;
  readonly nmId: number;
  readonly supplierArticle: string | null;
  readonly barcode: string | null;
  readonly techSize: string | null;
  readonly brand: string | null;
  readonly subject: string | null;
  readonly category: string | null;
  readonly warehouseName: string | null;
  readonly priceWithDisc: string | null;
  readonly finishedPrice: string | null;
}

export function parseOrder(row: JsonObject): WbOrderRow {
  const ordered = time(row, 'date');
  const isCancel = row.isCancel === true;
  return {
    srid: key(row, 'srid', 255),
    date: ordered.day,
    orderedAt: ordered.at,
    lastChangeDate: key(row, 'lastChangeDate', 64),
    lastChangeAt: time(row, 'lastChangeDate').at,
    isCancel,
    cancelledAt: isCancel ? cancelTime(row) : null,
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
  };
}

/** '0001-01-01T00:00:00' is how the API says "never". */
function cancelTime(row: JsonObject): Date | null {
  const value = row.cancelDate;
  return typeof value !== 'string' || value === '' || value.startsWith('0001-')
    ? null
    : time(row, 'cancelDate').at;
}
