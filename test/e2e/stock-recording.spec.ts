import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { contentOf, makeExport, parseJsonl } from '../support/exports.js';
import { sentWhile } from '../support/statements.js';
import { memberOf, productOf, type Member } from '../support/members.js';

const NOW = new Date('2026-11-20T09:00:00Z');

const RECORD = `mutation ($observations: [StockObservationInput!]!) {
  recordStock(input: {observations: $observations}) { written unchanged userErrors { code message field } }
}`;

interface Observation {
  productId: string;
  warehouseName: string;
  quantity: number;
  recordedAt?: string;
}

interface StockAnswer {
  readonly written?: number | null;
  readonly unchanged?: number | null;
  readonly userErrors?: { code: string; message: string; field: string[] }[];
  readonly errors?: unknown;
}

describe('recordStock', () => {
  const clock = new FixedClock(NOW);
  let test: TestApp;
  let owner: Member;
  let user: Member;
  let other: Member;
  let viewer: Member;
  let stranger: Member;
  let product: string;

  beforeAll(async () => {
    test = await TestApp.start({ clock, worker: false });
    owner = await test.register('owner');
    user = await memberOf(test, owner.tenantId, 'user', 'USER');
    other = await memberOf(test, owner.tenantId, 'other', 'USER');
    viewer = await memberOf(test, owner.tenantId, 'viewer', 'VIEWER');
    stranger = await test.register('stranger');
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    await test.database.query(`DELETE FROM rollup_marks`);
    product = await productOf(test, user, `A-${Math.floor(performance.now() * 1000)}`);
  });

  const record = async (observations: Observation[], who: Member = user): Promise<StockAnswer> => {
    const answer = await test.graphql(RECORD, { observations }, who.token);
    return answer.errors ? { errors: answer.errors } : (answer.data.recordStock as StockAnswer);
  };
  const at = (time: string, quantity: number, warehouseName = 'North'): Observation => ({
    productId: product,
    warehouseName,
    quantity,
    recordedAt: time,
  });
  const history = (id = product) =>
    test.database.query(
      `SELECT warehouse_name AS w, to_char(recorded_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS at, quantity AS q, delta AS d
       FROM stock_history WHERE product_id = $1 ORDER BY warehouse_name, recorded_at`,
      [id],
    );
  const levels = (id = product) =>
    test.database.query(
      `SELECT l.warehouse_name AS w, l.quantity AS q, l.source, l.user_id AS owner, p.stock_total AS total, p.in_stock
       FROM stock_levels l JOIN products p ON p.id = l.product_id WHERE p.id = $1 ORDER BY 1`,
      [id],
    );
  const marks = () =>
    test.database.query(
      `SELECT dataset, product_ids, day::text, user_id FROM rollup_marks ORDER BY product_ids, day`,
    );
  const all = () =>
    test.database.query<object>(
      `SELECT (SELECT count(*) FROM stock_history) AS history, (SELECT sum(quantity) FROM stock_levels) AS levels,
         (SELECT sum(stock_total) FROM products) AS totals, (SELECT count(*) FROM rollup_marks) AS marks,
         (SELECT count(*) FROM audit_log WHERE action = 'stock.recorded') AS audits`,
    );

  it('waits for the database four times: to begin, for what is on record, for what is written, to end', async () => {
    await record([at('2026-11-19T09:00:00Z', 5)]);
    const observations = [at('2026-11-19T10:00:00Z', 6), at('2026-11-19T10:00:00Z', 7, 'South')];
    expect(await sentWhile(test, () => record(observations))).toEqual({ statements: 13, goes: 4 });
  });

  it('writes changes, moves level, total and marks, and tells what it did', async () => {
    expect(await record([at('2026-11-18T22:00:00Z', 5), at('2026-11-19T10:00:00Z', 5)])).toEqual({
      written: 1,
      unchanged: 1,
      userErrors: [],
    });
    expect(await history()).toEqual([{ w: 'North', at: '11-18 22:00', q: 5, d: 5 }]);
    expect(await levels()).toEqual([
      { w: 'North', q: 5, source: 'manual', owner: user.userId, total: 5, in_stock: true },
    ]);
    // 22:00 in London is the next day in Moscow
    expect(await marks()).toEqual([
      { dataset: 'stock', product_ids: [product], day: '2026-11-19', user_id: user.userId },
    ]);
    const [audit] = await test.database.query(
      `SELECT admin_user_id AS actor, user_id AS subject, changes FROM audit_log
       WHERE action = 'stock.recorded' ORDER BY created_at DESC, id DESC LIMIT 1`,
    );
    expect(audit).toEqual({ actor: user.userId, subject: user.userId, changes: { records: [0, 1] } });
  });

  it('takes the time of the request where none is given, and the same again as nothing new', async () => {
    const now = { productId: product, warehouseName: 'North', quantity: 3 };
    expect(await record([now, now])).toEqual({ written: 1, unchanged: 1, userErrors: [] });
    expect(await record([now])).toEqual({ written: 0, unchanged: 1, userErrors: [] });
    expect(await history()).toEqual([{ w: 'North', at: '11-20 09:00', q: 3, d: 3 }]);
  });

  it('takes what is ahead for seen now: level, total, past, export and subscribers agree, and what follows corrects it', async () => {
    const shown = async () => {
      const { data } = await test.graphql(
        `query ($id: ID!, $ids: [ID!], $at: DateTime!) {
           product(id: $id) { stockTotal stockLevels { quantity recordedAt } }
           stockAt(at: $at, productIds: $ids) { nodes { quantity recordedAt } }
           stockHistory(filter: {productIds: $ids}) { nodes { quantity delta recordedAt } }
         }`,
        { id: product, ids: [product], at: clock.now().toISOString() },
        user.token,
      );
      const { stockTotal, stockLevels } = data.product;
      const made = await makeExport(test, user.token, {
        ...{ kind: 'STOCK_LEVELS', format: 'JSONL', productFilter: { ids: [product] } },
      });
      const exported = parseJsonl(await contentOf(test, made)).map((row) => [row.quantity, row.recordedAt]);
      return {
        stockTotal,
        stockLevels,
        past: data.stockAt.nodes,
        history: data.stockHistory.nodes,
        exported,
      } as object;
    };
    const agreed = (quantity: number, recordedAt: string, history: object[]) => ({
      stockTotal: quantity,
      stockLevels: [{ quantity, recordedAt }],
      past: [{ quantity, recordedAt }],
      history,
      exported: [[quantity, recordedAt]],
    });
    const heard: unknown[] = [];
    const end = test.app.get(Announcements, { strict: false }).on('stock', (message) => heard.push(message));
    const [first, second] = [NOW.toISOString(), new Date(NOW.getTime() + 1).toISOString()];
    expect(await record([at('2026-11-21T09:00:00Z', 5)])).toMatchObject({ written: 1, userErrors: [] });
    expect(await shown()).toEqual(agreed(5, first, [{ quantity: 5, delta: 5, recordedAt: first }]));
    clock.advance(1);
    expect(await record([{ productId: product, warehouseName: 'North', quantity: 7 }])).toMatchObject({
      written: 1,
    });
    expect(await shown()).toEqual(
      agreed(7, second, [
        { quantity: 7, delta: 2, recordedAt: second },
        { quantity: 5, delta: 5, recordedAt: first },
      ]),
    );
    expect(heard).toHaveLength(2);
    end();
    clock.set(NOW);
  });

  it('takes the last of those that are ahead, whatever their order', async () => {
    const ahead = [
      at('2026-11-20T12:00:00Z', 3),
      at('2026-11-20T09:00:00Z', 1),
      at('2026-11-20T11:00:00Z', 2),
      at('2026-11-20T10:00:00Z', 9, 'South'),
      at('2026-11-20T08:00:00Z', 8),
    ];
    for (const batch of [ahead, ahead.toReversed()]) {
      product = await productOf(test, user, `A-${Math.floor(performance.now() * 1000)}`);
      expect(await record(batch.map((row) => ({ ...row, productId: product })))).toEqual({
        written: 3,
        unchanged: 2,
        userErrors: [],
      });
      expect(await history()).toEqual([
        { w: 'North', at: '11-20 08:00', q: 8, d: 8 },
        { w: 'North', at: '11-20 09:00', q: 3, d: -5 },
        { w: 'South', at: '11-20 09:00', q: 9, d: 9 },
      ]);
    }
  });

  it('lets late ones fall into place, and leaves a record that has become equal to the one before it', async () => {
    await record([at('2026-11-10T00:00:00Z', 4), at('2026-11-12T00:00:00Z', 9)]);
    await test.database.query(`DELETE FROM rollup_marks`);
    expect(await record([at('2026-11-11T00:00:00Z', 9), at('2026-11-09T00:00:00Z', 1)])).toMatchObject({
      written: 2,
    });
    expect(await history()).toEqual([
      { w: 'North', at: '11-09 00:00', q: 1, d: 1 },
      { w: 'North', at: '11-10 00:00', q: 4, d: 3 },
      { w: 'North', at: '11-11 00:00', q: 9, d: 5 },
      { w: 'North', at: '11-12 00:00', q: 9, d: 0 },
    ]);
    expect(await levels()).toMatchObject([{ q: 9, total: 9 }]);
    expect(await marks()).toMatchObject([{ day: '2026-11-09' }]);
    // late and equal to the one before it
    expect(await record([at('2026-11-10T12:00:00Z', 4)])).toEqual({
      written: 0,
      unchanged: 1,
      userErrors: [],
    });
  });

  it('records behind a late one what was confirmed since, however it came', async () => {
    const [january, march, february] = [
      at('2026-01-01T00:00:00Z', 5),
      at('2026-03-01T00:00:00Z', 5),
      at('2026-02-01T00:00:00Z', 7),
    ];
    const held = [
      { w: 'North', at: '01-01 00:00', q: 5, d: 5 },
      { w: 'North', at: '02-01 00:00', q: 7, d: 2 },
      { w: 'North', at: '03-01 00:00', q: 5, d: -2 },
    ];
    await record([january]);
    expect(await record([march])).toEqual({ written: 0, unchanged: 1, userErrors: [] });
    expect(await history()).toHaveLength(1);
    expect(await record([february])).toEqual({ written: 1, unchanged: 0, userErrors: [] });
    expect(await history()).toEqual(held);
    expect(await levels()).toMatchObject([{ q: 5, total: 5 }]);
    expect(await record([january, march, february])).toEqual({ written: 0, unchanged: 3, userErrors: [] });
    product = await productOf(test, user, `A-${Math.floor(performance.now() * 1000)}`);
    expect(await record([january, march, february].map((row) => ({ ...row, productId: product })))).toEqual({
      written: 3,
      unchanged: 0,
      userErrors: [],
    });
    expect(await history()).toEqual(held);
  });

  it('confirms in the batch that records, and keeps the last confirmation, not the latest told', async () => {
    const confirmed = () =>
      test.database.query(
        `SELECT to_char(confirmed_at AT TIME ZONE 'UTC', 'MM-DD') AS at FROM stock_confirmations WHERE product_id = $1`,
        [product],
      );
    await record([at('2026-11-01T00:00:00Z', 5), at('2026-11-09T00:00:00Z', 5)]);
    expect(await confirmed()).toEqual([{ at: '11-09' }]);
    await record([at('2026-11-05T00:00:00Z', 5)]);
    expect(await confirmed()).toEqual([{ at: '11-09' }]);
    // another quantity at the very instant at which it was confirmed
    const before = await all();
    expect(await record([at('2026-11-09T00:00:00Z', 6)])).toMatchObject({
      userErrors: [{ code: 'CONFLICT', field: ['observations', '0', 'quantity'] }],
    });
    expect(await all()).toEqual(before);
    await record([at('2026-11-12T00:00:00Z', 6)]);
    await record([at('2026-11-10T00:00:00Z', 7)]);
    expect((await history()).map((row) => (row as { q: number }).q)).toEqual([5, 7, 6]);
  });

  it('keeps first records of zero, since from then on it is known that there is none', async () => {
    expect(await record([at('2026-11-10T00:00:00Z', 0)])).toMatchObject({ written: 1 });
    expect(await levels()).toMatchObject([{ q: 0, total: 0, in_stock: false }]);
  });

  it('moves the total by all warehouses at once, down to none', async () => {
    await record([at('2026-11-10T00:00:00Z', 4), at('2026-11-10T00:00:00Z', 6, 'South')]);
    expect(await levels()).toMatchObject([
      { w: 'North', q: 4, total: 10 },
      { w: 'South', q: 6, total: 10 },
    ]);
    await record([at('2026-11-11T00:00:00Z', 0), at('2026-11-11T00:00:00Z', 0, 'South')]);
    expect(await levels()).toMatchObject([{ total: 0, in_stock: false }, { q: 0 }]);
  });

  it('finds months that have no partition yet', async () => {
    expect(
      await record([at('2003-02-01T00:00:00Z', 4), at('2026-12-20T00:00:00Z', 4)].slice(0, 1)),
    ).toMatchObject({ written: 1 });
    expect(await record([at('2001-12-31T23:59:59.999Z', 2), at('2007-01-01T00:00:00Z', 3)])).toMatchObject({
      written: 2,
    });
    expect((await history()).length).toBe(3);
  });

  it('refuses another quantity for an instant on record, and writes nothing', async () => {
    await record([at('2026-11-10T00:00:00Z', 4), at('2026-11-12T00:00:00Z', 5)]);
    const before = await all();
    const answer = await record([
      at('2026-11-13T00:00:00Z', 1),
      at('2026-11-10T00:00:00Z', 3),
      at('2026-11-12T00:00:00Z', 6),
    ]);
    expect(answer).toMatchObject({
      written: null,
      unchanged: null,
      userErrors: [
        { code: 'CONFLICT', field: ['observations', '1', 'quantity'] },
        { code: 'CONFLICT', field: ['observations', '2', 'quantity'] },
      ],
    });
    expect(await all()).toEqual(before);
  });

  it('tells instants apart that differ by a microsecond, as those of snapshots may', async () => {
    await record([at('2026-11-10T00:00:00Z', 5)]);
    for (const table of ['stock_history', 'stock_levels']) {
      await test.database.query(
        `UPDATE ${table} SET recorded_at = recorded_at + interval '1 microsecond' WHERE product_id = $1`,
        [product],
      );
    }
    expect(await record([at('2026-11-10T00:00:00Z', 6)])).toMatchObject({ written: 1, userErrors: [] });
    expect(await history()).toMatchObject([
      { q: 6, d: 6 },
      { q: 5, d: -1 },
    ]);
    expect(await levels()).toMatchObject([{ q: 5, total: 5 }]);
  });

  it('tells all that is wrong with a batch, in the order of its rows, and writes nothing', async () => {
    const before = await all();
    const { userErrors = [], ...rest } = await record([
      at('2026-11-10T00:00:00Z', -1),
      at('2026-11-21T09:00:00.001Z', 1),
      at('1999-12-31T23:59:59Z', 1),
      at('2026-11-10T00:00:00Z', 1, ' North'),
      at('2026-11-10T00:00:00Z', 1, ''),
      at('2026-11-10T00:00:00Z', 1, '\u200b'),
      at('2026-11-10T00:00:00Z', 1, 'x'.repeat(256)),
      { ...at('2026-11-10T00:00:00Z', 1), productId: 'none' },
      { ...at('2026-11-10T00:00:00Z', 1), productId: '01a20556-0000-7000-8000-000000000000' },
      at('2026-11-15T00:00:00Z', 1, 'South'),
      at('2026-11-15T00:00:00Z', 2, 'South'),
      at('2026-11-21T09:00:00Z', 1),
    ]);
    expect(rest).toEqual({ written: null, unchanged: null });
    expect(userErrors.map(({ code, field }) => [code, ...field.slice(1)])).toEqual([
      ['INVALID', '0', 'quantity'],
      ['INVALID', '1', 'recordedAt'],
      ['INVALID', '2', 'recordedAt'],
      ['INVALID', '3', 'warehouseName'],
      ['INVALID', '4', 'warehouseName'],
      ['INVALID', '5', 'warehouseName'],
      ['INVALID', '6', 'warehouseName'],
      ['NOT_FOUND', '7', 'productId'],
      ['NOT_FOUND', '8', 'productId'],
      ['INVALID', '10', 'quantity'],
    ]);
    expect(userErrors.at(-1)?.message).toContain('Rows 9 and 10');
    expect(await all()).toEqual(before);
  });

  it('takes 1 to 1000 rows, and tells of 100 that are wrong', async () => {
    const before = await all();
    const none = { userErrors: [{ code: 'INVALID', field: ['observations'] }] };
    expect(await record([])).toMatchObject(none);
    expect(await record(Array<Observation>(1001).fill(at('2026-11-10T00:00:00Z', 1)))).toMatchObject(none);
    const wrong = await record(Array<Observation>(1000).fill(at('2026-11-10T00:00:00Z', -1)));
    expect(wrong.userErrors).toHaveLength(100);
    const months = Array.from({ length: 121 }, (_, month) =>
      at(new Date(Date.UTC(2010, month, 1)).toISOString(), month),
    );
    expect(await record(months)).toMatchObject(none);
    expect(await all()).toEqual(before);
  });

  it('refuses more of a product than can be counted', async () => {
    const most = 2_147_483_647;
    expect(await record([at('2026-11-10T00:00:00Z', most)])).toMatchObject({ written: 1 });
    const before = await all();
    expect(await record([at('2026-11-10T00:00:00Z', 1, 'South')])).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['observations', '0', 'quantity'] }],
    });
    expect(await all()).toEqual(before);
    const { data } = await test.graphql(`{ warehouses { name stockTotal } }`, {}, owner.token);
    expect(data.warehouses[0]).toMatchObject({ name: 'North', stockTotal: most });
    await record([at('2026-11-11T00:00:00Z', 0)]);
  });

  describe('is', () => {
    it('closed to a colleague who is a USER, and to strangers: as if the product were not there', async () => {
      const before = await all();
      for (const who of [other, stranger]) {
        const mine = await productOf(test, who, `B-${product}`);
        const rows = [{ ...at('2026-11-10T00:00:00Z', 1), productId: mine }, at('2026-11-10T00:00:00Z', 1)];
        expect(await record(rows, who)).toMatchObject({
          written: null,
          userErrors: [
            {
              code: 'NOT_FOUND',
              message: 'There is no such product.',
              field: ['observations', '1', 'productId'],
            },
          ],
        });
      }
      expect(await all()).toEqual(before);
    });

    it('closed to a VIEWER and to nobody', async () => {
      const before = await all();
      expect(await record([at('2026-11-10T00:00:00Z', 1)], viewer)).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      const { errors } = await test.graphql(RECORD, { observations: [at('2026-11-10T00:00:00Z', 1)] });
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(await all()).toEqual(before);
    });

    it('open to an owner for everybody of the tenant, whose rows they stay', async () => {
      const second = await productOf(test, other, `C-${product}`);
      const rows = [at('2026-11-10T00:00:00Z', 1), { ...at('2026-11-10T00:00:00Z', 2), productId: second }];
      expect(await record(rows, owner)).toMatchObject({ written: 2 });
      expect(await levels()).toMatchObject([{ owner: user.userId, q: 1 }]);
      expect(await levels(second)).toMatchObject([{ owner: other.userId, q: 2 }]);
      const [owners] = await test.database.query(
        `SELECT array_agg(DISTINCT user_id ORDER BY user_id) AS ids FROM stock_history WHERE product_id = ANY ($1)`,
        [[product, second]],
      );
      expect(owners).toEqual({ ids: [user.userId, other.userId].sort() });
      expect((await marks()).map((row) => (row as { user_id: string }).user_id).sort()).toEqual(
        [user.userId, other.userId].sort(),
      );
    });
  });

  it('tells all processes of levels that moved, in messages that fit, and of nothing else', async () => {
    const heard: unknown[] = [];
    const end = test.app.get(Announcements, { strict: false }).on('stock', (message) => heard.push(message));
    const ids: string[] = [];
    for (let index = 0; index < 151; index++) ids.push(await productOf(test, user, `D-${product}-${index}`));
    const rows = ids.map((productId) => ({ ...at('2026-11-10T00:00:00Z', 1), productId }));
    await record(rows);
    ids.sort();
    const common = {
      tenantId: user.tenantId,
      userId: user.userId,
      transaction: expect.stringMatching(/^\d+$/),
    };
    expect(heard).toEqual([
      { ...common, productIds: ids.slice(0, 150) },
      { ...common, productIds: ids.slice(150) },
    ]);
    await record(rows);
    await record(rows.map((row) => ({ ...row, recordedAt: '2026-11-09T00:00:00Z', quantity: 7 })));
    expect(heard).toHaveLength(2);
    end();
  });

  it('costs as many statements for a thousand rows as for one', async () => {
    const database = test.app.get(Database, { strict: false });
    const rows = database.rows.bind(database);
    const statements = async (observations: Observation[]): Promise<number> => {
      let seen = 0;
      database.rows = (ctx, statement, values) => {
        seen++;
        return rows(ctx, statement, values);
      };
      expect(await record(observations)).toMatchObject({ written: observations.length });
      database.rows = rows;
      return seen;
    };
    const many = Array.from({ length: 1000 }, (_, index) =>
      at('2026-11-10T00:00:00Z', index % 7, `W${index}`),
    );
    const one = await statements([at('2026-11-11T00:00:00Z', 99)]);
    expect(await statements(many)).toBe(one);
    expect(one).toBeLessThan(9);
  });
});
