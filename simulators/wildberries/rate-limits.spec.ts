import { afterEach, describe, expect, it } from '@jest/globals';
import { startWildberriesSimulator, type WildberriesSimulator } from './index.js';
import { createRateLimits } from './rate-limits.js';
import { clientOf } from './simulator-client.js';

let simulator: WildberriesSimulator | undefined;
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
});

/** A simulator whose limits run on a clock the test moves. */
async function start(): Promise<{ simulator: WildberriesSimulator; pass: (ms: number) => void }> {
  let now = 1_000_000;
  simulator = await startWildberriesSimulator({
    clock: () => now,
    now: '2026-11-22T12:00:00Z',
    cards: 5,
    sales: 20,
    days: 10,
  });
  return { simulator, pass: (ms) => (now += ms) };
}

describe('token bucket', () => {
  it('lets a burst pass, then one call each interval, and never saves up more than the burst', () => {
    let now = 0;
    const limits = createRateLimits(() => now, true);
    const rate = { intervalMs: 600, burst: 5 };
    const take = (): boolean => limits.take('k', rate).allowed;
    expect([1, 2, 3, 4, 5, 6].map(take)).toEqual([true, true, true, true, true, false]);
    now += 599;
    expect(take()).toBe(false);
    now += 1;
    expect([take(), take()]).toEqual([true, false]);
    now += 3_600_000;
    expect([1, 2, 3, 4, 5, 6].map(take)).toEqual([true, true, true, true, true, false]);
    expect(limits.take('k', rate)).toMatchObject({ retrySeconds: 1, resetSeconds: 3, remaining: 0 });
    expect(limits.take('other', rate).allowed).toBe(true);
  });
});

describe('limits over HTTP', () => {
  it('counts down X-Ratelimit-Remaining, then answers 429 with the other three headers', async () => {
    const { simulator: running, pass } = await start();
    const client = clientOf(running);
    const url = '/api/v1/supplier/sales?dateFrom=2026-11-01';
    const first = await client.get(url);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(first.headers.has('x-ratelimit-retry')).toBe(false);
    pass(18_500);
    const refused = await client.get(url);
    expect(refused.status).toBe(429);
    expect(refused.type).toContain('application/problem+json');
    expect(refused.headers.get('x-ratelimit-retry')).toBe('42');
    expect(refused.headers.get('x-ratelimit-limit')).toBe('1');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('42');
    expect(refused.headers.has('x-ratelimit-remaining')).toBe(false);
    expect(refused.json<{ detail: string }>().detail).toMatch(/^limited by [\da-f-]{36}$/);
    pass(42_000);
    expect((await client.get(url)).status).toBe(200);
  });

  it('is one for two tokens of a seller, apart for other sellers', async () => {
    const { simulator: running } = await start();
    const url = '/api/v1/supplier/sales?dateFrom=2026-11-01';
    const other = '00000000-0000-4000-a000-000000000002';
    expect((await clientOf(running, { type: 'personal' }).get(url)).status).toBe(200);
    expect((await clientOf(running, { type: 'service' }).get(url)).status).toBe(429);
    expect((await clientOf(running, { sid: other }).get(url)).status).toBe(200);
  });

  it('is one for the whole category of prices, and one per host for ping', async () => {
    const { simulator: running } = await start();
    const client = clientOf(running);
    const left: (string | null)[] = [];
    for (let i = 0; i < 3; i += 1) {
      left.push((await client.get('/api/v2/list/goods/filter?limit=1')).headers.get('x-ratelimit-remaining'));
      const answer = await client.post('/api/v2/list/goods/filter', { nmList: [1] });
      left.push(answer.headers.get('x-ratelimit-remaining'));
    }
    expect(left).toEqual(['4', '3', '2', '1', '0', null]);
    const ping = async (host: string): Promise<number> =>
      (await client.get('/ping', { 'x-forwarded-host': host })).status;
    const content: number[] = [];
    for (let i = 0; i < 4; i += 1) content.push(await ping('content-api.wildberries.ru'));
    expect(content).toEqual([200, 200, 200, 429]);
    expect(await ping('finance-api.wildberries.ru')).toBe(200);
  });

  it('is far lower for base tokens', async () => {
    const { simulator: running, pass } = await start();
    const base = clientOf(running, { type: 'base' });
    const orders = '/api/v1/supplier/orders?dateFrom=2026-11-01';
    expect((await base.get(orders)).status).toBe(200);
    const refused = await base.get(orders);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-retry')).toBe('10800');
    expect((await base.get('/api/v1/seller-info')).status).toBe(200);
    pass(3 * 3_600_000);
    expect((await base.get(orders)).status).toBe(200);
    expect((await base.get('/api/v1/seller-info')).status).toBe(429);
    expect((await clientOf(running).get(orders)).headers.get('x-ratelimit-remaining')).toBe('9');
  });

  it('can be turned off and filled up', async () => {
    const { simulator: running } = await start();
    const client = clientOf(running);
    const url = '/api/v1/supplier/sales?dateFrom=2026-11-01';
    await client.get(url);
    await client.post('/__control/limits', { reset: true });
    expect((await client.get(url)).status).toBe(200);
    expect((await client.get(url)).status).toBe(429);
    expect((await client.post('/__control/limits', { enabled: false })).json()).toEqual({ enabled: false });
    expect((await client.get(url)).status).toBe(200);
    const counted = (await client.get('/__control/requests')).json<{
      total: number;
      tooMany: number;
      methods: object;
    }>();
    expect(counted).toEqual({
      total: 4,
      tooMany: 1,
      methods: { 'GET /api/v1/supplier/sales': { 200: 3, 429: 1 } },
    });
    await client.delete('/__control/requests');
    expect((await client.get('/__control/requests')).json()).toEqual({ total: 0, tooMany: 0, methods: {} });
  });
});
