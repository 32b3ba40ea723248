import { describe, expect, it } from '@jest/globals';
import { WildberriesError } from './errors.js';
import type { WbCall, WildberriesHttp } from './http.js';
import { baseSeller, collect, FakeApi, json, sample, SECRET, seller, START } from './testing/fake-api.js';

const call: WbCall = { method: 'sellerInfo', seller };
const orders: WbCall = {
  method: 'supplierOrders',
  seller,
  query: { dateFrom: '2026-01-01T00:00:00', flag: 0 },
};

async function failure(promise: Promise<unknown>): Promise<WildberriesError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WildberriesError) return error;
  throw new Error(`not a WildberriesError: ${String(error)}`);
}

async function textOf(http: WildberriesHttp, asked: WbCall = call): Promise<string> {
  const reply = await http.request(asked);
  return reply.noData ? '' : Buffer.concat(await collect(reply.body)).toString();
}

describe('a request', () => {
  it('goes to the host of its method with the raw token', async () => {
    const api = FakeApi.inTurn([json({ ok: 1 })]);
    expect(await textOf(api.http, orders)).toBe('{"ok":1}');
    expect(api.seen[0]).toMatchObject({
      host: 'statistics-api.wildberries.ru',
      path: '/api/v1/supplier/orders',
      query: { dateFrom: '2026-01-01T00:00:00', flag: '0' },
    });
    expect(api.seen[0]?.headers).toEqual({ accept: 'application/json', authorization: SECRET });
  });

  it('names the replaced host to a simulator', async () => {
    const api = FakeApi.inTurn([json({})], { origin: 'http://localhost:9/' });
    await textOf(api.http, { method: 'ping', seller, host: 'analytics' });
    expect(api.seen[0]).toMatchObject({ host: 'localhost:9', path: '/ping' });
    expect(api.seen[0]?.headers).toMatchObject({ 'x-forwarded-host': 'seller-analytics-api.wildberries.ru' });
  });

  it('puts parameters into the path, escaped', async () => {
    const api = FakeApi.inTurn([json({})]);
    await textOf(api.http, { method: 'remainsStatus', seller, params: { taskId: 'a/b?' } });
    expect(api.paths()).toEqual(['/api/v1/warehouse_remains/tasks/a%2Fb%3F/status']);
  });

  it('says so when there is no content', async () => {
    expect(await FakeApi.inTurn([{ status: 204 }]).http.request(call)).toEqual({ noData: true });
  });

  it('is not sent to a method that is closed to the token', async () => {
    const api = FakeApi.inTurn([]);
    expect((await failure(api.http.request({ method: 'wbWarehouses', seller: baseSeller }))).kind).toBe(
      'token_type_not_allowed',
    );
    expect(api.seen).toEqual([]);
  });
});

describe('failures that may pass', () => {
  it('are tried again, slower each time', async () => {
    const api = FakeApi.inTurn([{ status: 503 }, { status: 500 }, json({ ok: 1 })]);
    expect(await textOf(api.http)).toBe('{"ok":1}');
    expect(api.slept).toEqual([750, 1500]);
  });

  it('are given up after three tries', async () => {
    const api = new FakeApi(() => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    });
    const error = await failure(api.http.request(call));
    expect(error).toMatchObject({ kind: 'unavailable', context: { detail: 'network: ECONNRESET' } });
    expect(api.seen).toHaveLength(3);
  });

  it('spend the budget, so a failure with a spent budget says when to come back', async () => {
    const api = FakeApi.inTurn([{ status: 502 }]);
    const error = await failure(api.http.request({ ...orders, seller: baseSeller }));
    expect(error).toMatchObject({ kind: 'unavailable', context: { status: 502 } });
    expect(error.retryAt?.getTime()).toBe(START + 3 * 3_600_000 + 5000);
  });

  it('are not every failure', async () => {
    const api = FakeApi.inTurn([{ status: 401, body: sample('error-401.json') }]);
    expect((await failure(api.http.request(call))).kind).toBe('unauthorized');
    expect(api.slept).toEqual([]);
  });

  it('include silence before the headers', async () => {
    const fired: (() => void)[] = [];
    const api = FakeApi.inTurn([], {
      tries: 1,
      after: (_, onTime) => {
        fired.push(onTime);
        return () => undefined;
      },
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
          fired[0]?.();
        }),
    });
    expect((await failure(api.http.request(call))).context.detail).toBe('timed out');
  });
});

describe('limits', () => {
  it('are waited for when that is short', async () => {
    const api = new FakeApi(() => json({}));
    for (let i = 0; i < 3; i += 1) await textOf(api.http, { method: 'wbWarehouses', seller });
    expect(api.seen.map((seen) => seen.atMs - START)).toEqual([0, 21_000, 42_000]);
  });

  it('throw when the wait would be too long, with the time to come back', async () => {
    const api = new FakeApi(() => json({}));
    await textOf(api.http, { ...orders, seller: baseSeller });
    const error = await failure(api.http.request({ ...orders, seller: baseSeller }));
    expect(error).toMatchObject({ kind: 'throttled', retryAt: new Date(START + 3 * 3_600_000 + 5000) });
    expect(api.seen).toHaveLength(1);
  });

  it('bound the whole wait of a request, not each part', async () => {
    const api = new FakeApi(() => ({ status: 429, headers: { 'x-ratelimit-retry': '40' } }));
    const error = await failure(api.http.request({ method: 'cardsList', seller }));
    expect(error).toMatchObject({ kind: 'throttled', context: { status: 429 } });
    expect(api.seen.map((seen) => seen.atMs - START)).toEqual([0, 40_250, 80_500]);
    expect(error.retryAt?.getTime()).toBe(START + 120_750);
  });

  it('count for the seller, whatever connection the request is made for', async () => {
    const api = new FakeApi(() => json({}));
    const once = (sellerId: string) =>
      textOf(api.http, { method: 'supplierSales', seller: { ...seller, sellerId }, maxWaitMs: 100 });
    await once('a');
    await once('b');
    await expect(once('a')).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('stop on a 429 until the time it names', async () => {
    const headers = JSON.parse(sample('error-429.headers.json')) as Record<string, string>;
    const api = FakeApi.inTurn([{ status: 429, headers, body: sample('error-429.json') }, json({ ok: 1 })]);
    expect(await textOf(api.http)).toBe('{"ok":1}');
    expect(api.seen.map((seen) => seen.atMs - START)).toEqual([0, 2250]);
  });

  it('stop others of the same bucket on a 429 too', async () => {
    const api = FakeApi.inTurn([{ status: 429, headers: { 'x-ratelimit-retry': '600' } }]);
    await failure(api.http.request(call));
    const error = await failure(api.http.request(call));
    expect(error.retryAt?.getTime()).toBe(START + 600_250);
    expect(api.seen).toHaveLength(1);
  });

  it('fall back to one interval when a 429 names no time', async () => {
    const api = FakeApi.inTurn([{ status: 429, headers: { 'x-ratelimit-retry': 'soon' } }, json({ ok: 1 })]);
    await textOf(api.http);
    expect(api.seen[1]?.atMs).toBe(START + 60_250);
  });

  it('give up on a server that keeps saying 429', async () => {
    const api = new FakeApi(() => ({ status: 429, headers: { 'retry-after': '0' } }));
    expect((await failure(api.http.request({ ...call, maxWaitMs: 1e9 }))).kind).toBe('throttled');
    expect(api.seen).toHaveLength(4);
  });
});
