import { expect, it } from '@jest/globals';
import { HOSTS, targetOf } from './hosts.js';
import { METHODS } from './limits.js';

const HOUR = 3_600_000;

/** The published table once more, as text, so that a slip in either shows. */
it.each([
  ['ping', 'any common GET /ping', [3, 30_000, 10_000, 1], [3, 30_000, 10_000, 1]],
  ['sellerInfo', 'any common GET /api/v1/seller-info', [1, 60_000, 60_000, 10], [1, 24 * HOUR, 24 * HOUR, 1]],
  [
    'cardsList',
    'content content POST /content/v2/get/cards/list',
    [100, 60_000, 600, 5],
    [100, 60_000, 600, 5],
  ],
  ['pricesList', 'prices prices GET /api/v2/list/goods/filter', [10, 6000, 600, 5], [4, HOUR, HOUR / 4, 1]],
  [
    'wbWarehouses',
    'analytics analytics POST /api/analytics/v1/stocks-report/wb-warehouses',
    [3, 60_000, 20_000, 1],
    'closed',
  ],
  [
    'sellerWarehouses',
    'analytics analytics POST /api/analytics/v1/stocks-report/seller-warehouses',
    [3, 60_000, 20_000, 1],
    'closed',
  ],
  [
    'remainsCreate',
    'analytics analytics GET /api/v1/warehouse_remains',
    [1, 60_000, 60_000, 5],
    [4, HOUR, HOUR / 4, 1],
  ],
  [
    'remainsStatus',
    'analytics analytics GET /api/v1/warehouse_remains/tasks/{taskId}/status',
    [1, 5000, 5000, 5],
    [4, HOUR, HOUR / 4, 1],
  ],
  [
    'remainsDownload',
    'analytics analytics GET /api/v1/warehouse_remains/tasks/{taskId}/download',
    [1, 60_000, 60_000, 1],
    [4, HOUR, HOUR / 4, 1],
  ],
  [
    'supplierOrders',
    'statistics statistics GET /api/v1/supplier/orders',
    [1, 60_000, 60_000, 10],
    [1, 3 * HOUR, 3 * HOUR, 1],
  ],
  [
    'supplierSales',
    'statistics statistics GET /api/v1/supplier/sales',
    [1, 60_000, 60_000, 1],
    [1, 2 * HOUR, 2 * HOUR, 1],
  ],
] as const)('%s', (method, where, personal, base) => {
  const { category, host, verb, path, limits } = METHODS[method];
  const numbers = (limit: typeof limits.base) =>
    limit === 'closed' ? limit : [limit.limit, limit.periodMs, limit.intervalMs, limit.burst];
  expect(`${category} ${host} ${verb} ${path}`).toBe(where);
  expect(numbers(limits.personal)).toEqual(personal);
  expect(numbers(limits.base)).toEqual(base);
});

it('gives every method its own bucket', () => {
  const buckets = Object.values(METHODS).map((spec) => spec.bucket);
  expect(new Set(buckets).size).toBe(buckets.length);
});

it('names the hosts', () => {
  expect(targetOf('prices', '/ping').url).toBe('https://discounts-prices-api.wildberries.ru/ping');
  expect(Object.values(HOSTS).every((host) => host.endsWith('-api.wildberries.ru'))).toBe(true);
});
