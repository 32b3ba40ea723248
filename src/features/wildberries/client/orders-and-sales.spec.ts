import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SupplierOrdersAndSales } from './orders-and-sales.js';
import type { WbSaleRow } from './sale-row.js';
import type { WbPassItem } from './supplier-pass.js';
import { collect, collectUntilError, FakeApi, json, sample, seller } from './testing/fake-api.js';

const FROM = '2022-01-01T00:00:00';

/** Rows as short as they may be; the second of the change and the number of the sale. */
const sale = (second: number, number: number | string) => ({
  date: '2026-01-01T00:00:00',
  lastChangeDate: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString().slice(0, 19),
  nmId: 1,
  saleID: typeof number === 'string' ? number : `S${number}`,
});
const at = (second: number) => sale(second, 0).lastChangeDate;

function salesOf(api: FakeApi, from = FROM, fullPageRows?: number) {
  return new SupplierOrdersAndSales(api.http, seller).sales(from, fullPageRows ? { fullPageRows } : {});
}

const rowsOf = <T>(items: readonly WbPassItem<T>[]) =>
  items.flatMap((item) => (item.kind === 'rows' ? item.rows : []));
const pagesOf = <T>(items: readonly WbPassItem<T>[]) => items.filter((item) => item.kind === 'page');

describe('sales', () => {
  it('tell sale and return apart by saleID, and 0 from an amount', async () => {
    const api = FakeApi.inTurn([{ body: sample('supplier-sales.sale-return-zero.json') }]);
    const items = await collect(salesOf(api));
    const [sold, returned, fresh] = rowsOf(items);
    expect(sold).toEqual({
      saleId: 'S9993700024',
      kind: 'SALE',
      srid: '11.rf9ef11fce1684117b0nhj96222982382.3.0',
      date: '2022-03-04',
      soldAt: new Date('2022-03-04T15:08:31Z'),
      lastChangeDate: '2022-03-06T10:11:07',
      lastChangeAt: new Date('2022-03-06T07:11:07Z'),
      nmId: 1234567,
      supplierArticle: '12345',
      barcode: '123453559000',
      techSize: '0',
      brand: 'Тест',
      subject: 'Мультистайлеры',
      category: 'Бытовая техника',
      warehouseName: 'Склад WB РФ',
      priceWithDisc: '1547.00',
      finishedPrice: '1145.00',
      forPay: '1284.01',
      quantity: 1,
    });
    expect(returned).toMatchObject({
      kind: 'RETURN',
      srid: sold?.srid,
      date: '2022-03-10',
      forPay: '1284.01',
    });
    expect(fresh).toMatchObject({ kind: 'SALE', priceWithDisc: null, finishedPrice: null, forPay: null });
    expect(pagesOf(items)).toEqual([
      {
        kind: 'page',
        cursor: '2022-03-10T13:06:00',
        last: true,
        rowCount: 3,
        rejected: { count: 0, firstReason: null },
      },
    ]);
    expect(api.seen[0]).toMatchObject({
      path: '/api/v1/supplier/sales',
      query: { dateFrom: FROM, flag: '0' },
    });
  });

  it('keep rows of an unknown prefix, turn negative amounts, count bad rows', async () => {
    const odd = { ...sale(1, 'D7'), forPay: -10.5, priceWithDisc: '99.999' };
    const api = FakeApi.inTurn([json([odd, sale(2, 2), { ...sale(3, 3), lastChangeDate: 'never' }])]);
    const items = await collect(salesOf(api));
    expect(rowsOf(items)[0]).toMatchObject({
      kind: null,
      saleId: 'D7',
      forPay: '10.50',
      priceWithDisc: '100.00',
      srid: null,
    });
    expect(pagesOf(items)).toMatchObject([{ cursor: at(2), rowCount: 3, rejected: { count: 1 } }]);
  });
});

describe('orders', () => {
  it('take the zero date for not cancelled', async () => {
    const api = FakeApi.inTurn([{ body: sample('supplier-orders.two-rows.json') }]);
    const rows = rowsOf(await collect(new SupplierOrdersAndSales(api.http, seller).orders(FROM)));
    expect(rows).toMatchObject([
      {
        srid: '11.rf9ef11fce1684117b0nhj96222982382.3.0',
        isCancel: true,
        cancelledAt: new Date('2022-03-08T21:00:00Z'),
      },
      {
        srid: '11.rf9ef11fce1684117b0nhj96222982383.0.0',
        isCancel: false,
        cancelledAt: null,
        priceWithDisc: '1547.00',
      },
    ]);
    expect(rows[0]).toMatchObject({ date: '2022-03-04', orderedAt: new Date('2022-03-04T15:08:31Z') });
  });

  it('may be cancelled at an unknown time', async () => {
    const order = { ...sale(1, 1), srid: 'x', isCancel: true, cancelDate: '0001-01-01T00:00:00' };
    const api = FakeApi.inTurn([json([order])]);
    const rows = rowsOf(await collect(new SupplierOrdersAndSales(api.http, seller).orders(FROM)));
    expect(rows).toMatchObject([{ isCancel: true, cancelledAt: null }]);
  });
});

describe('a pass', () => {
  it('ends on an empty page and keeps the cursor', async () => {
    expect(await collect(salesOf(FakeApi.inTurn([json([])])))).toMatchObject([
      { kind: 'page', cursor: FROM, last: true, rowCount: 0 },
    ]);
    expect(await collect(salesOf(FakeApi.inTurn([{ status: 204 }])))).toMatchObject([
      { cursor: FROM, last: true },
    ]);
  });

  it('goes on from the full date of the last row while pages may have been cut', async () => {
    const first = { ...sale(2, 2), lastChangeDate: `${at(2)}.12345` };
    const api = FakeApi.inTurn([json([sale(1, 1), first]), json([first, sale(3, 3)]), json([sale(3, 3)])]);
    const items = await collect(salesOf(api, FROM, 4));
    expect(api.seen.map((seen) => seen.query.dateFrom)).toEqual([FROM, `${at(2)}.12345`, at(3)]);
    expect(pagesOf(items).map((page) => [page.cursor, page.last])).toEqual([
      [`${at(2)}.12345`, false],
      [at(3), false],
      [at(3), true],
    ]);
  });

  it('ends when a page brings nothing new, however long it is', async () => {
    const same = [sale(2, 1), sale(2, 2), sale(2, 3)];
    const api = FakeApi.inTurn([json([sale(1, 0), ...same]), json(same)]);
    expect(pagesOf(await collect(salesOf(api, FROM, 4))).map((page) => page.last)).toEqual([false, true]);
  });

  it('says that a page full of one moment cannot be passed', async () => {
    const same = [sale(2, 1), sale(2, 2), sale(2, 3)];
    const api = FakeApi.inTurn([json(same), json(same)]);
    await collect(salesOf(api, at(2), 4));
    expect(JSON.stringify(api.logged)).toContain('one lastChangeDate only');
  });

  it('takes a row that changed again for new', async () => {
    const api = FakeApi.inTurn([
      json([sale(1, 1), sale(2, 2)]),
      json([sale(3, 1), sale(3, 2)]),
      json([sale(3, 2)]),
    ]);
    const pages = pagesOf(await collect(salesOf(api, FROM, 4)));
    expect(pages.map((page) => page.last)).toEqual([false, false, true]);
  });

  it('gives the rows of a page that breaks off, but no cursor', async () => {
    const body = JSON.stringify([sale(1, 1), sale(2, 2)]);
    const { items, error } = await collectUntilError(salesOf(FakeApi.inTurn([{ body, breaks: true }])));
    expect(items).toMatchObject([{ kind: 'rows', rows: [{ saleId: 'S1' }, { saleId: 'S2' }] }]);
    expect(error).toMatchObject({ kind: 'invalid_response' });
  });

  it.each([
    ['an object', json({ errors: ['x'] })],
    ['rows older than asked for', json([sale(1, 1)])],
    ['mostly bad rows', json([sale(9, 1), {}, {}])],
  ])('refuses %s', async (_, answer) => {
    await expect(collect(salesOf(FakeApi.inTurn([answer]), at(5)))).rejects.toMatchObject({
      kind: 'invalid_response',
    });
  });

  it('refuses a start that is no time', async () => {
    await expect(collect(salesOf(FakeApi.inTurn([]), 'last week'))).rejects.toThrow(RangeError);
  });

  it('reads every row of any history, from any cursor it gave, whatever the size of a page', async () => {
    // At most 3 rows share a second and a page holds 4 or more: more in one second than a page cannot be passed.
    const histories = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 4, max: 9 }), async (perSecond, size) => {
        let number = 0;
        const all = perSecond.flatMap((count, second) =>
          Array.from({ length: count }, () => sale(second, (number += 1))),
        );
        const server = () =>
          new FakeApi(({ query }) =>
            json(all.filter((row) => row.lastChangeDate >= (query.dateFrom ?? '')).slice(0, size)),
          );
        const ids = (rows: readonly WbSaleRow[]) => new Set(rows.map((row) => row.saleId));
        const items = await collect(salesOf(server(), FROM, size));
        expect(ids(rowsOf(items))).toEqual(new Set(all.map((row) => row.saleID)));
        for (const page of pagesOf(items)) {
          const done = ids(rowsOf(items.slice(0, items.indexOf(page))));
          const rest = ids(rowsOf(await collect(salesOf(server(), page.cursor, size))));
          expect(new Set([...done, ...rest]).size).toBe(all.length);
        }
      }),
    );
  });
});
