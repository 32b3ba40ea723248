/**
 * Client of the Wildberries seller API. Knows nothing of the application: everything it needs is passed in.
 * Not here yet: finance reports (POST finance-api .../sales-reports) and the sales funnel; see README.md.
 */
export { careful, gcra, InMemoryBudgetStore, tatAfterBlock } from './budget.js';
export type { BudgetGrant, BudgetKey, BudgetStore, GcraDecision } from './budget.js';
export { cardPages } from './card-pages.js';
export type { WbCard, WbCardCursor, WbCardPage, WbCardPagesOptions, WbCardSize } from './card-pages.js';
export { NEEDED_CATEGORIES } from './categories.js';
export type { WbCategory } from './categories.js';
export { checkKey } from './check-key.js';
export type { CheckKeyDeps, WbKeyCheck, WbNeededCategory } from './check-key.js';
export { ping, sellerInfo } from './connection.js';
export type { WbCallOptions, WbPingHost, WbSellerInfo } from './connection.js';
export * from './errors.js';
export { HOSTS } from './hosts.js';
export type { WbHost } from './hosts.js';
export { WildberriesHttp } from './http.js';
export type { WbCall, WbHttpOptions, WbLogger, WbReply } from './http.js';
export { METHODS } from './limits.js';
export type { MethodSpec, RateLimit, WbMethod } from './limits.js';
export { moscowText, readTime } from './moscow-time.js';
export type { WbTime } from './moscow-time.js';
export type { WbOrderRow } from './order-row.js';
export { SupplierOrdersAndSales } from './orders-and-sales.js';
export type { OrdersAndSalesSource } from './orders-and-sales.js';
export type { Rejected } from './parse.js';
export { pricePages } from './price-pages.js';
export type { WbPrice, WbPricePage, WbPriceSize } from './price-pages.js';
export type { WbSaleRow } from './sale-row.js';
export type { StockReport, StockSource, WbStockRow } from './stock-source.js';
export { stockSourceFor } from './stock-source-for.js';
export type { StockSourceOptions } from './stock-source-for.js';
export { StocksReportSource } from './stocks-report.js';
export type { WbPassItem, WbPassOptions } from './supplier-pass.js';
export type { After, Clock, Random, Sleep } from './timers.js';
export { decodeToken, normalizeToken, sellerOf, tokenClassOf } from './token.js';
export type { TokenClass, TokenReading, WbSeller, WbTokenInfo, WbTokenType } from './token.js';
export { WarehouseRemainsSource } from './warehouse-remains.js';
export type { RemainsTaskStore, WarehouseRemainsOptions } from './warehouse-remains.js';
