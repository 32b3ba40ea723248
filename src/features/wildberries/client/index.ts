/**
 * Client of the Wildberries seller API. Knows nothing of the application: everything it needs is passed in.
 * Not here yet: finance reports (POST finance-api .../sales-reports) and the sales funnel; see README.md.
 */
export { gcra, tatAfterBlock } from './budget.js';
export type { BudgetGrant, BudgetKey, BudgetStore } from './budget.js';
export { cardPages } from './card-pages.js';
export type { WbCard, WbCardCursor } from './card-pages.js';
export { checkKey } from './check-key.js';
export type { WbKeyCheck } from './check-key.js';
export * from './errors.js';
export { WildberriesHttp } from './http.js';
export type { RateLimit } from './limits.js';
export { moscowText } from './moscow-time.js';
export type { WbOrderRow } from './order-row.js';
export { SupplierOrdersAndSales } from './orders-and-sales.js';
export { pricePages } from './price-pages.js';
export type { WbPrice } from './price-pages.js';
export type { WbSaleRow } from './sale-row.js';
export type { StockSource, WbStockRow } from './stock-source.js';
export { stockSourceFor } from './stock-source-for.js';
export { decodeToken, sellerOf } from './token.js';
export type { WbSeller, WbTokenType } from './token.js';
