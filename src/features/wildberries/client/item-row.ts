import type { JsonObject } from './json-tree.js';
import type { WbTime } from './moscow-time.js';
import { id, key, money, text, time } from './parse.js';

/** What rows of orders and of sales tell alike. Amounts: decimal strings with two places; null when 0 or absent. */
export interface WbItemRow {
  /** Day in Moscow, YYYY-MM-DD. */
  readonly date: string;
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
  /** Of a sale null for up to 24 hours. Never overwrite a known amount with null. */
  readonly priceWithDisc: string | null;
  readonly finishedPrice: string | null;
}

/** @param happened the row's `date`, which its kind of row has a name of its own for */
export function parseItem(row: JsonObject, happened: WbTime): WbItemRow {
  return {
    date: happened.day,
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
  };
}
