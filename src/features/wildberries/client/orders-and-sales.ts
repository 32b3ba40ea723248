import type { WildberriesHttp } from './http.js';
import { parseOrder } from './order-row.js';
import type { WbOrderRow } from './order-row.js';
import { parseSale } from './sale-row.js';
import type { WbSaleRow } from './sale-row.js';
import { supplierPass } from './supplier-pass.js';
import type { WbPassItem, WbPassOptions } from './supplier-pass.js';
import type { WbSeller } from './token.js';

/**
 * Orders and sales since a change. `fromLastChange` is a cursor of an earlier pass, or a time as `moscowText` writes
 * it; both bounds are inclusive, so rows come again and are to be upserted.
 *
 * A second implementation will stand on POST /api/analytics/v1/order-feed: Wildberries named it the successor of both
 * methods in August 2026, their switch-off date "will be announced". It is not the first one, because it reaches only
 * 31 days back (these: 90), has no payout and no history of statuses, and base tokens get the same 3 hours.
 */
export interface OrdersAndSalesSource {
  readonly kind: 'supplier' | 'order-feed';
  orders(
    fromLastChange: string,
    options?: WbPassOptions,
  ): AsyncGenerator<WbPassItem<WbOrderRow>, void, undefined>;
  sales(
    fromLastChange: string,
    options?: WbPassOptions,
  ): AsyncGenerator<WbPassItem<WbSaleRow>, void, undefined>;
}

/** GET /api/v1/supplier/orders and /supplier/sales with flag=0. Refreshed every 30 minutes, kept for 90 days. */
export class SupplierOrdersAndSales implements OrdersAndSalesSource {
  readonly kind = 'supplier';

  constructor(
    private readonly http: WildberriesHttp,
    private readonly seller: WbSeller,
  ) {}

  /** Key of a row: srid. Data are preliminary; unpaid and instalment orders may be missing. */
  orders(fromLastChange: string, options: WbPassOptions = {}) {
    const read = {
      method: 'supplierOrders',
      parse: parseOrder,
      keyOf: (row: WbOrderRow) => row.srid,
    } as const;
    return supplierPass(this.http, this.seller, read, fromLastChange, options);
  }

  /** Key of a row: saleID, NOT srid (a sale and its return share one srid). */
  sales(fromLastChange: string, options: WbPassOptions = {}) {
    const read = {
      method: 'supplierSales',
      parse: parseSale,
      keyOf: (row: WbSaleRow) => row.saleId,
    } as const;
    return supplierPass(this.http, this.seller, read, fromLastChange, options);
  }
}
