import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATEGORY_BITS } from './categories.js';
import type { WbCategory } from './categories.js';
import { tokenOf } from './testing/fake-api.js';
import { decodeToken, normalizeToken, sellerOf, tokenClassOf } from './token.js';

const NOW = Date.UTC(2026, 0, 1);
const claims = {
  sid: 'e8923014-e233-47a8-898e-3cc86d67ea61',
  exp: NOW / 1000 + 60,
  s: 2 ** 1 + 2 ** 3,
  acc: 3,
  t: false,
};

describe('decodeToken', () => {
  it('reads what the token claims', () => {
    const token = tokenOf({ ...claims, s: 2 ** 1 + 2 ** 13 + 2 ** 30 });
    expect(decodeToken(`  Bearer ${token}\n`, NOW)).toEqual({
      ok: true,
      token,
      info: {
        sid: claims.sid,
        type: 'personal',
        categories: new Set(['content', 'finance']),
        readOnly: true,
        sandbox: false,
        expiresAt: new Date(NOW + 60_000),
      },
    });
  });

  it.each([
    [1, 'base'],
    [3, 'personal'],
    [4, 'service'],
    [9, 'unknown'],
    ['1', 'unknown'],
  ])('takes acc %p for %s', (acc, type) => {
    expect(decodeToken(tokenOf({ ...claims, acc }), NOW)).toMatchObject({ ok: true, info: { type } });
  });

  it('reads every combination of categories back from the mask', () => {
    const names = Object.keys(CATEGORY_BITS) as WbCategory[];
    fc.assert(
      fc.property(fc.subarray(names), fc.boolean(), (chosen, readOnly) => {
        const s = chosen.reduce((sum, name) => sum + 2 ** CATEGORY_BITS[name], readOnly ? 2 ** 30 : 0);
        const reading = decodeToken(tokenOf({ ...claims, s }), NOW);
        expect(reading).toMatchObject({ ok: true, info: { readOnly } });
        expect(reading.ok && reading.info.categories).toEqual(new Set(chosen));
      }),
    );
  });

  it('is expired from the second of exp on', () => {
    const token = tokenOf(claims);
    expect(decodeToken(token, NOW + 59_999).ok).toBe(true);
    expect(decodeToken(token, NOW + 60_000)).toMatchObject({ ok: false, reason: 'expired' });
  });

  it('refuses tokens of the sandbox, by t and by acc', () => {
    expect(decodeToken(tokenOf({ ...claims, t: true }), NOW)).toMatchObject({ ok: false, reason: 'sandbox' });
    expect(decodeToken(tokenOf({ ...claims, acc: 2 }), NOW)).toMatchObject({ ok: false, reason: 'sandbox' });
  });

  it.each([
    ['nothing', ''],
    ['two parts', 'eyJh.eyJh'],
    ['no JSON', 'eyJh.aGVsbG8.c2ln'],
    ['an array', `eyJh.${Buffer.from('[]').toString('base64url')}.c2ln`],
    ['a line break inside', `${tokenOf(claims).slice(0, 30)}\n${tokenOf(claims).slice(30)}`],
    ['no seller', tokenOf({ ...claims, sid: undefined })],
    ['no expiry', tokenOf({ ...claims, exp: undefined })],
    ['an expiry beyond time', tokenOf({ ...claims, exp: 1e300 })],
    ['no mask', tokenOf({ ...claims, s: 'all' })],
    ['a book', tokenOf({ ...claims, more: 'x'.repeat(9000) })],
  ])('finds %s malformed', (_, token) => {
    expect(decodeToken(token, NOW)).toEqual({ ok: false, reason: 'malformed' });
  });

  it('never throws, whatever is pasted', () => {
    fc.assert(fc.property(fc.string(), (pasted) => void decodeToken(pasted, NOW)));
    fc.assert(fc.property(fc.object(), (value) => void decodeToken(tokenOf(value), NOW)));
  });
});

it('gives only personal and service tokens the wide limits', () => {
  expect((['personal', 'service', 'base', 'test', 'unknown'] as const).map(tokenClassOf)).toEqual([
    'personal',
    'personal',
    'base',
    'base',
    'base',
  ]);
});

it('makes the seller of a token', () => {
  const reading = decodeToken(tokenOf({ ...claims, acc: 1 }), NOW);
  if (!reading.ok) throw new Error('unreadable');
  expect(sellerOf(reading.token, reading.info)).toEqual({
    sellerId: claims.sid,
    token: reading.token,
    tokenClass: 'base',
    categories: new Set(['content', 'prices']),
  });
  expect(normalizeToken('bearer  x ')).toBe('x');
});
