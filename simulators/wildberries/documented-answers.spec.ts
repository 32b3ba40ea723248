import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Documents, type DocumentName } from './documented-answers.js';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { clientOf, type ClientAnswer, type SimulatorClient } from './simulator-client.js';

const NOW = '2026-11-22T12:00:00Z';
const documents = new Documents(join(process.cwd(), 'simulators/wildberries/openapi'));

let simulator: WildberriesSimulator;
let client: SimulatorClient;

beforeAll(async () => {
  simulator = await startWildberriesSimulator({ now: NOW, limits: false, cards: 60, sales: 1500, days: 60 });
  client = clientOf(simulator);
});
afterAll(() => simulator.close());

const WB = '/api/analytics/v1/stocks-report/wb-warehouses';
const OWN = '/api/analytics/v1/stocks-report/seller-warehouses';
const FUNNEL = '/api/analytics/v3/sales-funnel/products';
const LIST = '/api/finance/v1/sales-reports/list';
const ROWS = '/api/finance/v1/sales-reports/detailed';
const PRICES = '/api/v2/list/goods/filter';
const CARDS = '/content/v2/get/cards/list';
const PERIOD = { dateFrom: '2026-10-01', dateTo: '2026-11-22' };

interface Case {
  readonly document: DocumentName;
  readonly verb: 'get' | 'post';
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly status?: number;
}

const GOOD: readonly Case[] = [
  { document: 'general', verb: 'get', path: '/ping' },
  { document: 'general', verb: 'get', path: '/api/v1/seller-info' },
  { document: 'items', verb: 'post', path: CARDS, body: { settings: { cursor: { limit: 100 } } } },
  { document: 'items', verb: 'get', path: PRICES, query: '?limit=1000&offset=0' },
  { document: 'items', verb: 'get', path: PRICES, query: '?limit=1000&offset=1000' },
  { document: 'items', verb: 'post', path: PRICES, body: { nmList: [1] } },
  { document: 'analytics', verb: 'post', path: WB, body: {} },
  { document: 'supplement', verb: 'post', path: OWN, body: {} },
  { document: 'reports', verb: 'get', path: '/api/v1/supplier/orders', query: '?dateFrom=2026-09-01' },
  {
    document: 'reports',
    verb: 'get',
    path: '/api/v1/supplier/sales',
    query: '?dateFrom=2026-09-01T00:00:00.12345',
  },
  { document: 'reports', verb: 'get', path: '/api/v1/supplier/sales', query: '?dateFrom=2026-11-01&flag=1' },
  {
    document: 'analytics',
    verb: 'post',
    path: FUNNEL,
    body: { selectedPeriod: { start: '2026-10-01', end: '2026-10-31' } },
  },
  {
    document: 'analytics',
    verb: 'post',
    path: FUNNEL,
    body: {
      selectedPeriod: { start: '2026-11-01', end: '2026-11-15' },
      pastPeriod: { start: '2026-10-01', end: '2026-10-15' },
      orderBy: { field: 'orderCount', mode: 'asc' },
    },
  },
  { document: 'finances', verb: 'post', path: LIST, body: PERIOD },
  { document: 'finances', verb: 'post', path: LIST, body: { ...PERIOD, period: 'daily' } },
  {
    document: 'finances',
    verb: 'post',
    path: LIST,
    body: { dateFrom: '2025-01-01', dateTo: '2025-02-01' },
    status: 204,
  },
  { document: 'finances', verb: 'post', path: ROWS, body: { ...PERIOD, limit: 3000, rrdId: 0 } },
  { document: 'finances', verb: 'post', path: ROWS, body: { ...PERIOD, rrdId: 9e15 }, status: 204 },
];

const BAD: readonly Case[] = [
  { document: 'items', verb: 'post', path: CARDS, body: { settings: { cursor: { limit: 101 } } } },
  { document: 'items', verb: 'post', path: CARDS, body: '{"settings":' },
  { document: 'items', verb: 'get', path: PRICES, query: '?offset=0' },
  { document: 'items', verb: 'get', path: PRICES, query: '?limit=1001' },
  { document: 'items', verb: 'post', path: PRICES, body: { nmList: [] } },
  { document: 'analytics', verb: 'post', path: WB, body: { limit: 250_001 } },
  { document: 'analytics', verb: 'post', path: WB, body: { chrtIds: [1] } },
  { document: 'supplement', verb: 'post', path: OWN, body: { nmIds: 'all' } },
  { document: 'reports', verb: 'get', path: '/api/v1/supplier/orders' },
  { document: 'reports', verb: 'get', path: '/api/v1/supplier/sales', query: '?dateFrom=yesterday' },
  { document: 'reports', verb: 'get', path: '/api/v1/warehouse_remains', query: '?groupByNm=' },
  { document: 'analytics', verb: 'post', path: FUNNEL, body: {} },
  { document: 'finances', verb: 'post', path: LIST, body: { dateFrom: '2026-10-01' } },
  { document: 'finances', verb: 'post', path: ROWS, body: { ...PERIOD, limit: 100_001 } },
];

async function ask(entry: Case): Promise<ClientAnswer> {
  const url = entry.path + (entry.query ?? '');
  return entry.verb === 'get' ? client.get(url) : client.post(url, entry.body);
}

function label(entry: Case): string {
  return `${entry.verb} ${entry.path}${entry.query ?? ''} ${entry.body === undefined ? '' : JSON.stringify(entry.body)}`;
}

describe('the check itself', () => {
  const answer = (body: unknown): Parameters<Documents['check']>[3] => ({
    status: 200,
    type: 'application/json',
    text: JSON.stringify(body),
  });

  it('finds a wrong type, a missing and an invented field', () => {
    expect(documents.check('general', 'get', '/ping', answer({ TS: '', Status: 'OK' }))).toEqual([]);
    expect(documents.check('general', 'get', '/ping', answer({ TS: 5, Status: 'OK' }))).toHaveLength(1);
    expect(
      documents.check('general', 'get', '/ping', answer({ TS: '', Status: 'OK', more: 1 })),
    ).toHaveLength(1);
    const row = {
      nmId: 1,
      chrtId: 1,
      warehouseId: 1,
      warehouseName: '',
      regionName: '',
      quantity: 1,
      inWayToClient: 1,
    };
    expect(documents.check('analytics', 'post', WB, answer({ data: { items: [row] } }))).toHaveLength(1);
    expect(documents.check('general', 'get', '/ping', { ...answer({}), status: 418 })).toHaveLength(1);
  });
});

describe('answers are as documented', () => {
  it.each(GOOD.map((entry) => [label(entry), entry] as const))('%s', async (_label, entry) => {
    const answer = await ask(entry);
    expect(answer.status).toBe(entry.status ?? 200);
    expect(documents.check(entry.document, entry.verb, entry.path, answer)).toEqual([]);
  });

  it.each(BAD.map((entry) => [label(entry), entry] as const))('400: %s', async (_label, entry) => {
    const answer = await ask(entry);
    expect(answer.status).toBe(400);
    expect(documents.check(entry.document, entry.verb, entry.path, answer)).toEqual([]);
  });

  it('leads a remains task from creation to download', async () => {
    const base = '/api/v1/warehouse_remains';
    const created = await client.get(`${base}?groupByNm=true&groupByBarcode=true&groupBySize=true`);
    expect(documents.check('reports', 'get', base, created)).toEqual([]);
    const { taskId } = created.json<{ data: { taskId: string } }>().data;
    const early = await client.get(`${base}/tasks/${taskId}/download`);
    expect(early.status).toBe(404);
    expect(documents.check('reports', 'get', `${base}/tasks/{task_id}/download`, early)).toEqual([]);
    const states: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const answer = await client.get(`${base}/tasks/${taskId}/status`);
      expect(documents.check('reports', 'get', `${base}/tasks/{task_id}/status`, answer)).toEqual([]);
      states.push(answer.json<{ data: { status: string } }>().data.status);
    }
    expect(states).toEqual(['processing', 'done']);
    const answer = await client.get(`${base}/tasks/${taskId}/download`);
    expect(documents.check('reports', 'get', `${base}/tasks/{task_id}/download`, answer)).toEqual([]);
    const malformed = await client.get(`${base}/tasks/7b88/status`);
    expect(malformed.status).toBe(400);
    expect(documents.check('reports', 'get', `${base}/tasks/{task_id}/status`, malformed)).toEqual([]);
  });

  it.each(['401', '402', '429'])('the problem %s is as documented for every method', async (kind) => {
    const control = clientOf(simulator, '');
    await control.post('/__control/faults', { path: '/', kind });
    for (const entry of GOOD) {
      const documented = entry.document === 'supplement' ? 'analytics' : entry.document;
      const path = entry.document === 'supplement' ? WB : entry.path;
      // Neither ping nor the list of reports documents 402.
      if (kind === '402' && (path === '/ping' || path === LIST)) continue;
      const answer = await ask(entry);
      expect(answer.status).toBe(Number(kind));
      expect(documents.check(documented, entry.verb, path, answer)).toEqual([]);
    }
    await control.delete('/__control/faults');
  });

  it('refuses base tokens and missing categories in the documented form', async () => {
    const base = clientOf(simulator, { type: 'base' });
    for (const [path, body] of [
      [WB, {}],
      [LIST, PERIOD],
    ] as const) {
      const answer = await base.post(path, body);
      expect(answer.status).toBe(403);
      expect(answer.json<{ detail: string }>().detail).toBe('base token is not allowed');
      expect(documents.check(path === WB ? 'analytics' : 'finances', 'post', path, answer)).toEqual([]);
    }
    const narrow = clientOf(simulator, { categories: ['content'] });
    const answer = await narrow.get('/api/v1/supplier/orders?dateFrom=2026-11-01');
    expect(answer.status).toBe(403);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.json<{ detail: string }>().detail).toBe('scope is not allowed for this resource');
    expect(documents.checkSchema('supplement', 'ProblemFull', answer)).toEqual([]);
  });
});
