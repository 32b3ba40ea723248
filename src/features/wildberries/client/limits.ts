import type { WbCategory } from './categories.js';
import type { WbHost } from './hosts.js';
import type { TokenClass } from './token.js';

/** A token bucket as Wildberries publishes it: `limit` per period, one more every interval, at most `burst` at once. */
export interface RateLimit {
  readonly limit: number;
  readonly periodMs: number;
  readonly intervalMs: number;
  readonly burst: number;
}

export type WbMethod =
  | 'ping'
  | 'sellerInfo'
  | 'cardsList'
  | 'pricesList'
  | 'wbWarehouses'
  | 'sellerWarehouses'
  | 'remainsCreate'
  | 'remainsStatus'
  | 'remainsDownload'
  | 'supplierOrders'
  | 'supplierSales';

export interface MethodSpec {
  /** 'any': a token of any category is let in. */
  readonly category: WbCategory | 'any';
  readonly host: WbHost;
  readonly verb: 'GET' | 'POST';
  /** `{name}` stands for a parameter. */
  readonly path: string;
  /** Methods that name the same bucket share one limit. */
  readonly bucket: string;
  /** 'closed': answered with 403 whatever the rate, so it is not even sent. */
  readonly limits: Readonly<Record<TokenClass, RateLimit | 'closed'>>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const rate = (limit: number, periodMs: number, intervalMs: number, burst: number): RateLimit => ({
  limit,
  periodMs,
  intervalMs,
  burst,
});
const same = (limit: RateLimit) => ({ personal: limit, base: limit });

/** Three a minute, for the two stock reports that base tokens cannot call. */
const STOCK_REPORT = { personal: rate(3, MINUTE, 20 * SECOND, 1), base: 'closed' } as const;
const REMAINS_BASE = rate(4, HOUR, 15 * MINUTE, 1);
const REMAINS = '/api/v1/warehouse_remains';

/**
 * Published limits per seller account (official OpenAPI documents of 2026-08-18 with the changes known up to
 * 2026-11-14). "personal" also stands for service tokens.
 *
 * /ping is published as 3 in 30 s without a bucket, and scripted use of it gets blocked, so its burst is 1 here.
 */
export const METHODS: Readonly<Record<WbMethod, MethodSpec>> = {
  ping: {
    category: 'any',
    host: 'common',
    verb: 'GET',
    path: '/ping',
    bucket: 'ping',
    limits: same(rate(3, 30 * SECOND, 10 * SECOND, 1)),
  },
  sellerInfo: {
    category: 'any',
    host: 'common',
    verb: 'GET',
    path: '/api/v1/seller-info',
    bucket: 'seller-info',
    limits: { personal: rate(1, MINUTE, MINUTE, 10), base: rate(1, 24 * HOUR, 24 * HOUR, 1) },
  },
  cardsList: {
    category: 'content',
    host: 'content',
    verb: 'POST',
    path: '/content/v2/get/cards/list',
    bucket: 'cards-list',
    limits: same(rate(100, MINUTE, 600, 5)),
  },
  pricesList: {
    category: 'prices',
    host: 'prices',
    verb: 'GET',
    path: '/api/v2/list/goods/filter',
    // One bucket for the whole Prices category.
    bucket: 'prices',
    limits: { personal: rate(10, 6 * SECOND, 600, 5), base: rate(4, HOUR, 15 * MINUTE, 1) },
  },
  wbWarehouses: {
    category: 'analytics',
    host: 'analytics',
    verb: 'POST',
    path: '/api/analytics/v1/stocks-report/wb-warehouses',
    bucket: 'wb-warehouses',
    limits: STOCK_REPORT,
  },
  sellerWarehouses: {
    category: 'analytics',
    host: 'analytics',
    verb: 'POST',
    path: '/api/analytics/v1/stocks-report/seller-warehouses',
    bucket: 'seller-warehouses',
    limits: STOCK_REPORT,
  },
  remainsCreate: {
    category: 'analytics',
    host: 'analytics',
    verb: 'GET',
    path: REMAINS,
    bucket: 'remains-create',
    limits: { personal: rate(1, MINUTE, MINUTE, 5), base: REMAINS_BASE },
  },
  remainsStatus: {
    category: 'analytics',
    host: 'analytics',
    verb: 'GET',
    path: `${REMAINS}/tasks/{taskId}/status`,
    bucket: 'remains-status',
    limits: { personal: rate(1, 5 * SECOND, 5 * SECOND, 5), base: REMAINS_BASE },
  },
  remainsDownload: {
    category: 'analytics',
    host: 'analytics',
    verb: 'GET',
    path: `${REMAINS}/tasks/{taskId}/download`,
    bucket: 'remains-download',
    limits: { personal: rate(1, MINUTE, MINUTE, 1), base: REMAINS_BASE },
  },
  supplierOrders: {
    category: 'statistics',
    host: 'statistics',
    verb: 'GET',
    path: '/api/v1/supplier/orders',
    bucket: 'supplier-orders',
    limits: { personal: rate(1, MINUTE, MINUTE, 10), base: rate(1, 3 * HOUR, 3 * HOUR, 1) },
  },
  supplierSales: {
    category: 'statistics',
    host: 'statistics',
    verb: 'GET',
    path: '/api/v1/supplier/sales',
    bucket: 'supplier-sales',
    limits: { personal: rate(1, MINUTE, MINUTE, 1), base: rate(1, 2 * HOUR, 2 * HOUR, 1) },
  },
};
