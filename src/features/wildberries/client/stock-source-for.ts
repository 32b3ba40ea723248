import type { WildberriesHttp } from './http.js';
import type { StockSource } from './stock-source.js';
import { StocksReportSource } from './stocks-report.js';
import { tokenClassOf } from './token.js';
import type { WbSeller, WbTokenType } from './token.js';
import { WarehouseRemainsSource } from './warehouse-remains.js';
import type { RemainsTaskStore } from './warehouse-remains.js';

export interface StockSourceOptions {
  /** Keeps the id of a report task between passes; see WarehouseRemainsSource. */
  readonly tasks?: RemainsTaskStore;
}

/** Base tokens cannot read the stock reports, so they go by warehouse_remains. */
export function stockSourceFor(
  type: WbTokenType,
  http: WildberriesHttp,
  seller: WbSeller,
  options: StockSourceOptions = {},
): StockSource {
  return tokenClassOf(type) === 'personal'
    ? new StocksReportSource(http, seller)
    : new WarehouseRemainsSource(http, seller, options);
}
