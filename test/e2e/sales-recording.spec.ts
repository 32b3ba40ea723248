import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SalesImportRepository, type ImportedSale } from '../../src/features/sales/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { memberOf, productOf, type Member } from '../support/members.js';

const NOW = new Date('2026-11-20T22:00:00Z'); // the 21st in Moscow

const RECORD = `mutation ($sales: [SaleInput!]!) {
  recordSales(input: {sales: $sales}) { inserted updated userErrors { code message field } }
}`;

interface SalesAnswer {
  readonly inserted?: number | null;
  readonly updated?: number | null;
  readonly userErrors?: { code: string; message: string; field: string[] }[];
  readonly errors?: unknown;
}

const roubles = (amount: string, currency = 'RUB') => ({ amount, currency });

describe('recordSales', () => {
  let test: TestApp;
  let owner: Member;
  let user: Member;
  let other: Member;
  let viewer: Member;
  let stranger: Member;
  let product: string;
  let orders = 0;
  let order: string;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    owner = await test.register('owner');
    user = await memberOf(test, owner.tenantId, 'user', 'USER');
    other = await memberOf(test, owner.tenantId, 'other', 'USER');
    viewer = await memberOf(test, owner.tenantId, 'viewer', 'VIEWER');
    stranger = await test.register('stranger');
    product = await productOf(test, user);
    await test.database.query(`UPDATE products SET wb_nm_id = 77 WHERE id = $1`, [product]);
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    order = `O-${++orders}`;
    await test.database.query(`DELETE FROM rollup_marks`);
  });

  const record = async (sales: object[], who: Member = user): Promise<SalesAnswer> => {
    const answer = await test.graphql(RECORD, { sales }, who.token);
    return answer.errors ? { errors: answer.errors } : (answer.data.recordSales as SalesAnswer);
  };
  const sale = (given: object = {}) => ({
    ...{ productId: product, wbOrderId: order, saleDate: '2026-11-19', quantity: 2, price: roubles('100.5') },
    ...given,
  });
  const rows = () =>
    test.database.query(
      `SELECT kind, external_id AS external, sale_date::text AS day, quantity AS q, price, commission, net_amount AS net,
         warehouse_name AS w, product_id = $2 AS ours, user_id AS owner
       FROM sales WHERE wb_order_id = $1 ORDER BY kind, sale_date`,
      [order, product],
    );
  const marks = async (): Promise<string[]> => {
    const found = await test.database.query<{ line: string }>(
      `SELECT concat_ws(' ', dataset, day, user_id) AS line FROM rollup_marks ORDER BY day, user_id`,
    );
    return found.map(({ line }) => line);
  };
  const all = () =>
    test.database.query<object>(
      `SELECT (SELECT count(*) FROM sales) AS sales, (SELECT sum(price * quantity) FROM sales) AS sum,
         (SELECT count(*) FROM rollup_marks) AS marks,
         (SELECT count(*) FROM audit_log WHERE action = 'sales.recorded') AS audits`,
    );
  const imported = (given: Partial<ImportedSale>): ImportedSale => ({
    ...{ externalId: `S-${order}`, kind: 'SALE', orderId: order, nmId: 77, day: '2026-11-19', quantity: 2 },
    ...{ price: '100.00', netAmount: '150.00', warehouseName: 'Marketplace' },
    ...given,
  });
  const sync = (given: Partial<ImportedSale>) => {
    const ctx = sellerContext(user.tenantId, user.userId, () => NOW);
    return test.app
      .get(Database, { strict: false })
      .write(ctx, () =>
        test.app.get(SalesImportRepository, { strict: false }).upsertSales(ctx, [imported(given)]),
      );
  };

  it('inserts sales and returns, counts what differs, and marks their days', async () => {
    const batch = [
      sale({ commission: roubles('30'), netAmount: roubles('171.00'), warehouseName: 'North' }),
      sale({ kind: 'RETURN', saleDate: '2026-11-20', quantity: 1 }),
    ];
    expect(await record(batch)).toEqual({ inserted: 2, updated: 0, userErrors: [] });
    const base = { ours: true, owner: user.userId, price: '100.50' };
    expect(await rows()).toEqual([
      { ...base, kind: 'RETURN', external: `RETURN:${order}`, day: '2026-11-20', q: 1, commission: null, net: null, w: null },
      { ...base, kind: 'SALE', external: `SALE:${order}`, day: '2026-11-19', q: 2, commission: '30.00', net: '171.00', w: 'North' },
    ]); // prettier-ignore
    expect(await marks()).toEqual([`sales 2026-11-19 ${user.userId}`, `sales 2026-11-20 ${user.userId}`]);

    await test.database.query(`DELETE FROM rollup_marks`);
    expect(await record([...batch, ...batch])).toEqual({ inserted: 0, updated: 0, userErrors: [] });
    expect(await marks()).toEqual([]);
    const audits = await test.database.query(
      `SELECT changes, admin_user_id AS actor, user_id AS subject FROM audit_log WHERE action = 'sales.recorded'`,
    );
    expect(audits).toEqual([
      { changes: { inserted: [0, 2], updated: [0, 0] }, actor: user.userId, subject: user.userId },
    ]);
  });

  it('updates one that is known, over months, and leaves what it is not told', async () => {
    await record([sale({ commission: roubles('30.00'), warehouseName: 'North', saleDate: '2026-08-31' })]);
    await test.database.query(`DELETE FROM rollup_marks`);
    const change = sale({ saleDate: '2026-11-21', quantity: 3, netAmount: roubles('0') });
    expect(await record([change])).toEqual({ inserted: 0, updated: 1, userErrors: [] });
    expect(await rows()).toMatchObject([
      { day: '2026-11-21', q: 3, commission: '30.00', net: '0.00', w: 'North' },
    ]);
    expect(await marks()).toEqual([`sales 2026-08-31 ${user.userId}`, `sales 2026-11-21 ${user.userId}`]);
  });

  it('counts the commission of a net amount by the price that was known before', async () => {
    await sync({ netAmount: null });
    expect(await rows()).toMatchObject([{ price: '100.00', commission: null, net: null }]);
    await sync({ price: null });
    expect(await rows()).toMatchObject([{ price: '100.00', commission: '50.00', net: '150.00' }]);
  });

  it('takes a price of 0 for one that is not known: it is none where none is on record, and changes none', async () => {
    await record([sale({ price: roubles('0') })]);
    expect(await rows()).toMatchObject([{ price: '0.00' }]);
    expect(await record([sale()])).toMatchObject({ inserted: 0, updated: 1 });
    expect(await record([sale({ price: roubles('0') })])).toMatchObject({ inserted: 0, updated: 0 });
    expect(await record([sale({ price: roubles('0'), quantity: 3 })])).toMatchObject({ updated: 1 });
    expect(await rows()).toMatchObject([{ price: '100.50', q: 3 }]);
  });

  it("updates the marketplace's own row, which the marketplace may correct again", async () => {
    await sync({});
    expect(await record([sale({ commission: roubles('44.00') })])).toEqual({
      inserted: 0,
      updated: 1,
      userErrors: [],
    });
    expect(await rows()).toMatchObject([
      { external: `S-${order}`, price: '100.50', commission: '44.00', net: '150.00', w: 'Marketplace' },
    ]);
    expect(await sync({ price: '100.00' })).toBe(1);
    expect(await rows()).toMatchObject([
      { external: `S-${order}`, price: '100.00', commission: '50.00', net: '150.00' },
    ]);
  });

  it('is taken over by the marketplace, and not doubled', async () => {
    await record([sale({ saleDate: '2026-11-18' })]);
    await sync({});
    expect(await rows()).toMatchObject([{ external: `S-${order}`, day: '2026-11-19', net: '150.00' }]);
  });

  it('leaves one row of an order, whoever comes at once', async () => {
    for (let round = 0; round < 8; round++) {
      order = `O-${++orders}`;
      const days = ['2026-11-17', '2026-11-18', '2026-11-19'];
      await Promise.all([
        ...days.map((saleDate) => record([sale({ saleDate })])),
        sync({ day: '2026-11-20' }),
      ]);
      expect(await rows()).toHaveLength(1);
    }
  });

  it('tells all that is wrong with a batch, in the order of its rows, and writes nothing', async () => {
    const before = await all();
    const given = [
      { quantity: 0, price: roubles('-1') },
      { quantity: 1_000_001, price: roubles('1.001') },
      { price: roubles('100000000'), commission: roubles('1', 'USD'), netAmount: roubles('0.999') },
      { saleDate: '2026-11-23' },
      { saleDate: '1999-12-31' },
      { wbOrderId: '' },
      { wbOrderId: 'x'.repeat(101) },
      { warehouseName: ' ' },
      { productId: 'none' },
      { productId: '01a20556-0000-7000-8000-000000000000' },
      { wbOrderId: 'twice' },
      { wbOrderId: 'twice', kind: 'RETURN' },
      { wbOrderId: 'twice', price: roubles('100.50') },
      { wbOrderId: 'twice', price: roubles('100.51') },
    ];
    const batch = given.map((row, index) => sale({ wbOrderId: `${order}/${index}`, ...row }));
    const { userErrors = [], ...rest } = await record(batch);
    expect(rest).toEqual({ inserted: null, updated: null });
    const told = userErrors.map(({ code, field }) => [code, ...field].join(' '));
    expect(told).toEqual([
      'INVALID sales 0 quantity',
      'INVALID sales 0 price amount',
      'INVALID sales 1 quantity',
      'INVALID sales 1 price amount',
      'INVALID sales 2 price amount',
      'INVALID sales 2 commission currency',
      'INVALID sales 2 netAmount amount',
      'INVALID sales 3 saleDate',
      'INVALID sales 4 saleDate',
      'INVALID sales 5 wbOrderId',
      'INVALID sales 6 wbOrderId',
      'INVALID sales 7 warehouseName',
      'NOT_FOUND sales 8 productId',
      'NOT_FOUND sales 9 productId',
      'INVALID sales 13 wbOrderId',
    ]);
    expect(userErrors.at(-1)?.message).toContain('Rows 10 and 13');
    expect(await all()).toEqual(before);
  });

  it('is of its seller: two of them may have an order of one number, in one batch too', async () => {
    const others = await productOf(test, other);
    const batch = [sale(), sale({ productId: others, quantity: 5 }), sale()];
    expect(await record(batch, owner)).toEqual({ inserted: 2, updated: 0, userErrors: [] });
    expect(await record(batch, owner)).toEqual({ inserted: 0, updated: 0, userErrors: [] });
    const again = await record([sale({ productId: others, quantity: 6 })], owner);
    expect(again).toEqual({ inserted: 0, updated: 1, userErrors: [] });
    const quantities = await test.database.query(
      'SELECT user_id, quantity FROM sales WHERE wb_order_id = $1 ORDER BY quantity',
      [order],
    );
    expect(quantities).toEqual([
      { user_id: user.userId, quantity: 2 },
      { user_id: other.userId, quantity: 6 },
    ]);
  });

  it('takes 1 to 1000 rows, at the ends of what a row may hold', async () => {
    const before = await all();
    const wrong = { inserted: null, userErrors: [{ code: 'INVALID', field: ['sales'] }] };
    expect(await record([])).toMatchObject(wrong);
    expect(await record(Array<object>(1001).fill(sale()))).toMatchObject(wrong);
    expect(await all()).toEqual(before);
    const ends = [
      sale({ saleDate: '2026-11-22', quantity: 1_000_000, price: roubles('99999999.99') }),
      sale({ kind: 'RETURN', saleDate: '2000-01-01', quantity: 1, price: roubles('0') }),
    ];
    expect(await record(ends)).toEqual({ inserted: 2, updated: 0, userErrors: [] });
    await test.database.query(`DELETE FROM sales WHERE wb_order_id = $1`, [order]);
  });

  it('is closed to a colleague who is a USER and to strangers, as if the product were not there', async () => {
    const before = await all();
    for (const who of [other, stranger]) {
      const mine = await productOf(test, who, `B-${order}`);
      expect(await record([sale({ productId: mine }), sale({ wbOrderId: 'x' })], who)).toEqual({
        inserted: null,
        updated: null,
        userErrors: [
          { code: 'NOT_FOUND', message: 'There is no such product.', field: ['sales', '1', 'productId'] },
        ],
      });
    }
    expect(await all()).toEqual(before);
  });

  it('is closed to a VIEWER and to nobody', async () => {
    const before = await all();
    expect(await record([sale()], viewer)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const { errors } = await test.graphql(RECORD, { sales: [sale()] });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await all()).toEqual(before);
  });

  it('gives the sales that an owner records to the owners of the products, each their own order', async () => {
    const second = await productOf(test, other, `C-${order}`);
    await record([sale()], user);
    await test.database.query(`DELETE FROM rollup_marks`);
    expect(await record([sale({ productId: second })], owner)).toEqual({
      inserted: 1,
      updated: 0,
      userErrors: [],
    });
    expect((await rows()).map((row) => (row as { owner: string }).owner).sort()).toEqual(
      [user.userId, other.userId].sort(),
    );
    expect(await marks()).toEqual([`sales 2026-11-19 ${other.userId}`]);
  });

  it('makes no commission of a price that is not known', async () => {
    await sync({ price: null, netAmount: null });
    expect(await sync({ price: null, netAmount: '150.00' })).toBe(1);
    expect(await rows()).toMatchObject([{ price: '0.00', net: '150.00', commission: null }]);
    expect(await sync({ price: '100.00', netAmount: null })).toBe(1);
    expect(await rows()).toMatchObject([{ price: '100.00', net: '150.00', commission: '50.00' }]);
  });

  it('keeps a commission on record while the marketplace does not tell what it follows from', async () => {
    await record([sale({ commission: roubles('7') })]);
    for (const told of [{ price: null }, { price: '110.00' }]) {
      expect(await sync({ ...told, netAmount: null, quantity: told.price === null ? 3 : 2 })).toBe(1);
      expect(await rows()).toMatchObject([{ external: `S-${order}`, net: null, commission: '7.00' }]);
    }
    await sync({ price: '110.00', netAmount: '200.00' });
    expect(await rows()).toMatchObject([{ net: '200.00', commission: '20.00' }]);
  });

  it('costs as many statements for a thousand rows as for one', async () => {
    const database = test.app.get(Database, { strict: false });
    const original = database.rows.bind(database);
    const statements = async (sales: object[]): Promise<number> => {
      let seen = 0;
      database.rows = (ctx, statement, values) => {
        seen++;
        return original(ctx, statement, values);
      };
      expect(await record(sales)).toMatchObject({ inserted: sales.length });
      database.rows = original;
      return seen;
    };
    const one = await statements([sale()]);
    expect(
      await statements(Array.from({ length: 1000 }, (_, i) => sale({ wbOrderId: `${order}/${i}` }))),
    ).toBe(one);
    expect(one).toBeLessThan(7);
  });
});
