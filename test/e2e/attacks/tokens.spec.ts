import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const SECONDS = NOW.getTime() / 1000;

interface Account {
  readonly token: string;
  readonly refreshToken: string;
  readonly userId: string;
  readonly tenantId: string;
}

const json = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('ASVS 9.1.1, 9.1.2, 9.1.3, 9.2.1, 9.2.2, 9.2.3: a token', () => {
  let test: TestApp;
  let victim: Account;
  let attacker: Account;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    victim = await test.register('victim');
    attacker = await test.register('attacker');
  });
  afterAll(() => test.stop());

  const ask = async (authorization?: string, headers: Record<string, string> = {}, query = '') => {
    const response = await fetch(`${test.url}/graphql${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...headers,
      },
      body: JSON.stringify({ query: '{ viewer { user { id } } }' }),
    });
    const body = (await response.json()) as {
      data: { viewer: { user: { id: string } } } | null;
      errors?: { message: string; extensions: { code: string } }[];
    };
    return {
      id: body.data?.viewer.user.id,
      code: body.errors?.[0]?.extensions.code,
      message: body.errors?.[0]?.message,
    };
  };
  const REFUSED = {
    id: undefined,
    code: 'UNAUTHENTICATED',
    message: 'The access token is not accepted. Sign in, or renew it by refreshSession.',
  };

  const partOf = (token: string, index: number) =>
    JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;

  /** The attacker's own token with something changed in it, and signed with the server's own key unless said otherwise. */
  function forged(
    header: Record<string, unknown>,
    payload: Record<string, unknown>,
    signature = (text: string) =>
      createHmac('sha256', test.settings.jwtSecret).update(text).digest('base64url'),
  ): string {
    const text = `${json({ ...partOf(attacker.token, 0), ...header })}.${json({ ...partOf(attacker.token, 1), ...payload })}`;
    return `${text}.${signature(text)}`;
  }

  it('of the form that the attacks have is accepted when nothing is wrong with it', async () => {
    expect(await ask(`Bearer ${forged({}, {})}`)).toEqual({ id: attacker.userId });
    expect(await ask(`bearer ${attacker.token}`)).toEqual({ id: attacker.userId });
  });

  const unsigned = () => '';
  const withKey =
    (secret: string, hash = 'sha256') =>
    (text: string) =>
      createHmac(hash, secret).update(text).digest('base64url');
  const byRsa = (text: string) => sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url');
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

  const attacks: [string, () => string][] = [
    ['alg none, without a signature', () => forged({ alg: 'none' }, {}, unsigned)],
    ['alg none, with a signature', () => forged({ alg: 'none' }, {})],
    ['alg nOnE', () => forged({ alg: 'nOnE' }, {}, unsigned)],
    ['an empty signature', () => forged({}, {}, unsigned)],
    ['the signature of another token', () => forged({}, { sub: victim.userId }, () => attacker.token.split('.')[2] ?? '')],
    ['HS512 by the right key', () => forged({ alg: 'HS512' }, {}, withKey(test.settings.jwtSecret, 'sha512'))],
    ['HS384 by the right key', () => forged({ alg: 'HS384' }, {}, withKey(test.settings.jwtSecret, 'sha384'))],
    ['HS256 said, HS512 done', () => forged({}, {}, withKey(test.settings.jwtSecret, 'sha512'))],
    ['RS256 by a key of its own', () => forged({ alg: 'RS256' }, {}, byRsa)],
    ['RS256 by a key of its own, which it brings along', () => forged({ alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) }, {}, byRsa)],
    ['a public key as the secret', () => forged({}, {}, withKey(publicPem))],
    ['the empty secret', () => forged({}, {}, withKey(''))],
    ['a guessed secret', () => forged({}, {}, withKey('secret'))],
    ['its key by jku', () => forged({ jku: 'http://127.0.0.1:9/keys' }, {})],
    ['its key by x5u', () => forged({ x5u: 'http://127.0.0.1:9/keys' }, {})],
    ['a crit header', () => forged({ crit: ['exp'] }, {})],
    ['an unknown kid', () => forged({ kid: 'another' }, {})],
    ['no kid', () => forged({ kid: undefined }, {})],
    ['a kid that is a path', () => forged({ kid: '../../../../dev/null' }, {}, withKey(''))],
    ['a kid that is SQL', () => forged({ kid: "x' UNION SELECT '" }, {}, withKey(''))],
    ['a kid of Object.prototype', () => forged({ kid: '__proto__' }, {}, withKey(''))],
    ['typ JWT', () => forged({ typ: 'JWT' }, {})],
    ['typ of a refresh token', () => forged({ typ: 'rt+jwt' }, {})],
    ['no typ', () => forged({ typ: undefined }, {})],
    ['no exp', () => forged({}, { exp: undefined })],
    ['exp as a text', () => forged({}, { exp: String(SECONDS + 900) })],
    ['exp in ten years', () => forged({}, { exp: SECONDS + 315_000_000 })],
    ['exp right now', () => forged({}, { exp: SECONDS, iat: SECONDS - 900 })],
    ['iat in an hour', () => forged({}, { iat: SECONDS + 3_600, exp: SECONDS + 4_000 })],
    ['nbf in an hour', () => forged({}, { nbf: SECONDS + 3_600 })],
    ['another issuer', () => forged({}, { iss: 'somebody else' })],
    ['another audience', () => forged({}, { aud: 'another service' })],
    ['several audiences', () => forged({}, { aud: ['stock-tracker-api', 'another service'] })],
    ['no subject', () => forged({}, { sub: undefined })],
    ['a subject that is SQL', () => forged({}, { sub: "' OR 1=1 --" })],
    ["the victim as the subject, with the attacker's session", () => forged({}, { sub: victim.userId, tid: victim.tenantId })],
    ["the victim's tenant", () => forged({}, { tid: victim.tenantId })],
    ["the victim's session", () => forged({}, { sid: partOf(victim.token, 1).sid })],
    ['a session that is nowhere', () => forged({}, { sid: '01a20556-0000-7000-8000-000000000000' })],
    ['an unknown role', () => forged({}, { role: 'SUPERUSER' })],
    ['a fourth part', () => `${attacker.token}.x`],
    ['two parts', () => attacker.token.split('.').slice(0, 2).join('.')],
    ['bytes at its end', () => `${attacker.token}AAAA`],
    ['padding', () => `${attacker.token}=`],
    ['its last letter changed', () => `${attacker.token.slice(0, -2)}${attacker.token.at(-2) === 'A' ? 'B' : 'A'}${attacker.token.at(-1) ?? ''}`],
    ['9 kB', () => forged({}, { more: 'x'.repeat(6_500) })],
    ['a payload that is a text', () => {
      const text = `${json(partOf(attacker.token, 0))}.${json('payload')}`;
      return `${text}.${withKey(test.settings.jwtSecret)(text)}`;
    }],
    ['a payload that is no JSON', () => {
      const text = `${json(partOf(attacker.token, 0))}.${Buffer.from('{{{').toString('base64url')}`;
      return `${text}.${withKey(test.settings.jwtSecret)(text)}`;
    }],
    ['the form of a refresh token', () => attacker.refreshToken],
    ['nothing in it', () => ''],
  ]; // prettier-ignore

  it.each(attacks)('is refused with %s', async (_name, attack) => {
    expect(await ask(`Bearer ${attack()}`)).toEqual(REFUSED);
  });

  it('with a raised role gives no permission: what somebody may do is never the token’s to say', async () => {
    await test.database.query(`UPDATE users SET role = 'VIEWER' WHERE id = $1`, [attacker.userId]);
    const lowered = await test.login('attacker@example.com');
    const raised = forged({}, { ...partOf(lowered, 1), role: 'OWNER' });
    const { data } = await test.graphql('{ viewer { permissions } }', {}, raised);
    expect(data.viewer.permissions).not.toContain('TENANT_WRITE');
    await test.database.query(`UPDATE users SET role = 'OWNER' WHERE id = $1`, [attacker.userId]);
  });

  const { cases } = JSON.parse(readFileSync('test/vectors/jwt/jwt-attacks.json', 'utf8')) as {
    cases: { desc: string; token: string }[];
  };
  it.each(cases)('of a foreign key ring is refused: $desc', async ({ token }) => {
    expect(await ask(`Bearer ${token}`)).toEqual(REFUSED);
  });

  it.each([
    ['as Basic', (token: string) => `Basic ${token}`],
    ['twice', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['without a scheme', (token: string) => token],
    ['with a line of its own', (token: string) => `Bearer ${token}\tx`],
  ])('is refused when it comes %s', async (_name, header) => {
    expect(await ask(header(attacker.token))).toEqual(REFUSED);
  });

  it.each([
    ['a cookie', { cookie: 'access_token=TOKEN; token=TOKEN; authorization=Bearer TOKEN' }, ''],
    ['the query string', {}, '?access_token=TOKEN&token=TOKEN&authorization=Bearer%20TOKEN'],
    ['other headers', { 'x-access-token': 'TOKEN', 'x-authorization': 'Bearer TOKEN', 'proxy-authorization': 'Bearer TOKEN' }, ''],
    ['a header that names somebody', { 'x-user-id': 'USER', 'x-forwarded-user': 'USER', 'x-tenant-id': 'TENANT' }, ''],
  ])('is not looked for in %s', async (_name, headers, query) => {
    const filled = (text: string) =>
      text.replaceAll('TOKEN', victim.token).replaceAll('USER', victim.userId).replaceAll('TENANT', victim.tenantId);
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)]));
    expect(await ask(undefined, given, filled(query))).toMatchObject({ id: undefined, code: 'UNAUTHENTICATED' });
  }); // prettier-ignore

  it('that is refused writes nothing, and calls nothing that is public on behalf of anybody', async () => {
    const before = await fingerprintOf(test.database);
    for (const [, attack] of attacks) {
      const { errors } = await test.graphql('mutation { logout(input: {}) { endedSessions } }', {}, attack());
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    }
    expect(await fingerprintOf(test.database)).toEqual(before);
  });
});
