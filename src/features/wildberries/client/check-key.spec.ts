import { describe, expect, it } from '@jest/globals';
import { CATEGORY_BITS } from './categories.js';
import { checkKey } from './check-key.js';
import { FakeApi, json, sample, START, tokenOf } from './testing/fake-api.js';
import type { Answer } from './testing/fake-api.js';

const mask = (...names: (keyof typeof CATEGORY_BITS)[]) =>
  names.reduce((sum, name) => sum + 2 ** CATEGORY_BITS[name], 0);
const claims = {
  sid: 'e8923014-e233-47a8-898e-3cc86d67ea61',
  exp: START / 1000 + 1000,
  s: mask('content', 'prices', 'analytics', 'statistics'),
  acc: 1,
};
const token = tokenOf(claims);
const info = { body: sample('seller-info.json') };
const ok = { body: sample('ping.json') };

/** Every host is well but the named one. */
const apiWith = (host: string, answer: Answer) =>
  new FakeApi((seen) => (seen.host.startsWith(host) ? answer : seen.path === '/ping' ? ok : info));

describe('checkKey', () => {
  it('is valid when every needed host said OK', async () => {
    const api = apiWith('nowhere', ok);
    expect(await checkKey(` ${token}\n`, { http: api.http })).toEqual({
      outcome: 'valid',
      token,
      sid: claims.sid,
      sellerName: 'ООО Пример',
      type: 'base',
      categories: new Set(['content', 'prices', 'analytics', 'statistics']),
      readOnly: false,
      expiresAt: new Date(START + 1_000_000),
    });
    expect(api.seen.map((seen) => `${seen.host}${seen.path}`)).toEqual([
      'content-api.wildberries.ru/ping',
      'discounts-prices-api.wildberries.ru/ping',
      'seller-analytics-api.wildberries.ru/ping',
      'statistics-api.wildberries.ru/ping',
      'common-api.wildberries.ru/api/v1/seller-info',
    ]);
  });

  it.each([
    ['malformed', 'nonsense'],
    ['expired', tokenOf({ ...claims, exp: START / 1000 })],
    ['sandbox', tokenOf({ ...claims, t: true })],
    ['sandbox', tokenOf({ ...claims, acc: 2 })],
  ])('finds %s without asking anybody', async (outcome, pasted) => {
    const api = FakeApi.inTurn([]);
    expect(await checkKey(pasted, { http: api.http })).toEqual({ outcome });
    expect(api.seen).toEqual([]);
  });

  it('names missing categories without asking anybody', async () => {
    const api = FakeApi.inTurn([]);
    const pasted = tokenOf({ ...claims, s: mask('prices', 'statistics', 'finance') });
    expect(await checkKey(pasted, { http: api.http })).toEqual({
      outcome: 'wrong_category',
      missing: ['content', 'analytics'],
    });
  });

  it.each([
    ['content', { status: 401, body: sample('error-401.json') }, { outcome: 'unauthorized' }],
    ['statistics', { status: 401, body: sample('error-401.json') }, { outcome: 'unauthorized' }],
    [
      'discounts',
      { status: 403, body: sample('error-403-token-category.json') },
      { outcome: 'wrong_category', missing: ['prices'] },
    ],
    [
      'seller-analytics',
      { status: 429, headers: { 'x-ratelimit-retry': '60' } },
      { outcome: 'throttled', retryAt: new Date(START + 60_250) },
    ],
    ['statistics', { status: 403, body: sample('error-403-analytics.json') }, { outcome: 'unreachable' }],
    ['statistics', { status: 402, body: sample('error-402.json') }, { outcome: 'unreachable' }],
    ['statistics', { status: 404, body: '' }, { outcome: 'unreachable' }],
    ['statistics', { status: 500 }, { outcome: 'unreachable' }],
    ['statistics', { status: 204 }, { outcome: 'unreachable' }],
    ['statistics', { body: '<html>' }, { outcome: 'unreachable' }],
    ['statistics', json({ Status: 'FAIL' }), { outcome: 'unreachable' }],
    ['statistics', { body: sample('ping.json'), breaks: true }, { outcome: 'unreachable' }],
  ])('is not valid when %s answers otherwise (%#)', async (host, answer, outcome) => {
    const api = apiWith(host, answer);
    expect(await checkKey(token, { http: api.http })).toEqual(outcome);
  });

  it('collects every refused category', async () => {
    const refused = { status: 403, body: sample('error-403-token-category.json') };
    const api = new FakeApi(() => refused);
    expect(await checkKey(token, { http: api.http })).toEqual({
      outcome: 'wrong_category',
      missing: ['content', 'prices', 'analytics', 'statistics'],
    });
  });

  it('is unreachable when the network fails', async () => {
    const api = new FakeApi(() => {
      throw new TypeError('fetch failed');
    });
    expect(await checkKey(token, { http: api.http })).toEqual({ outcome: 'unreachable' });
  });

  it.each([
    ['spent', { status: 429 }],
    ['broken', { body: '{' }],
  ])('does without the name when seller-info is %s', async (_, answer) => {
    const result = await checkKey(token, { http: apiWith('common', answer).http });
    expect(result.outcome).toBe('valid');
    expect(result).not.toHaveProperty('sellerName');
  });

  it('does not hide a fault of ours from the log, nor show the token there', async () => {
    const api = new FakeApi(() => ok, {
      budget: {
        take: () => Promise.reject(new Error(`store is down ${token}`)),
        block: () => Promise.resolve(),
      },
    });
    expect(await checkKey(token, { http: api.http })).toEqual({ outcome: 'unreachable' });
    expect(JSON.stringify(api.logged)).toContain('store is down [token]');
  });

  it('stops when asked to', async () => {
    const api = apiWith('nowhere', ok);
    const signal = AbortSignal.abort(new Error('left'));
    await expect(checkKey(token, { http: api.http, signal })).rejects.toThrow('left');
  });
});
