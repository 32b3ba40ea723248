import type { Handler } from './call.js';
import { ping, sellerInfo } from './common-methods.js';
import { cardsList } from './content-methods.js';
import { reportList, reportRows } from './finance-methods.js';
import { salesFunnel } from './funnel-methods.js';
import type { METHODS } from './methods.js';
import { pricePage, pricesOf } from './price-methods.js';
import type { RemainsTasks } from './remains-tasks.js';
import { supplierOrders, supplierSales } from './statistics-methods.js';
import { ownStocks, wbStocks } from './stock-methods.js';

/** What answers each method; `pageRows` bounds the answers of the statistics methods. */
export function handlersOf(pageRows: number, tasks: RemainsTasks): Record<keyof typeof METHODS, Handler> {
  return {
    ping,
    sellerInfo,
    cards: cardsList,
    prices: pricePage,
    pricesOf,
    wbStocks,
    ownStocks,
    remains: tasks.create,
    remainsStatus: tasks.status,
    remainsDownload: tasks.download,
    orders: supplierOrders(pageRows),
    sales: supplierSales(pageRows),
    funnel: salesFunnel,
    reportList,
    reportRows,
  };
}
