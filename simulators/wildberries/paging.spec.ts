import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from './answer.js';
import type { Call, Handler } from './call.js';
import { cardsList } from './content-methods.js';
import { reportRows } from './finance-methods.js';
import { groundTruth } from './ground-truth.js';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { DAY_MS, moscowMidnight } from './moscow-time.js';
import { pricePage } from './price-methods.js';
import { createSellerList } from './sellers.js';
import { clientOf } from './simulator-client.js';
import { supplierOrders, supplierSales } from './statistics-methods.js';
import { wbStocks } from './stock-methods.js';
import { DEFAULT_SID } from './tokens.js';
import { worldConfig } from './world-config.js';

const START = moscowMidnight(Date.parse('2026-09-01T00:00:00Z'));
const NOW = START + 40 * DAY_MS + 12 * 3_600_000;
const seller = createSellerList(worldConfig({ cards: 70, warehouses: 3, days: 40, sales: 250 }), START).of(
  DEFAULT_SID,
  NOW,
);

function call(query: Record<string, string>, body?: unknown): Call {
  return {
    seller,
    claims: {
      sid: DEFAULT_SID,
      type: 'personal',
      categories: new Set(),
      readOnly: true,
      expiresAt: Infinity,
    },
    nowMs: NOW,
    place: { nowMs: NOW, serial: 1 },
    query,
    params: {},
    body,
    masked: false,
    repeatRows: false,
  };
}

function valueOf<T>({ body = 'null' }: Answer): T {
  return JSON.parse(typeof body === 'string' ? body : [...body].join('')) as T;
}

interface StatisticsRow {
  readonly lastChangeDate: string;
  readonly srid: string;
  readonly saleID?: string;
}

/** Follows the documented way: dateFrom of the next call is the lastChangeDate of the last row, until nothing is new. */
function follow(handler: Handler): StatisticsRow[] {
  const rows = new Map<string, StatisticsRow>();
  let dateFrom = '2026-08-01';
  for (let calls = 0; calls < 10_000; calls += 1) {
    const page = valueOf<StatisticsRow[]>(handler(call({ dateFrom })));
    const known = rows.size;
    for (const row of page) rows.set(row.saleID ?? row.srid, row);
    const last = page.at(-1);
    if (!last || rows.size === known) break;
    // The bound is inclusive: a page begins with the rows of the bound itself.
    if (dateFrom !== '2026-08-01') expect(page[0]?.lastChangeDate).toBe(dateFrom);
    dateFrom = last.lastChangeDate;
  }
  return [...rows.values()];
}

describe('paging gives every row, whatever the page size', () => {
  const truth = groundTruth(seller, NOW);

  it('orders and sales', () => {
    const handlers = [
      [supplierOrders, truth.orders],
      [supplierSales, truth.sales],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...handlers),
        fc.integer({ min: 1, max: 600 }),
        ([make, expected], size) => {
          expect(follow(make(size))).toEqual(expected);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('holds at most the rows of a page, and counts a bound of the last second as included', () => {
    const rows = valueOf<StatisticsRow[]>(supplierSales(50)(call({ dateFrom: '2026-08-01' })));
    expect(rows).toHaveLength(50);
    const dateFrom = rows[10]?.lastChangeDate ?? '';
    const again = valueOf<StatisticsRow[]>(supplierSales(50)(call({ dateFrom })));
    expect(again[0]?.lastChangeDate).toBe(dateFrom);
    const after = valueOf<StatisticsRow[]>(supplierSales(50)(call({ dateFrom: `${dateFrom}.001` })));
    expect((after[0]?.lastChangeDate ?? '') > dateFrom).toBe(true);
  });

  it('flag=1 gives the rows of one day by date, without a bound on rows', () => {
    const dates = truth.orders as { date: string; srid: string }[];
    const day = dates[100]?.date.slice(0, 10) ?? '';
    const rows = valueOf<{ srid: string }[]>(
      supplierOrders(1)(call({ dateFrom: `${day}T15:00:00`, flag: '1' })),
    );
    const wanted = dates.filter((row) => row.date.startsWith(day)).map((row) => row.srid);
    expect(rows.map((row) => row.srid)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(3);
  });

  it('cards, both ways', () => {
    interface Page {
      cards: { nmID: number; updatedAt: string }[];
      cursor: { updatedAt?: string; nmID?: number; total: number };
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.boolean(), (limit, ascending) => {
        const seen: { nmID: number; updatedAt: string }[] = [];
        let cursor: { updatedAt?: string; nmID?: number } = {};
        for (;;) {
          const settings = { sort: { ascending }, cursor: { limit, ...cursor }, filter: { withPhoto: -1 } };
          const page = valueOf<Page>(cardsList(call({}, { settings })));
          expect(page.cursor.total).toBe(page.cards.length);
          seen.push(...page.cards);
          if (page.cursor.total < limit) break;
          const { updatedAt, nmID } = page.cursor;
          cursor = { ...(updatedAt ? { updatedAt } : {}), ...(nmID ? { nmID } : {}) };
        }
        expect(new Set(seen.map((card) => card.nmID)).size).toBe(70);
        expect(seen).toHaveLength(70);
        const times = seen.map((card) => Date.parse(card.updatedAt));
        expect(times).toEqual([...times].sort((a, b) => (ascending ? a - b : b - a)));
      }),
      { numRuns: 30 },
    );
  });

  it('prices and stock by offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (limit) => {
        const prices: number[] = [];
        for (let offset = 0; ; offset += limit) {
          const query = { limit: String(limit), offset: String(offset) };
          const { data } = valueOf<{ data: { listGoods: { nmID: number }[] } }>(pricePage(call(query)));
          if (data.listGoods.length === 0) break;
          prices.push(...data.listGoods.map((row) => row.nmID));
        }
        expect(prices).toEqual(truth.cards.map((card) => card.nmId));
        const stock: unknown[] = [];
        for (let offset = 0; ; offset += limit) {
          const { data } = valueOf<{ data: { items: unknown[] } }>(wbStocks(call({}, { limit, offset })));
          stock.push(...data.items);
          if (data.items.length < limit) break;
        }
        const wanted = truth.stock.filter(
          (fact) => !fact.own && fact.quantity + fact.inWayToClient + fact.inWayFromClient > 0,
        );
        expect(stock).toMatchObject(
          wanted.map(({ nmId, chrtId, warehouseId, quantity, inWayToClient, inWayFromClient }) => ({
            nmId,
            chrtId,
            warehouseId,
            quantity,
            inWayToClient,
            inWayFromClient,
          })),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('finance rows by rrdId until 204', () => {
    const body = { dateFrom: '2026-08-01', dateTo: '2026-12-01', fields: ['rrdId'] };
    const all = valueOf<{ rrdId: number }[]>(reportRows(call({}, body)));
    expect(all.length).toBeGreaterThan(300);
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 1200 }), (limit) => {
        const seen: { rrdId: number }[] = [];
        for (;;) {
          const answer = reportRows(call({}, { ...body, limit, rrdId: seen.at(-1)?.rrdId ?? 0 }));
          if (answer.status === 204) break;
          seen.push(...valueOf<{ rrdId: number }[]>(answer));
        }
        expect(seen).toEqual(all);
      }),
      { numRuns: 15 },
    );
  });
});

describe('over HTTP', () => {
  let simulator: WildberriesSimulator;
  beforeAll(async () => {
    simulator = await startWildberriesSimulator({
      now: NOW,
      limits: false,
      days: 40,
      cards: 30,
      sales: 3000,
      pageRows: 700,
    });
  });
  afterAll(() => simulator.close());

  it('sends pages in pieces that join to the same rows', async () => {
    const client = clientOf(simulator);
    const first = (await client.get('/api/v1/supplier/sales?dateFrom=2026-08-01')).json<object[]>();
    expect(first).toEqual(simulator.truth().sales.slice(0, 700));
    const same = await client.get('/api/v1/supplier/sales?dateFrom=2026-08-01');
    expect(same.json<object[]>()).toEqual(first);
  });
});
