import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Role } from '../access/role.js';
import { AccessTokens, accessTokenProfile } from './access-token.js';
import type { AccessClaims, TokenProfile } from './access-token.js';

interface Attacks {
  keys: Record<'k1' | 'k0', string>;
  policy: { iss: string; aud: string };
  cases: { desc: string; token: string; now: number; ok: boolean }[];
}

const attacks = JSON.parse(readFileSync('test/vectors/jwt/jwt-attacks.json', 'utf8')) as Attacks;
const at = (seconds: number) => new Date(seconds * 1000);

describe('attacks', () => {
  /** The file's tokens know no session; all their other claims are read as ours are. */
  const withoutSession: TokenProfile<AccessClaims> = {
    ...accessTokenProfile,
    issuer: attacks.policy.iss,
    audience: attacks.policy.aud,
    read: (payload) => accessTokenProfile.read({ ...payload, sid: '33333333-3333-3333-3333-333333333333' }),
  };
  const tokens = new AccessTokens(
    {
      current: { kid: 'k1', secret: attacks.keys.k1 },
      previous: [{ kid: 'k0', secret: attacks.keys.k0 }],
    },
    withoutSession,
  );

  it.each(attacks.cases)('$desc: $ok', ({ token, now, ok }) => {
    const claims = tokens.verify(token, at(now));
    if (ok) {
      expect(claims).toMatchObject({
        sub: '11111111-1111-1111-1111-111111111111',
        tenantId: '22222222-2222-2222-2222-222222222222',
        role: Role.USER,
        tokenVersion: 1,
      });
    } else expect(claims).toBeNull();
  });
});

describe('AccessTokens', () => {
  const NOW = at(1_790_000_000);
  const SECRET = 'test-only-0123456789-0123456789-0123456789';
  const tokens = new AccessTokens({ current: { kid: 'a', secret: SECRET } }, accessTokenProfile);
  const claims: AccessClaims = {
    sub: '0198c7a0-1111-7000-8000-000000000001',
    tenantId: '0198c7a0-2222-7000-8000-000000000002',
    role: Role.OWNER,
    sessionId: '0198c7a0-3333-7000-8000-000000000003',
    tokenVersion: 7,
  };
  const token = tokens.sign(claims, NOW);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const readPart = (index: number) =>
    JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;

  function forge(payload: Record<string, unknown>, header: Record<string, unknown> = {}): string {
    const signed = `${part({ ...readPart(0), ...header })}.${part({ ...readPart(1), ...payload })}`;
    return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
  }

  it('writes type, key and claims, and reads them back', () => {
    expect(readPart(0)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'a' });
    expect(readPart(1)).toEqual({
      iss: 'stock-tracker',
      aud: 'stock-tracker-api',
      sub: claims.sub,
      tid: claims.tenantId,
      role: 'OWNER',
      sid: claims.sessionId,
      ver: 7,
      iat: 1_790_000_000,
      exp: 1_790_000_900,
    });
    expect(tokens.verify(token, NOW)).toEqual(claims);
    expect(tokens.verify(forge({}), NOW)).toEqual(claims);
  });

  it('lives 15 minutes to the second, and 60 s before its time on a slow clock', () => {
    expect(tokens.verify(token, at(1_790_000_899.999))).toEqual(claims);
    expect(tokens.verify(token, at(1_790_000_900))).toBeNull();
    expect(tokens.verify(token, at(1_790_000_000 - 60))).toEqual(claims);
    expect(tokens.verify(token, at(1_790_000_000 - 61))).toBeNull();
  });

  it.each([
    ['no iat', { iat: undefined }],
    ['no exp', { exp: undefined }],
    ['no iss', { iss: undefined }],
    ['no aud', { aud: undefined }],
    ['several audiences', { aud: ['stock-tracker-api', 'other'] }],
    ['no session', { sid: undefined }],
    ['no tenant', { tid: null }],
    ['an upper-case uuid', { sub: claims.sub.toUpperCase().replace('0198', 'ABCD') }],
    ['a fractional version', { ver: 1.5 }],
    ['a negative version', { ver: -1 }],
    ['a role from Object.prototype', { role: 'constructor' }],
    ['exp before iat', { iat: 1_790_000_050, exp: 1_790_000_040 }],
    ['nbf as a string', { nbf: '0' }],
  ])('refuses %s, though signed by us', (_case, payload) => {
    expect(tokens.verify(forge(payload), NOW)).toBeNull();
  });

  it.each([
    { crit: ['exp'] },
    { crit: [] },
    { jwk: {} },
    { x5u: 'https://example.com' },
    { typ: 'JWT' },
    { typ: 'application/at+jwt' },
    { kid: ['a'] },
    { kid: undefined },
    { alg: 'HS384' },
    { b64: false },
  ])('refuses the header %j, though signed by us', (header) => {
    expect(tokens.verify(forge({}, header), NOW)).toBeNull();
  });

  it.each(['', '.', '..', 'a.b.c', `${token} `, `Bearer ${token}`, `${token}A`, token.slice(0, -1)])(
    'refuses %p',
    (text) => {
      expect(tokens.verify(text, NOW)).toBeNull();
    },
  );

  it('accepts what a replaced key signed, until that key is dropped', () => {
    const next = { kid: 'b', secret: `${SECRET}-next` };
    const overlapping = new AccessTokens(
      { current: next, previous: [{ kid: 'a', secret: SECRET }] },
      accessTokenProfile,
    );
    expect(overlapping.verify(token, NOW)).toEqual(claims);
    expect(tokens.verify(overlapping.sign(claims, NOW), NOW)).toBeNull();
    expect(new AccessTokens({ current: next }, accessTokenProfile).verify(token, NOW)).toBeNull();
  });

  it('refuses weak and doubled keys without repeating them', () => {
    const current = { kid: 'a', secret: SECRET };
    expect(() => new AccessTokens({ current: { kid: 'a', secret: 'short' } }, accessTokenProfile)).toThrow(
      /^The secret of the key a is too short$/,
    );
    expect(() => new AccessTokens({ current, previous: [current] }, accessTokenProfile)).toThrow(RangeError);
  });
});
