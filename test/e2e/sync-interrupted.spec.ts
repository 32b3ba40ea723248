import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { SellerSync } from '../../src/features/wildberries/index.js';
import { TestApp } from '../support/app.js';
import { Program, until } from '../support/program.js';

const CONNECT = `mutation ($key: String!) {
  connectWildberries(input: {apiKey: $key}) { userErrors { code message } }
}`;

describe('a sync that is interrupted', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let worker: Program | null = null;
  let clean: object;

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({
      seed: 5, cards: 250, warehouses: 3, ownWarehouses: 1, days: 30, sales: 800, limits: false,
    }); // prettier-ignore
    test = await TestApp.start({ wildberriesOrigin: simulator.origin });
    const { tenantId, userId, runId } = await connect('clean');
    await test.app
      .get(SellerSync, { strict: false })
      .run({ tenantId, userId, runId }, new AbortController().signal);
    clean = await contents(tenantId);
  });
  afterAll(async () => {
    await test.stop();
    await simulator.close();
  });
  beforeEach(() => fetch(`${simulator.origin}/__control/requests`, { method: 'DELETE' }));
  afterEach(() => {
    worker?.kill('SIGKILL');
    worker = null;
  });

  async function connect(name: string): Promise<{ tenantId: string; userId: string; runId: string }> {
    const account = await test.register(name);
    const { data } = await test.graphql(CONNECT, { key: simulator.mintToken() }, account.token);
    expect(data.connectWildberries.userErrors).toEqual([]);
    const runs = await test.graphql('{ syncRuns { nodes { id state } } }', {}, account.token);
    expect(runs.data.syncRuns.nodes).toEqual([{ id: expect.any(String), state: 'QUEUED' }]);
    return { ...account, runId: runs.data.syncRuns.nodes[0].id as string };
  }

  /** Everything that a sync writes, but for ids and times of writing. */
  async function contents(tenantId: string): Promise<object> {
    const rows = (sql: string) => test.database.query<object>(sql, [tenantId]);
    return {
      products: await rows(
        `SELECT wb_nm_id, wb_article, name, brand, category, price, discount, stock_total, archived_at IS NULL AS listed
         FROM products WHERE tenant_id = $1 ORDER BY wb_nm_id`,
      ),
      levels: await rows(
        `SELECT p.wb_nm_id, l.warehouse_name, l.quantity, l.in_transit_to_customer, l.in_transit_from_customer, l.source
         FROM stock_levels l JOIN products p USING (tenant_id) WHERE tenant_id = $1 AND p.id = l.product_id ORDER BY 1, 2`,
      ),
      history: await rows(
        `SELECT p.wb_nm_id, h.warehouse_name, h.quantity, h.delta
         FROM stock_history h JOIN products p USING (tenant_id) WHERE tenant_id = $1 AND p.id = h.product_id ORDER BY 1, 2, 3`,
      ),
      sales: await rows(
        `SELECT external_id, kind, wb_order_id, sale_date, quantity, price, commission, net_amount, warehouse_name
         FROM sales WHERE tenant_id = $1 ORDER BY external_id`,
      ),
      orders: await rows(
        `SELECT external_id, ordered_at, price, warehouse_name, cancelled_at FROM orders WHERE tenant_id = $1 ORDER BY 1`,
      ),
      stage: await rows('SELECT count(*) FROM sync_stage WHERE tenant_id = $1'),
    };
  }

  async function requests(): Promise<number> {
    const counted = (await (await fetch(`${simulator.origin}/__control/requests`)).json()) as {
      total: number;
    };
    return counted.total;
  }

  // 3 pages of cards, 2 of prices, 2 reports of stock, orders, sales
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'by kill -9 after request %i ends with the same rows',
    async (request) => {
      const { tenantId, userId, runId } = await connect(`killed${request}`);
      const before = await requests();
      worker = Program.start('worker', {
        DATABASE_URL: test.database.urls.app,
        DATABASE_SYSTEM_URL: test.database.urls.system,
        JWT_SECRET: 'a secret for tests only, of more than 32 bytes',
        ENCRYPTION_KEYS: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=',
        WB_ORIGIN: simulator.origin,
        WB_LIMITS: 'off',
      });
      await until(async () => (await requests()) >= before + request);
      worker.kill('SIGKILL');
      await worker.exited;
      const sync = test.app.get(SellerSync, { strict: false });
      // the server notices the death of a session a moment after it
      await until(async () => {
        await sync.run({ tenantId, userId, runId }, new AbortController().signal);
        const [run] = await test.database.query<{ state: string }>(
          'SELECT state FROM sync_runs WHERE id = $1',
          [runId],
        );
        return run?.state === 'SUCCEEDED';
      });
      expect(await contents(tenantId)).toEqual(clean);
    },
  );

  it('by another of the same seller does not happen: the second finds the first', async () => {
    const { tenantId, userId, runId } = await connect('twice');
    const before = await requests();
    const sync = test.app.get(SellerSync, { strict: false });
    const run = () => sync.run({ tenantId, userId, runId }, new AbortController().signal);
    await Promise.all([run(), run(), run()]);
    expect((await requests()) - before).toBe(9);
    expect(await contents(tenantId)).toEqual(clean);
  });

  it('has one run at a time, whoever asks', async () => {
    const account = await test.register('asked');
    await test.graphql(CONNECT, { key: simulator.mintToken() }, account.token);
    const start = () =>
      test.graphql('mutation { startSync(input: {}) { syncRun { id } } }', {}, account.token);
    const answers = await Promise.all([start(), start(), start()]);
    expect(new Set(answers.map(({ data }) => data.startSync.syncRun.id as string)).size).toBe(1);
  });
});
