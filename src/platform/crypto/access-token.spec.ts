import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Role } from '../access/role.js';
import { AccessTokenSigner, accessTokenProfile } from './access-token.js';
import type { AccessClaims, TokenProfile } from './access-token.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { TokenKeyring } from './token-keyring.js';

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
  const tokens = new AccessTokenVerifier(
    new TokenKeyring({ kid: 'k1', secret: attacks.keys.k1 }, [{ kid: 'k0', secret: attacks.keys.k0 }]),
    withoutSession,
  );

  it('are all there', () => expect(attacks.cases).toHaveLength(37));

  it.each(attacks.cases)('$desc: $ok', async ({ token, now, ok }) => {
    const proof = await tokens.verify(token, at(now));
    if (ok) {
      expect(proof?.claims).toMatchObject({
        sub: '11111111-1111-1111-1111-111111111111',
        tenantId: '22222222-2222-2222-2222-222222222222',
        role: Role.USER,
      });
    } else expect(proof).toBeNull();
  });
});

describe('access tokens', () => {
  const NOW = at(1_790_000_000);
  const SECRET = 'test-only-0123456789-0123456789-0123456789';
  const keyring = new TokenKeyring({ kid: 'a', secret: SECRET });
  const signer = new AccessTokenSigner(keyring, accessTokenProfile);
  const claims: AccessClaims = {
    sub: '0198c7a0-1111-7000-8000-000000000001',
    tenantId: '0198c7a0-2222-7000-8000-000000000002',
    role: Role.OWNER,
    sessionId: '0198c7a0-3333-7000-8000-000000000003',
  };
  const { token, expiresAt } = signer.sign(claims, NOW);
  const verify = async (text: string, now = NOW, keys = keyring) =>
    (await AccessTokenVerifier.ofUsers(keys).verify(text, now))?.claims ?? null;
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const readPart = (index: number) =>
    JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;

  function forge(payload: Record<string, unknown>, header: Record<string, unknown> = {}): string {
    const signed = `${part({ ...readPart(0), ...header })}.${part({ ...readPart(1), ...payload })}`;
    return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
  }

  it('have type, key and claims written into them, and are read back', async () => {
    expect(readPart(0)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'a' });
    expect(readPart(1)).toEqual({
      iss: 'stock-tracker',
      aud: 'stock-tracker-api',
      sub: claims.sub,
      tid: claims.tenantId,
      role: 'OWNER',
      sid: claims.sessionId,
      iat: 1_790_000_000,
      exp: 1_790_000_900,
    });
    expect(expiresAt).toEqual(at(1_790_000_900));
    expect(await AccessTokenVerifier.ofUsers(keyring).verify(token, NOW)).toEqual({ claims, expiresAt });
    expect(await verify(forge({}))).toEqual(claims);
  });

  it('live 15 minutes to the second, and 60 s before their time on a slow clock', async () => {
    expect(await verify(token, at(1_790_000_899.999))).toEqual(claims);
    expect(await verify(token, at(1_790_000_900))).toBeNull();
    expect(await verify(token, at(1_790_000_000 - 60))).toEqual(claims);
    expect(await verify(token, at(1_790_000_000 - 61))).toBeNull();
  });

  it('may be signed for less time, and are not believed for more', async () => {
    const brief = signer.sign(claims, NOW, 60);
    expect(brief.expiresAt).toEqual(at(1_790_000_060));
    expect(await verify(brief.token, at(1_790_000_059))).toEqual(claims);
    expect(await verify(brief.token, at(1_790_000_060))).toBeNull();
    expect(await verify(signer.sign(claims, NOW, 901).token)).toBeNull();
  });

  const actor = {
    userId: '0198c7a0-4444-7000-8000-000000000004',
    sessionId: '0198c7a0-5555-7000-8000-000000000005',
  };

  it('live 30 minutes where somebody acts for another, and only there', async () => {
    const acted = signer.sign({ ...claims, actor }, NOW);
    expect(acted.expiresAt).toEqual(at(1_790_001_800));
    expect(await verify(acted.token, at(1_790_001_799))).toEqual({ ...claims, actor });
    expect(await verify(acted.token, at(1_790_001_800))).toBeNull();
    expect(await verify(signer.sign({ ...claims, actor }, NOW, 1801).token)).toBeNull();
    expect(await verify(forge({ exp: 1_790_001_800 }))).toBeNull();
  });

  it('name who acts for another as RFC 8693 has it', async () => {
    const act = { sub: actor.userId, sid: actor.sessionId };
    expect(await verify(forge({ act }))).toEqual({ ...claims, actor });
    for (const wrong of [
      null,
      {},
      [],
      actor.userId,
      { sub: act.sub },
      { ...act, sid: 'x' },
      { ...act, sub: 1 },
    ])
      expect([wrong, await verify(forge({ act: wrong }))]).toEqual([wrong, null]);
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
    ['a role from Object.prototype', { role: 'constructor' }],
    ['exp before iat', { iat: 1_790_000_050, exp: 1_790_000_040 }],
    ['nbf as a string', { nbf: '0' }],
    ['nbf beyond the leeway', { nbf: 1_790_000_061 }],
  ])('are refused with %s, though signed by us', async (_case, payload) => {
    expect(await verify(forge(payload))).toBeNull();
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
  ])('are refused with the header %j, though signed by us', async (header) => {
    expect(await verify(forge({}, header))).toBeNull();
  });

  it.each(['', '.', '..', 'a.b.c', `${token} `, `Bearer ${token}`, `${token}A`, token.slice(0, -1)])(
    'are not %p',
    async (text) => {
      expect(await verify(text)).toBeNull();
    },
  );

  it('are accepted when a replaced key signed them, until that key is dropped', async () => {
    const next = `${SECRET}-next`;
    const before = TokenKeyring.of(SECRET, []);
    const overlapping = TokenKeyring.of(next, [SECRET]);
    const old = new AccessTokenSigner(before, accessTokenProfile).sign(claims, NOW).token;
    const fresh = new AccessTokenSigner(overlapping, accessTokenProfile).sign(claims, NOW).token;
    expect(await verify(old, NOW, overlapping)).toEqual(claims);
    expect(await verify(fresh, NOW, overlapping)).toEqual(claims);
    expect(await verify(fresh, NOW, before)).toBeNull();
    expect(await verify(old, NOW, TokenKeyring.of(next, []))).toBeNull();
  });
});

describe('TokenKeyring', () => {
  const SECRET = 'test-only-0123456789-0123456789-0123456789';

  it('names keys after their secrets, which the names do not tell', () => {
    const { kid } = TokenKeyring.of(SECRET, []).current;
    expect(kid).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(SECRET).not.toContain(kid);
    expect(TokenKeyring.of(SECRET, [`${SECRET}-old`]).current.kid).toBe(kid);
    expect(TokenKeyring.of(`${SECRET}-old`, []).current.kid).not.toBe(kid);
  });

  it('takes a secret that is left among the previous ones for one key', () => {
    expect(() => TokenKeyring.of(SECRET, [SECRET, SECRET])).not.toThrow();
  });

  it('refuses weak and doubled keys without repeating them', () => {
    expect(() => new TokenKeyring({ kid: 'a', secret: 'short' })).toThrow(
      /^The secret of the key a is too short$/,
    );
    expect(() => new TokenKeyring({ kid: 'a', secret: SECRET }, [{ kid: 'a', secret: SECRET }])).toThrow(
      RangeError,
    );
  });
});
