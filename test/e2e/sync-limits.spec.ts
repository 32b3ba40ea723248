import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { DueSyncs } from '../../src/features/wildberries/sync/due-syncs.js';
import { SellerSync } from '../../src/features/wildberries/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const CONNECT = `mutation ($key: String!) {
  connectWildberries(input: {apiKey: $key}) { userErrors { code message field } }
}`;

describe('with the limits of the marketplace', () => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  const clock = new FixedClock(new Date());

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({ seed: 9, cards: 150, warehouses: 2, days: 20, sales: 200 });
    test = await TestApp.start({ clock, wildberriesOrigin: simulator.origin, wildberriesLimits: true });
  });
  afterAll(async () => {
    await test.stop();
    await simulator.close();
  });

  async function connect(name: string, key: string) {
    const account = await test.register(name);
    const { data } = await test.graphql(CONNECT, { key }, account.token);
    return { account, errors: data.connectWildberries.userErrors as { code: string; field: string[] }[] };
  }

  async function run({ tenantId, userId }: { tenantId: string; userId: string }): Promise<Run> {
    const [queued] = await test.database.query<{ id: string }>(
      `SELECT id FROM sync_runs WHERE tenant_id = $1 AND state = 'QUEUED'`,
      [tenantId],
    );
    const runId = queued?.id ?? '';
    await test.app
      .get(SellerSync, { strict: false })
      .run({ tenantId, userId, runId }, new AbortController().signal);
    const [done] = await test.database.query<Run>('SELECT state, datasets FROM sync_runs WHERE id = $1', [
      runId,
    ]);
    if (!done) throw new Error('no run');
    return done;
  }

  it('asks for nothing that is answered with 429', async () => {
    const { account, errors } = await connect(
      'within',
      simulator.mintToken({ sid: '11111111-1111-4111-8111-111111111111' }),
    );
    expect(errors).toEqual([]);
    expect(await run(account)).toMatchObject({ state: 'SUCCEEDED' });
    const counted = (await (await fetch(`${simulator.origin}/__control/requests`)).json()) as {
      tooMany: number;
    };
    expect(counted.tooMany).toBe(0);
  });

  it('reads with a base token what it may, and says when the rest is tried', async () => {
    const key = simulator.mintToken({ sid: '22222222-2222-4222-8222-222222222222', type: 'base' });
    const { account, errors } = await connect('base', key);
    expect(errors).toEqual([]);
    // a report of stock takes a base token a minute at least: put off here
    await test.database.query(
      `INSERT INTO sync_cursors (tenant_id, user_id, dataset, next_attempt_at) VALUES ($1, $2, 'stock', now() + interval '1 day')`,
      [account.tenantId, account.userId],
    );
    const { state, datasets } = await run(account);
    expect(state).toBe('PARTIAL');
    const byName = Object.fromEntries(datasets.map((dataset) => [dataset.dataset, dataset]));
    expect(byName).toMatchObject({
      cards: { state: 'SUCCEEDED' },
      orders: { state: 'SUCCEEDED' },
      sales: { state: 'SUCCEEDED' },
      stock: { state: 'QUEUED', error: null },
    });
    // four prices an hour, and their end is told by one more page
    expect(byName.prices).toMatchObject({
      state: 'FAILED',
      error: expect.stringContaining('limit of requests'),
    });
    const retryAt = Date.parse(byName.prices?.nextAttemptAt ?? '');
    expect(retryAt).toBeGreaterThan(Date.now() + 10 * 60_000);
    expect(retryAt).toBeLessThan(Date.now() + 20 * 60_000);

    // taken up as soon as it may be, though the half hour of the others is not over
    const runs = () =>
      test.database.query<object>('SELECT state FROM sync_runs WHERE tenant_id = $1 ORDER BY id', [
        account.tenantId,
      ]);
    const due = test.app.get(DueSyncs, { strict: false });
    await due.run();
    expect(await runs()).toEqual([{ state: 'PARTIAL' }]);
    await test.database.query(
      `UPDATE sync_cursors SET next_attempt_at = now() - interval '1 s' WHERE tenant_id = $1 AND dataset = 'prices'`,
      [account.tenantId],
    );
    await due.run();
    await due.run();
    expect(await runs()).toEqual([{ state: 'PARTIAL' }, { state: 'QUEUED' }]);
  });

  it.each([
    ['no key at all', 'garbage', 'WB_KEY_INVALID'],
    [
      'an expired key',
      { expiresAt: Date.now() - 1_000, issuedAt: Date.now() - 86_400_000 },
      'WB_KEY_INVALID',
    ],
    ['a sandbox key', { type: 'test' as const }, 'WB_KEY_INVALID'],
    [
      'a key without statistics',
      { categories: ['content', 'prices', 'analytics'] as const },
      'WB_KEY_WRONG_CATEGORY',
    ],
  ])('refuses %s, and stores nothing', async (name, key, code) => {
    const token = typeof key === 'string' ? key : simulator.mintToken(key);
    const { account, errors } = await connect(`refused${name.replace(/\W/g, '')}`, token);
    expect(errors).toMatchObject([{ code, field: ['apiKey'] }]);
    const [row] = await test.database.query<object>(
      `SELECT wb_api_key, wb_api_key_encrypted, (SELECT count(*)::int FROM sync_runs r WHERE r.user_id = u.id) AS runs FROM users u WHERE id = $1`,
      [account.userId],
    );
    expect(row).toEqual({ wb_api_key: null, wb_api_key_encrypted: null, runs: 0 });
  });

  it('says that the marketplace can not be reached, and does not call the key valid', async () => {
    await fetch(`${simulator.origin}/__control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path: '/ping', kind: 'garbage' }),
    });
    const { errors } = await connect(
      'unreachable',
      simulator.mintToken({ sid: '33333333-3333-4333-8333-333333333333' }),
    );
    expect(errors).toMatchObject([{ code: 'WB_UNAVAILABLE', field: ['apiKey'] }]);
  });
});

interface Run {
  readonly state: string;
  readonly datasets: { dataset: string; state: string; error: string | null; nextAttemptAt: string | null }[];
}
