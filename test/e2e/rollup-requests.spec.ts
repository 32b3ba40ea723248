import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RollupService } from '../../src/features/analytics/index.js';
import { RollupJob } from '../../src/features/analytics/jobs/rollup.job.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { RollupRequests } from '../../src/platform/jobs/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { makeTeam, type Team } from '../support/team.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const SELL = `mutation ($productId: ID!, $wbOrderId: String!) {
  recordSales(input: {sales: [{productId: $productId, wbOrderId: $wbOrderId, saleDate: "2026-11-21", quantity: 3, price: {amount: "10.00"}}]})
  { inserted userErrors { message } }
}`;
const STOCK = `mutation ($productId: ID!, $quantity: Int!) {
  recordStock(input: {observations: [{productId: $productId, warehouseName: "W", quantity: $quantity, recordedAt: "2026-11-20T00:00:00Z"}]})
  { written userErrors { message } }
}`;
const COST = `mutation ($id: ID!, $leadTimeDays: Int!) {
  updateProduct(input: {id: $id, leadTimeDays: $leadTimeDays}) { product { id } userErrors { message } }
}`;
const CREATE = `mutation ($wbArticle: String!) {
  createProduct(input: {wbArticle: $wbArticle}) { product { id } userErrors { message } }
}`;
const RENAME = `mutation ($id: ID!, $name: String, $brand: String) {
  updateProduct(input: {id: $id, name: $name, brand: $brand}) { product { id } userErrors { message } }
}`;
const ARCHIVE = `mutation ($id: ID!) { archiveProduct(input: {id: $id}) { product { id } userErrors { message } } }`;
const RESTORE = `mutation ($id: ID!) { restoreProduct(input: {id: $id}) { product { id } userErrors { message } } }`;
const STATUS =
  '{ dashboard { status } products(first: 5) { nodes { id metrics { sold30Days reorderPoint } } } }';

interface Answer {
  readonly recordStock: { readonly userErrors: object[] };
  readonly dashboard: { readonly status: string };
  readonly products: { readonly nodes: { readonly id: string; readonly metrics: { sold30Days: number } }[] };
}

describe('the rollup of whoever records something', () => {
  let test: TestApp;
  let team: Team;
  let own: string;
  let users: string;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    team = await makeTeam(test, 'ask');
    own = await product(team.owner.userId);
    users = await product(team.user.userId);
  });
  afterAll(() => test.stop());
  beforeEach(() => test.database.query('DELETE FROM pgboss.job'));

  async function product(userId: string): Promise<string> {
    const [row] = await test.database.query<{ id: string }>(
      `INSERT INTO products (tenant_id, user_id, wb_article) VALUES ($1, $2, $2::uuid::text) RETURNING id`,
      [team.tenantId, userId],
    );
    return row!.id;
  }

  const jobs = () =>
    test.database.query<{ data: object; key: string; wait: number }>(
      `SELECT data, singleton_key AS key, extract(epoch FROM start_after - $1::timestamptz)::integer AS wait
       FROM pgboss.job WHERE name = 'rollup' ORDER BY 2`,
      [NOW],
    );
  const jobOf = (userId: string) => ({
    data: { tenantId: team.tenantId, userId },
    key: userId,
    wait: 5,
  });
  const ask = async (document: string, variables: object): Promise<Answer> => {
    const { data, errors } = await test.graphql(document, variables, team.owner.token);
    expect(errors).toBeUndefined();
    return data as Answer;
  };
  const work = (userId = team.owner.userId) =>
    test.app.get(RollupJob, { strict: false }).handle({ tenantId: team.tenantId, userId });

  it.each([
    [
      'sales',
      SELL,
      () => ({ productId: own, wbOrderId: 'first' }),
      SELL,
      () => ({ productId: own, wbOrderId: 'second' }),
    ],
    [
      'stock',
      STOCK,
      () => ({ productId: own, quantity: 5 }),
      SELL,
      () => ({ productId: own, wbOrderId: 'third' }),
    ],
    ['a lead time', COST, () => ({ id: own, leadTimeDays: 3 }), COST, () => ({ id: own, leadTimeDays: 4 })],
    ['a new product', CREATE, () => ({ wbArticle: 'new' }), CREATE, () => ({ wbArticle: 'another' })],
    ['a name', RENAME, () => ({ id: own, name: 'One' }), RENAME, () => ({ id: own, name: 'Two' })],
    ['an archived product', ARCHIVE, () => ({ id: own }), RESTORE, () => ({ id: own })],
  ])(
    'is asked for once with %s, and what follows at once is in it',
    async (_what, first, one, second, other) => {
      await ask(first, one());
      expect(await jobs()).toEqual([jobOf(team.owner.userId)]);
      await ask(second, other());
      expect(await jobs()).toEqual([jobOf(team.owner.userId)]);
      await work();
    },
  );

  it('is of the owner of the goods, whoever records', async () => {
    await ask(SELL, { productId: users, wbOrderId: 'of a user' });
    expect(await jobs()).toEqual([jobOf(team.user.userId)]);
    await work(team.user.userId);
    for (const document of [ARCHIVE, RESTORE]) {
      await test.database.query('DELETE FROM pgboss.job');
      await ask(document, { id: users });
      expect(await jobs()).toEqual([jobOf(team.user.userId)]);
      await work(team.user.userId);
    }
  });

  it('is not asked for by what changes nothing, or is refused', async () => {
    await ask(STOCK, { productId: own, quantity: 5 });
    await ask(COST, { id: own, leadTimeDays: 4 });
    await ask(RESTORE, { id: own });
    await ask(RENAME, { id: own, name: 'Two', brand: 'Of which no figure tells' });
    const { recordStock } = await ask(STOCK, { productId: own, quantity: 6 });
    expect(recordStock.userErrors).toHaveLength(1);
    expect(await jobs()).toEqual([]);
  });

  it('makes figures fresh again, which are said to be stale until then', async () => {
    await work();
    const before = await ask(STATUS, {});
    expect(before.dashboard.status).toBe('READY');
    await ask(SELL, { productId: own, wbOrderId: 'fresh' });
    const between = await ask(STATUS, {});
    expect(between).toEqual({ ...before, dashboard: { status: 'STALE' } });
    await work();
    const after = await ask(STATUS, {});
    expect(after.dashboard.status).toBe('READY');
    const soldOf = ({ products }: Answer) => products.nodes.find(({ id }) => id === own)!.metrics.sold30Days;
    expect(soldOf(after)).toBe(soldOf(before) + 3);
    for (const [document, variables] of [
      [CREATE, { wbArticle: 'without anything' }],
      [RENAME, { id: own, name: 'Three' }],
      [COST, { id: own, leadTimeDays: 60 }],
      [ARCHIVE, { id: own }],
      [RESTORE, { id: own }],
    ] as const) {
      await ask(document, variables);
      expect((await ask(STATUS, {})).dashboard.status).toBe('STALE');
      await work();
      expect((await ask(STATUS, {})).dashboard.status).toBe('READY');
    }
  });

  it('waits for whoever has left it at a job that waits', async () => {
    const database = test.app.get(Database, { strict: false });
    const requests = test.app.get(RollupRequests, { strict: false });
    const ctx = sellerContext(team.tenantId, team.owner.userId, () => NOW);
    await work();
    await requests.ask(ctx, ctx.tenantId, [ctx.userId]);
    const gate = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const recording = database.write(ctx, async () => {
      await database.rows(ctx, { name: '', text: MARK }, [ctx.tenantId, ctx.userId]);
      await requests.ask(ctx, ctx.tenantId, [ctx.userId]);
      asked.resolve(undefined);
      await gate.promise;
    });
    await asked.promise;
    expect(await jobs()).toHaveLength(1);
    const rolling = test.app.get(RollupService, { strict: false }).run(ctx);
    const waits = await waitsBeforeItIsOver(rolling);
    gate.resolve(undefined);
    await recording;
    expect([waits, (await rolling).salesDays]).toEqual([true, 1]);
    expect(await test.database.query('SELECT FROM rollup_marks WHERE user_id = $1', [ctx.userId])).toEqual(
      [],
    );
  });

  async function waitsBeforeItIsOver(work: Promise<unknown>): Promise<boolean> {
    const state = { isOver: false };
    void work.then(() => (state.isOver = true));
    for (;;) {
      const [row] = await test.database.query<{ waits: boolean }>(
        `SELECT count(*) > 0 AS waits FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      if (row?.waits === true || state.isOver) return row?.waits === true;
      await delay(10);
    }
  }
});

const MARK = `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) VALUES ($1, $2, 'sales', '2026-11-20')`;
