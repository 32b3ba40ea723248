import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from './faults.js';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { clientOf, type SimulatorClient } from './simulator-client.js';

const waited: number[] = [];
let simulator: WildberriesSimulator;
let client: SimulatorClient;

beforeAll(async () => {
  simulator = await startWildberriesSimulator({
    now: '2026-11-22T12:00:00Z',
    limits: false,
    cards: 40,
    days: 30,
    sales: 600,
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
  });
  client = clientOf(simulator);
});
afterAll(() => simulator.close());
afterEach(() => client.delete('/__control/faults'));

const SALES = '/api/v1/supplier/sales?dateFrom=2026-10-01';

async function arm(
  kind: FaultKind,
  more: { path?: string; times?: number; delayMs?: number } = {},
): Promise<void> {
  await client.post('/__control/faults', { path: '/api', kind, ...more });
}

describe('faults', () => {
  it.each([
    ['429', 429, 'application/problem+json'],
    ['401', 401, 'application/problem+json'],
    ['402', 402, 'application/problem+json'],
    ['403', 403, 'application/problem+json'],
    ['500', 500, 'application/problem+json'],
    ['502', 502, 'text/html'],
    ['503', 503, 'text/html'],
    ['204', 204, ''],
    ['garbage', 200, 'text/html'],
  ] as const)('%s', async (kind, status, type) => {
    await arm(kind, { times: 1 });
    const answer = await client.get(SALES);
    expect(answer.status).toBe(status);
    expect(answer.type).toContain(type);
    expect(answer.headers.has('x-ratelimit-retry')).toBe(kind === '429');
    expect((await client.get(SALES)).status).toBe(200);
  });

  it('slow waits before the answer', async () => {
    await arm('slow', { delayMs: 4321, times: 1 });
    expect((await client.get(SALES)).status).toBe(200);
    expect(waited).toEqual([4321]);
  });

  it('truncated cuts the body of small and of large answers', async () => {
    await arm('truncated');
    for (const url of [SALES, '/api/v1/seller-info']) {
      const answer = await client.get(url);
      expect(answer.status).toBe(200);
      expect(() => answer.json()).toThrow(SyntaxError);
    }
  });

  it('disconnect ends the connection without an answer', async () => {
    await arm('disconnect', { times: 1 });
    await expect(client.get(SALES)).rejects.toThrow();
    expect((await client.get(SALES)).status).toBe(200);
    const counted = (await client.get('/__control/requests')).json<{ methods: Record<string, object> }>();
    expect(counted.methods['GET /api/v1/supplier/sales']).toMatchObject({ disconnect: 1 });
  });

  it('maskedWarehouses hides the names as the marketplace does', async () => {
    const url = '/api/analytics/v1/stocks-report/wb-warehouses';
    interface Items {
      data: { items: { chrtId: number; warehouseId: number; warehouseName: string; quantity: number }[] };
    }
    const open = (await client.post(url, {})).json<Items>().data.items;
    await arm('maskedWarehouses');
    const hidden = (await client.post(url, {})).json<Items>().data.items;
    expect(new Set(hidden.map((row) => `${row.warehouseId} ${row.warehouseName}`))).toEqual(
      new Set(['-999999 Склад WB']),
    );
    expect(new Set(hidden.map((row) => row.chrtId)).size).toBe(hidden.length);
    const sum = (rows: typeof open): number => rows.reduce((total, row) => total + row.quantity, 0);
    expect(sum(hidden)).toBe(sum(open));
    const rows = (await client.get(SALES)).json<{ warehouseName: string; warehouseType: string }[]>();
    const names = rows.filter((row) => row.warehouseType === 'Склад WB').map((row) => row.warehouseName);
    expect(new Set(names)).toEqual(new Set(['Склад WB РФ']));
  });

  it('repeatLastRows sends rows from before the bound again', async () => {
    interface Row {
      saleID: string;
      lastChangeDate: string;
    }
    const rows = (await client.get(SALES)).json<Row[]>();
    const bound = rows[100]?.lastChangeDate ?? '';
    await arm('repeatLastRows');
    const page = (await client.get(`/api/v1/supplier/sales?dateFrom=${bound}`)).json<Row[]>();
    const start = rows.findIndex((row) => row.lastChangeDate === bound);
    expect(page).toEqual(rows.slice(start - 10));
    const end = (await client.get('/api/v1/supplier/sales?dateFrom=2026-11-22T15:00:00')).json<Row[]>();
    expect(end).toEqual(rows.slice(-10));
    const body = { dateFrom: '2026-10-01', dateTo: '2026-11-22', limit: 50, fields: ['rrdId'] };
    const first = (await client.post('/api/finance/v1/sales-reports/detailed', body)).json<
      { rrdId: number }[]
    >();
    const rrdId = first.at(-1)?.rrdId ?? 0;
    const next = await client.post('/api/finance/v1/sales-reports/detailed', { ...body, rrdId });
    expect(next.json<{ rrdId: number }[]>().slice(0, 10)).toEqual(first.slice(-10));
  });

  it('hits only its path, can be listed, counts down, and a wrong one is refused', async () => {
    await arm('500', { path: '/content', times: 2 });
    expect((await client.get(SALES)).status).toBe(200);
    expect((await client.post('/content/v2/get/cards/list', {})).status).toBe(500);
    const { faults } = (await client.get('/__control/faults')).json<{ faults: object[] }>();
    expect(faults).toEqual([{ path: '/content', kind: '500', times: 1 }]);
    expect((await client.post('/__control/faults', { kind: 'flood' })).status).toBe(400);
  });
});
