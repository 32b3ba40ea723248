import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { SellerSync } from '../../src/features/wildberries/index.js';
import { SyncJobHandler } from '../../src/features/wildberries/sync/sync.job.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const DAY_MS = 86_400_000;

const CONNECT = `mutation ($key: String!) {
  connectWildberries(input: {apiKey: $key}) { user { hasWildberriesKey } userErrors { code message field } }
}`;

describe('a sync', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({
      seed: 3, cards: 30, warehouses: 3, ownWarehouses: 1, days: 40, sales: 600, now: NOW, limits: false,
    }); // prettier-ignore
    test = await TestApp.start({ clock, wildberriesOrigin: simulator.origin });
  });
  afterAll(async () => {
    await test.stop();
    await simulator.close();
  });
  beforeEach(() => control('faults', 'DELETE'));

  async function control(path: string, method: string, body?: object): Promise<void> {
    await fetch(`${simulator.origin}/__control/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  function moveTo(at: Date): void {
    clock.set(at);
    simulator.setNow(at);
  }

  /** A seller of their own, connected and synced once. */
  async function seller(name: string): Promise<Seller> {
    moveTo(NOW);
    const account = await test.register(name);
    const connected = await test.graphql(CONNECT, { key: simulator.mintToken() }, account.token);
    expect(connected.data.connectWildberries).toEqual({ user: { hasWildberriesKey: true }, userErrors: [] });
    await sync(account);
    return account;
  }

  async function sync({ tenantId, userId, email }: Seller): Promise<Run> {
    const token = await test.login(email); // access tokens do not live for the days that pass here
    const started = await test.graphql(
      'mutation { startSync(input: {}) { syncRun { id } userErrors { code } } }',
      {},
      token,
    );
    const runId = started.data.startSync.syncRun.id as string;
    await test.app
      .get(SellerSync, { strict: false })
      .run({ tenantId, userId, runId }, new AbortController().signal);
    const runs = await test.graphql(
      `{ syncRuns(first: 1) { nodes { state error productsSynced stockRecordsWritten salesWritten
         datasets { dataset state rows error nextAttemptAt asOf } } } }`,
      {},
      token,
    );
    return runs.data.syncRuns.nodes[0] as Run;
  }

  async function stored({ tenantId }: Seller): Promise<Stored> {
    const stock = await test.database.query<{ nm: string; warehouse: string; quantity: number }>(
      `SELECT p.wb_nm_id AS nm, l.warehouse_name AS warehouse, l.quantity
       FROM stock_levels l JOIN products p ON p.tenant_id = l.tenant_id AND p.id = l.product_id
       WHERE l.tenant_id = $1 AND l.quantity > 0`,
      [tenantId],
    );
    const sales = await test.database.query<{ id: string; kind: string }>(
      'SELECT external_id AS id, kind FROM sales WHERE tenant_id = $1',
      [tenantId],
    );
    const cards = await test.database.query<{ nm: string }>(
      'SELECT wb_nm_id AS nm FROM products WHERE tenant_id = $1 AND archived_at IS NULL',
      [tenantId],
    );
    return {
      stock: new Map(stock.map((row) => [`${row.nm} ${row.warehouse}`, row.quantity])),
      sales: sales.map((row) => row.id).sort(),
      cards: cards.map((row) => Number(row.nm)).sort((a, b) => a - b),
    };
  }

  it('brings in what the marketplace has', async () => {
    const account = await seller('whole');
    expect(await stored(account)).toEqual(expected(simulator));
  });

  it('writes nothing the second time', async () => {
    const account = await seller('twice');
    const before = await rowCounts(account);
    const run = await sync(account);
    expect(run).toMatchObject({
      state: 'SUCCEEDED',
      productsSynced: 0,
      stockRecordsWritten: 0,
      salesWritten: 0,
    });
    expect(await rowCounts(account)).toEqual(before);
  });

  async function rowCounts({ tenantId }: Seller): Promise<object> {
    const [counts] = await test.database.query<object>(
      `SELECT (SELECT count(*) FROM products WHERE tenant_id = $1) AS products,
         (SELECT count(*) FROM stock_history WHERE tenant_id = $1) AS stock,
         (SELECT count(*) FROM sales WHERE tenant_id = $1) AS sales, (SELECT count(*) FROM orders WHERE tenant_id = $1) AS orders`,
      [tenantId],
    );
    return counts ?? {};
  }

  it('follows the marketplace through the days', async () => {
    const account = await seller('days');
    for (const day of [1, 2, 3]) {
      moveTo(new Date(NOW.getTime() + day * DAY_MS));
      expect(await sync(account)).toMatchObject({ state: 'SUCCEEDED', error: null });
      expect(await stored(account)).toEqual(expected(simulator));
    }
    const [wrong] = await test.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT l.quantity, (SELECT sum(h.delta) FROM stock_history h WHERE h.tenant_id = l.tenant_id
           AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name) AS derived
         FROM stock_levels l WHERE l.tenant_id = $1) AS levels WHERE quantity <> derived`,
      [account.tenantId],
    );
    expect(wrong?.count).toBe(0);
  });

  it.each([
    ['5xx', { path: '/api/analytics/v1/stocks-report', kind: '503' }],
    ['no data', { path: '/api/analytics/v1/stocks-report', kind: '204' }],
    ['a truncated body', { path: '/api/analytics/v1/stocks-report', kind: 'truncated' }],
    ['no JSON', { path: '/api/analytics/v1/stocks-report', kind: 'garbage' }],
  ])('keeps the old stock when the marketplace answers with %s, and says so', async (name, fault) => {
    const account = await seller(`fault${name.replace(/\W/g, '')}`);
    const before = (await stored(account)).stock;
    moveTo(new Date(NOW.getTime() + DAY_MS));
    await control('faults', 'POST', fault);
    const run = await sync(account);
    expect(run.state).toBe('PARTIAL');
    expect(run.error).toMatch(/^stock: /);
    expect(run.datasets.find(({ dataset }) => dataset === 'stock')).toMatchObject({
      state: 'FAILED',
      asOf: NOW.toISOString(),
      nextAttemptAt: new Date(NOW.getTime() + DAY_MS + 15 * 60_000).toISOString(),
    });
    expect((await stored(account)).stock).toEqual(before);
  });

  it('stops at a key that is refused, and asks for another', async () => {
    const account = await seller('refused');
    await control('faults', 'POST', { path: '/', kind: '401' });
    expect(await sync(account)).toMatchObject({
      state: 'FAILED',
      error: expect.stringContaining('does not accept'),
    });
    const again = await test.graphql(
      'mutation { startSync(input: {}) { syncRun { id } userErrors { code } } }',
      {},
      await test.login(account.email),
    );
    expect(again.data.startSync).toEqual({ syncRun: null, userErrors: [{ code: 'WB_KEY_INVALID' }] });
  });

  it('archives a card that went to the bin once a full pass has missed it', async () => {
    const account = await seller('bin');
    const gone = (await stored(account)).cards[0];
    await control('cards', 'POST', { nmId: gone, action: 'trash' });
    moveTo(new Date(NOW.getTime() + 2 * DAY_MS));
    await sync(account);
    expect((await stored(account)).cards).not.toContain(gone);
  });

  it('takes no card for gone when a crash of the database has emptied its gatherings', async () => {
    const account = await seller('stage');
    const before = (await stored(account)).cards;
    // as a pass that was cut off after its last page leaves them
    await test.database.query(
      `UPDATE sync_cursors SET cursor = cursor || '{"fullPassSince": "2026-11-20T10:00:00.000Z", "gathered": 30}'
       WHERE tenant_id = $1 AND dataset = 'cards'`,
      [account.tenantId],
    );
    moveTo(new Date(NOW.getTime() + 2 * 3_600_000));
    await sync(account);
    expect((await stored(account)).cards).toEqual(before);
    expect(await sync(account)).toMatchObject({ state: 'SUCCEEDED' });
    expect((await stored(account)).cards).toEqual(before);
  });

  it('takes no empty list of cards for an empty catalogue', async () => {
    const account = await seller('emptied');
    const before = (await stored(account)).cards;
    for (const kind of ['204', 'garbage']) {
      moveTo(new Date(NOW.getTime() + 2 * DAY_MS));
      await control('faults', 'POST', { path: '/content/v2/get/cards/list', kind, times: 1 });
      const run = await sync(account);
      expect(run.state).toBe('PARTIAL');
      expect(run.error).toMatch(/^cards: /);
      expect((await stored(account)).cards).toEqual(before);
      await test.database.query('UPDATE sync_cursors SET next_attempt_at = NULL WHERE tenant_id = $1', [
        account.tenantId,
      ]);
    }
  });

  it('keeps an archived product archived when a person has archived it', async () => {
    const account = await seller('archived');
    const [nm] = (await stored(account)).cards;
    await test.database.query(
      'UPDATE products SET archived_at = now() WHERE tenant_id = $1 AND wb_nm_id = $2',
      [account.tenantId, nm],
    );
    await control('cards', 'POST', { nmId: nm, action: 'touch' });
    moveTo(new Date(NOW.getTime() + 2 * DAY_MS));
    await sync(account);
    expect((await stored(account)).cards).not.toContain(nm);
  });

  it.each([
    ['was recorded by hand', `kind || ':' || wb_order_id`, /^SALE:/],
    ['had another day', 'external_id', /^S/],
  ])('takes over a sale that %s instead of doubling it', async (name, externalId, form) => {
    const account = await seller(name.replace(/\W/g, ''));
    const count = () =>
      test.database.query<object>('SELECT count(*), sum(quantity) FROM sales WHERE tenant_id = $1', [
        account.tenantId,
      ]);
    const before = await count();
    const [changed] = await test.database.query<{ id: string }>(
      `UPDATE sales SET external_id = ${externalId}, sale_date = sale_date - 1
       WHERE tenant_id = $1 AND id = (SELECT id FROM sales WHERE tenant_id = $1 AND kind = 'SALE' ORDER BY id LIMIT 1)
       RETURNING external_id AS id`,
      [account.tenantId],
    );
    expect(changed?.id).toMatch(form);
    // from the beginning, so that the row comes again
    await test.database.query(`DELETE FROM sync_cursors WHERE tenant_id = $1 AND dataset = 'sales'`, [
      account.tenantId,
    ]);
    await sync(account);
    expect(await count()).toEqual(before);
    expect((await stored(account)).sales).toEqual(expected(simulator).sales);
  });

  it('never overwrites an amount that is known with 0', async () => {
    const account = await seller('amounts');
    const [sale] = await test.database.query<{ id: string; price: string }>(
      `UPDATE sales SET price = 777, net_amount = 555, commission = 222, warehouse_name = 'elsewhere'
       WHERE tenant_id = $1 AND price = 0 AND id = (SELECT id FROM sales WHERE tenant_id = $1 AND price = 0 LIMIT 1)
       RETURNING external_id AS id, price`,
      [account.tenantId],
    );
    await test.database.query(`DELETE FROM sync_cursors WHERE tenant_id = $1 AND dataset = 'sales'`, [
      account.tenantId,
    ]);
    await sync(account);
    const after = await test.database.query<object>(
      `SELECT price, net_amount, commission, warehouse_name <> 'elsewhere' AS rewritten
       FROM sales WHERE tenant_id = $1 AND external_id = $2`,
      [account.tenantId, sale?.id],
    );
    expect(after).toEqual([{ price: '777.00', net_amount: '555.00', commission: '222.00', rewritten: true }]);
  });

  it('ends a run at which this program itself fails', async () => {
    const account = await seller('bug');
    const token = await test.login(account.email);
    const started = await test.graphql('mutation { startSync(input: {}) { syncRun { id } } }', {}, token);
    const runId = started.data.startSync.syncRun.id as string;
    await test.database.query(`UPDATE users SET wb_api_key_encrypted = 'damaged' WHERE id = $1`, [
      account.userId,
    ]);
    const handler = test.app.get(SyncJobHandler, { strict: false });
    const { tenantId, userId } = account;
    await handler.handle({ tenantId, userId, runId }, new AbortController().signal);
    const [run] = await test.database.query<{ state: string }>('SELECT state FROM sync_runs WHERE id = $1', [
      runId,
    ]);
    expect(run?.state).toBe('FAILED');
  });

  it('stores the key encrypted only', async () => {
    const account = await seller('secret');
    const [row] = await test.database.query<{ plain: string | null; encrypted: string }>(
      'SELECT wb_api_key AS plain, wb_api_key_encrypted AS encrypted FROM users WHERE id = $1',
      [account.userId],
    );
    expect(row?.plain).toBeNull();
    expect(row?.encrypted).toMatch(/^gAAAAA/);
  });
});

interface Seller {
  readonly email: string;
  readonly tenantId: string;
  readonly userId: string;
}

interface Run {
  readonly state: string;
  readonly error: string | null;
  readonly datasets: { dataset: string; state: string }[];
}

interface Stored {
  readonly stock: ReadonlyMap<string, number>;
  readonly sales: readonly string[];
  readonly cards: readonly number[];
}

function expected(simulator: WildberriesSimulator): Stored {
  const truth = simulator.truth();
  const stock = new Map<string, number>();
  for (const { nmId, warehouseName, quantity } of truth.stock) {
    const key = `${nmId} ${warehouseName}`;
    if (quantity > 0) stock.set(key, (stock.get(key) ?? 0) + quantity);
  }
  return {
    stock,
    sales: truth.sales.map((row) => (row as { saleID: string }).saleID).sort(),
    cards: truth.cards
      .filter(({ trashed }) => !trashed)
      .map(({ nmId }) => nmId)
      .sort((a, b) => a - b),
  };
}
