import type { Rejected } from './parse.js';

export interface WbStockRow {
  readonly nmId: number;
  /** The size; absent where the source does not tell sizes apart. */
  readonly chrtId?: number;
  /** Whose warehouse it is. */
  readonly owner: 'wb' | 'seller';
  /**
   * As given, masked names too ("Склад WB РФ" stands for many). Null on a row that belongs to no warehouse: it
   * carries only what is on its way.
   */
  readonly warehouseName: string | null;
  readonly quantity: number;
  /** On its way; not for sale. */
  readonly inWayToClient: number;
  readonly inWayFromClient: number;
}

/** What a pass over the stock left aside; complete when `rows` has ended. */
export interface StockReport {
  readonly rejected: Rejected;
  /** 'closed': stock in the seller's own warehouses is unknown to this source, which is not zero. */
  readonly sellerWarehouses: 'read' | 'no_data' | 'closed' | 'not_covered';
}

/** Current stock of a seller, whichever reports the token may read. */
export interface StockSource {
  readonly kind: 'stocks-report' | 'warehouse-remains';
  /** Of the last pass. */
  readonly report: StockReport;
  /**
   * One whole snapshot. Rows of size and warehouse may repeat a product; items without stock are not listed.
   * Only a pass that ends normally is complete: a missing row means zero then, and only then.
   *
   * @throws WildberriesNoDataError when the API has nothing to tell: the stock known before stays valid.
   * @throws WildberriesError
   */
  rows(signal?: AbortSignal): AsyncGenerator<WbStockRow[], void, undefined>;
}
