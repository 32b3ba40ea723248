import { describe, expect, it } from '@jest/globals';
import { stockSourceFor } from './stock-source-for.js';
import { StocksReportSource } from './stocks-report.js';
import { baseSeller, collect, collectUntilError, FakeApi, json, sample, seller } from './testing/fake-api.js';

const rows = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({
    nmId: i + 1,
    chrtId: i + 100,
    warehouseName: 'w',
    quantity: 1,
    ...more,
  }));
const items = (all: object[]) => json({ data: { items: all } });
const none = { status: 204 };

describe('StocksReportSource', () => {
  it('reads the warehouses of WB, then those of the seller', async () => {
    const api = FakeApi.inTurn([
      { body: sample('stocks-wb-warehouses.json') },
      { body: sample('stocks-seller-warehouses.json') },
    ]);
    const source = new StocksReportSource(api.http, seller);
    const size = { nmId: 47254354, chrtId: 91663228, quantity: 43 };
    expect((await collect(source.rows())).flat()).toEqual([
      { ...size, owner: 'wb', warehouseName: 'Склад WB', inWayToClient: 14, inWayFromClient: 11 },
      {
        ...size,
        owner: 'seller',
        warehouseName: 'склад продавца Иркутск',
        inWayToClient: 0,
        inWayFromClient: 0,
      },
    ]);
    expect(source.report).toEqual({ rejected: { count: 0, firstReason: null }, sellerWarehouses: 'read' });
    expect(api.seen[0]?.body).toEqual({ limit: 250_000, offset: 0 });
  });

  it('pages until a page is short, in batches', async () => {
    const api = FakeApi.inTurn([items(rows(1500)), items(rows(1500)), items(rows(3)), none]);
    const batches = await collect(new StocksReportSource(api.http, seller, 1500).rows());
    expect(batches.flat()).toHaveLength(3003);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1000);
    expect(api.seen.slice(0, 3).map((seen) => seen.body)).toEqual(
      [0, 1500, 3000].map((offset) => ({ limit: 1500, offset })),
    );
  });

  it('ends on no content after a full page', async () => {
    const api = FakeApi.inTurn([items(rows(2)), none, none]);
    expect((await collect(new StocksReportSource(api.http, seller, 2).rows())).flat()).toHaveLength(2);
  });

  it.each([
    ['no content', none],
    ['no rows', items([])],
    ['null', json({ data: { items: null } })],
  ])('takes %s for no data, not for empty shelves', async (_, answer) => {
    const api = FakeApi.inTurn([answer]);
    await expect(collect(new StocksReportSource(api.http, seller).rows())).rejects.toMatchObject({
      kind: 'no_data',
    });
    expect(api.seen).toHaveLength(1);
  });

  it.each([
    ['token type', { status: 403, body: sample('error-403-token-type.json') }, 'closed'],
    ['denial', { status: 403, body: sample('error-403-analytics.json') }, 'closed'],
    ['switched off', { status: 404, body: sample('error-404-temporarily-disabled.json') }, 'closed'],
    ['no content', none, 'no_data'],
    ['no rows', items([]), 'no_data'],
  ])('survives seller warehouses that are closed or empty: %s', async (_, answer, told) => {
    const api = FakeApi.inTurn([{ body: sample('stocks-wb-warehouses.json') }, answer]);
    const source = new StocksReportSource(api.http, seller);
    expect((await collect(source.rows())).flat()).toHaveLength(1);
    expect(source.report.sellerWarehouses).toBe(told);
  });

  it('does not survive seller warehouses that fail', async () => {
    const api = FakeApi.inTurn([{ body: sample('stocks-wb-warehouses.json') }, { status: 400 }]);
    await expect(collect(new StocksReportSource(api.http, seller).rows())).rejects.toMatchObject({
      kind: 'bad_request',
    });
  });

  it('gives the rows of a body that breaks off, then the error', async () => {
    const body = JSON.stringify({ data: { items: rows(5) } }).slice(0, -10);
    for (const breaks of [true, false]) {
      const { items: got, error } = await collectUntilError(
        new StocksReportSource(FakeApi.inTurn([{ body, breaks }]).http, seller).rows(),
      );
      expect(got.flat()).toHaveLength(4);
      expect(error).toMatchObject({ kind: 'invalid_response' });
    }
  });

  it('counts bad rows, and refuses a page of mostly bad ones', async () => {
    const api = FakeApi.inTurn([items([...rows(3), { nmId: 0 }, { ...rows(1)[0], quantity: -1 }]), none]);
    const source = new StocksReportSource(api.http, seller);
    expect((await collect(source.rows())).flat()).toHaveLength(3);
    expect(source.report.rejected).toEqual({ count: 2, firstReason: 'nmId is not a positive integer' });
    const most = FakeApi.inTurn([items([...rows(1), {}, {}])]);
    await expect(collect(new StocksReportSource(most.http, seller).rows())).rejects.toMatchObject({
      kind: 'invalid_response',
    });
  });
});

it('a source is chosen by the type of the token', () => {
  const { http } = FakeApi.inTurn([]);
  const kinds = (['personal', 'service', 'base', 'unknown'] as const).map(
    (type) => stockSourceFor(type, http, baseSeller).kind,
  );
  expect(kinds).toEqual(['stocks-report', 'stocks-report', 'warehouse-remains', 'warehouse-remains']);
});
