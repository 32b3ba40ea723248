import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { Database } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { Feeds } from '../../src/platform/subscriptions/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { memberOf, productOf, type Member } from '../support/members.js';
import { until } from '../support/program.js';
import { Peer, type Subscribed } from '../support/socket.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const CHANGES = `subscription ($ids: [ID!]) {
  stockChanged(productIds: $ids) { warehouseName quantity product { id } }
}`;
const RECORD = `mutation ($rows: [StockObservationInput!]!) {
  recordStock(input: {observations: $rows}) { written userErrors { code message } }
}`;

describe('stockChanged', () => {
  let test: TestApp;
  /** Another process on the same database, as far as anything here can tell. */
  let other: NestFastifyApplication;
  let otherUrl: string;
  const clock = new FixedClock(NOW);
  const peers: Peer[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    other = await createApplication(test.settings, clock);
    await other.listen(0, '127.0.0.1');
    otherUrl = await other.getUrl();
  });
  afterAll(async () => {
    await other.close();
    await test.stop();
  });
  beforeEach(() => {
    clock.set(NOW);
  });
  afterEach(async () => {
    await Promise.all(peers.splice(0).map((peer) => peer.leave()));
    await until(() => counts().feeds === 0);
  });

  const counts = () => test.app.get(Feeds, { strict: false }).counts;

  async function watch(account: Member, ids?: readonly string[]): Promise<Subscribed> {
    const peer = Peer.of(test.url, account.token);
    peers.push(peer);
    const before = counts().feeds;
    const subscribed = peer.subscribe(CHANGES, ids ? { ids } : {});
    await until(() => counts().feeds > before || subscribed.isEnded);
    return subscribed;
  }

  /** Written by the other process. */
  async function record(account: Member, rows: object[]): Promise<void> {
    clock.advance(1_000);
    const recordedAt = clock.now().toISOString();
    const body = JSON.stringify({
      query: RECORD,
      variables: { rows: rows.map((row) => ({ warehouseName: 'Коледино', recordedAt, ...row })) },
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${account.token}` };
    const response = await fetch(`${otherUrl}/graphql`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ data: { recordStock: { userErrors: [] } } });
    await test.app.get(Announcements, { strict: false }).caughtUp();
  }

  const told = (subscribed: Subscribed): unknown[] =>
    subscribed.told.map(({ data, errors }) =>
      errors
        ? errors[0]?.message
        : [data.stockChanged.product.id, data.stockChanged.warehouseName, data.stockChanged.quantity],
    );

  it('tells each level that another process moves, and no level that stays as it was', async () => {
    const account = await test.register('moving');
    const product = await productOf(test, account, 'moving');
    await record(account, [{ productId: product, warehouseName: 'Казань', quantity: 3 }]);
    const subscribed = await watch(account);
    await record(account, [
      { productId: product, warehouseName: 'Казань', quantity: 3 },
      { productId: product, quantity: 7 },
    ]);
    await subscribed.heard(1);
    await record(account, [{ productId: product, quantity: 6 }]);
    await subscribed.heard(2);
    expect(told(subscribed)).toEqual([
      [product, 'Коледино', 7],
      [product, 'Коледино', 6],
    ]);
  });

  it('tells products that are named at once, and then them alone', async () => {
    const account = await test.register('naming');
    const [followed, ignored] = [await productOf(test, account, 'f'), await productOf(test, account, 'i')];
    await record(account, [{ productId: followed, quantity: 1 }]);
    const subscribed = await watch(account, [followed.toUpperCase()]);
    await subscribed.heard(1);
    await record(account, [{ productId: ignored, quantity: 5 }]);
    await record(account, [{ productId: followed, quantity: 2 }]);
    await subscribed.heard(2);
    expect(told(subscribed)).toEqual([
      [followed, 'Коледино', 1],
      [followed, 'Коледино', 2],
    ]);
  });

  it('tells nothing of what is another tenant’s, nor a USER of what is a colleague’s', async () => {
    const [owner, stranger] = [await test.register('whose'), await test.register('stranger')];
    const colleague = await memberOf(test, owner.tenantId, 'colleague', 'USER');
    const product = await productOf(test, owner, 'whose');
    const own = await productOf(test, colleague, 'own');
    const ofStranger = await watch(stranger);
    const ofColleague = await watch(colleague);
    const ofOwner = await watch(owner);
    await record(owner, [
      { productId: product, quantity: 4 },
      { productId: own, quantity: 9 },
    ]);
    await ofOwner.heard(2);
    await ofColleague.heard(1);
    expect(told(ofColleague)).toEqual([[own, 'Коледино', 9]]);
    expect(told(ofOwner)).toHaveLength(2);
    expect(told(ofStranger)).toEqual([]);
    for (const [asker, id] of [
      [stranger, product],
      [colleague, product],
      [owner, 'none'],
    ] as const) {
      const refused = await watch(asker, [id]);
      await refused.heard(1);
      expect(told(refused)).toEqual([expect.stringMatching(/^productIds: there is no such product/)]);
    }
  });

  it('takes 1 to 100 products by name', async () => {
    const account = await test.register('many');
    for (const ids of [[], Array.from({ length: 101 }, () => account.userId)])
      expect(told(await watch(account, ids))).toEqual([expect.stringMatching(/1 to 100 products/)]);
  });

  it('reads a thousand levels of one change by three statements', async () => {
    const account = await test.register('wide');
    const product = await productOf(test, account, 'wide');
    const subscribed = await watch(account);
    const database = test.app.get(Database, { strict: false });
    const rows = database.rows.bind(database);
    let reads = 0;
    database.rows = (ctx, asked, values) => {
      if (asked.text.includes('xmin')) reads++;
      return rows(ctx, asked, values);
    };
    const levels = Array.from({ length: 1000 }, (_, index) => ({
      productId: product,
      warehouseName: `W${String(index).padStart(4, '0')}`,
      quantity: index + 1,
    }));
    await record(account, levels);
    await subscribed.heard(1000);
    database.rows = rows;
    expect(told(subscribed)).toEqual(levels.map((level) => [product, level.warehouseName, level.quantity]));
    expect(reads).toBe(3);
  });

  it('tells what moves while the levels of another change are handed out', async () => {
    const account = await test.register('meanwhile');
    const [first, second] = [await productOf(test, account, '1'), await productOf(test, account, '2')];
    const subscribed = await watch(account);
    const database = test.app.get(Database, { strict: false });
    const rows = database.rows.bind(database);
    let reads = 0;
    database.rows = async (ctx, asked, values) => {
      const found = await rows(ctx, asked, values);
      if (asked.text.includes('xmin') && reads++ === 0)
        await record(account, [{ productId: second, quantity: 9 }]);
      return found;
    };
    const levels = ['W1', 'W2'].map((warehouseName) => ({ productId: first, warehouseName, quantity: 5 }));
    await record(account, levels);
    await subscribed.heard(3);
    database.rows = rows;
    expect(told(subscribed)).toEqual([
      [first, 'W1', 5],
      [first, 'W2', 5],
      [second, 'Коледино', 9],
    ]);
  });

  it('tells of more products than are named one by one', async () => {
    const account = await test.register('crowd');
    const product = await productOf(test, account, 'crowd');
    const subscribed = await watch(account);
    await record(account, [{ productId: product, quantity: 1 }]);
    await subscribed.heard(1);
    const [row] = await test.database.query<{ transaction: string }>(
      `UPDATE stock_levels SET quantity = 2 WHERE product_id = $1 RETURNING xmin::text AS transaction`,
      [product],
    );
    const { tenantId, userId } = account;
    const announcement = {
      origin: 'sync',
      topic: 'stock',
      message: { tenantId, userId, ...row, productIds: null },
    };
    await test.database.query(`SELECT pg_notify('stock_tracker', $1)`, [JSON.stringify(announcement)]);
    await subscribed.heard(2);
    expect(told(subscribed)[1]).toEqual([product, 'Коледино', 2]);
  });
});
