import type { TokenCategory, TokenType } from './tokens.js';

/** Token bucket: one call comes back every `intervalMs`, at most `burst` are kept. */
export interface Rate {
  readonly intervalMs: number;
  readonly burst: number;
}

/** Which form of errors a method answers with. */
export type ErrorFamily =
  'common' | 'content' | 'prices' | 'statistics' | 'analytics' | 'remains' | 'finance';

export interface Method {
  readonly verb: 'GET' | 'POST';
  /** Path, in the pattern form of the router. */
  readonly path: string;
  readonly family: ErrorFamily;
  /** Token category needed; 'any' where every token will do. */
  readonly category: TokenCategory | 'any';
  /** Methods with the same bucket share one limit. */
  readonly bucket: string;
  /** Limit of personal, service and test tokens. */
  readonly personal: Rate;
  /** Limit of base tokens, or that they may not call it. */
  readonly base: Rate | 'closed';
  /** Types that may not call it although it is open to personal tokens. */
  readonly closedTo: readonly TokenType[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function every(intervalMs: number, burst = 1): Rate {
  return { intervalMs, burst };
}

type Shape = readonly [ErrorFamily, TokenCategory | 'any', Rate, Rate | 'closed'];

function method(verb: 'GET' | 'POST', path: string, shape: Shape, bucket = path): Method {
  const [family, category, personal, base] = shape;
  // Test tokens are for the sandbox, which has no analytics, finance or common hosts.
  const sandboxed =
    family === 'content' || family === 'prices' || family === 'statistics' || path === '/ping';
  return { verb, path, family, category, bucket, personal, base, closedTo: sandboxed ? [] : ['test'] };
}

const prices: Shape = ['prices', 'prices', every(600, 5), every(15 * MINUTE)];
const remainsBase = every(15 * MINUTE);

/** Every method of the simulator with its limits. Prices share one bucket, as the documents say. */
export const METHODS = {
  ping: method('GET', '/ping', ['common', 'any', every(10 * SECOND, 3), every(10 * SECOND, 3)]),
  sellerInfo: method('GET', '/api/v1/seller-info', ['common', 'any', every(MINUTE, 10), every(24 * HOUR)]),
  cards: method('POST', '/content/v2/get/cards/list', ['content', 'content', every(600, 5), every(600, 5)]),
  prices: method('GET', '/api/v2/list/goods/filter', prices, 'prices'),
  pricesOf: method('POST', '/api/v2/list/goods/filter', prices, 'prices'),
  wbStocks: method('POST', '/api/analytics/v1/stocks-report/wb-warehouses', [
    'analytics',
    'analytics',
    every(20 * SECOND),
    'closed',
  ]),
  ownStocks: method('POST', '/api/analytics/v1/stocks-report/seller-warehouses', [
    'analytics',
    'analytics',
    every(20 * SECOND),
    'closed',
  ]),
  remains: method('GET', '/api/v1/warehouse_remains', [
    'remains',
    'analytics',
    every(MINUTE, 5),
    remainsBase,
  ]),
  remainsStatus: method('GET', '/api/v1/warehouse_remains/tasks/:taskId/status', [
    'remains',
    'analytics',
    every(5 * SECOND, 5),
    remainsBase,
  ]),
  remainsDownload: method('GET', '/api/v1/warehouse_remains/tasks/:taskId/download', [
    'remains',
    'analytics',
    every(MINUTE),
    remainsBase,
  ]),
  orders: method('GET', '/api/v1/supplier/orders', [
    'statistics',
    'statistics',
    every(MINUTE, 10),
    every(3 * HOUR),
  ]),
  sales: method('GET', '/api/v1/supplier/sales', [
    'statistics',
    'statistics',
    every(MINUTE),
    every(2 * HOUR),
  ]),
  funnel: method('POST', '/api/analytics/v3/sales-funnel/products', [
    'analytics',
    'analytics',
    every(20 * SECOND, 3),
    every(30 * MINUTE),
  ]),
  reportList: method('POST', '/api/finance/v1/sales-reports/list', [
    'finance',
    'finance',
    every(MINUTE),
    'closed',
  ]),
  reportRows: method('POST', '/api/finance/v1/sales-reports/detailed', [
    'finance',
    'finance',
    every(MINUTE),
    every(12 * HOUR),
  ]),
} as const satisfies Record<string, Method>;

/** Category whose token a host's own ping wants; hosts not listed take any token. */
export const HOST_CATEGORIES: ReadonlyMap<string, TokenCategory> = new Map([
  ['content-api.wildberries.ru', 'content'],
  ['content-api-sandbox.wildberries.ru', 'content'],
  ['seller-analytics-api.wildberries.ru', 'analytics'],
  ['discounts-prices-api.wildberries.ru', 'prices'],
  ['discounts-prices-api-sandbox.wildberries.ru', 'prices'],
  ['marketplace-api.wildberries.ru', 'marketplace'],
  ['statistics-api.wildberries.ru', 'statistics'],
  ['statistics-api-sandbox.wildberries.ru', 'statistics'],
  ['finance-api.wildberries.ru', 'finance'],
]);
