import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bcryptAlgorithm } from '../../src/platform/crypto/bcrypt.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { login } from '../support/sign-in.js';

/** Of crypt_blowfish's own tests (Openwall): one password under the three prefixes, which compute alike. */
const OPENWALL = { password: '~!@#$%^&*()      ~!@#$%^&*()PNBFRD', hash: '06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO' }; // prettier-ignore
const ARGON2ID = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const BCRYPT = /^\$2b\$12\$/;
const REFUSED = { tokens: null, userErrors: [{ code: 'INVALID_CREDENTIALS', field: null }] };

describe('passwords of version 1', () => {
  let test: TestApp;
  let legacy: TestApp;

  beforeAll(async () => {
    test = await TestApp.start();
    legacy = await TestApp.start({ env: { LEGACY_CLIENTS: '1' } });
  });
  afterAll(async () => {
    await legacy.stop();
    await test.stop();
  });

  const hashOf = async (app: TestApp, email: string): Promise<string | null> => {
    const [row] = await app.database.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE email = $1',
      [email],
    );
    return row?.hash ?? null;
  };
  /** An account as version 1 has left it. @returns its address */
  const left = async (app: TestApp, name: string, hash: string): Promise<string> => {
    const { email } = await app.register(name);
    await app.database.query('UPDATE users SET password_hash = $2 WHERE email = $1', [email, hash]);
    return email;
  };

  it.each(['$2a$', '$2b$', '$2y$'])(
    'sign in as they did, and are argon2id from then on: %s',
    async (prefix) => {
      const stored = prefix + OPENWALL.hash;
      const email = await left(test, `prefix-${prefix[2]}`, stored);
      expect(await login(test, email, `${OPENWALL.password}x`)).toEqual(REFUSED);
      expect(await hashOf(test, email)).toBe(stored);
      expect((await login(test, email, OPENWALL.password)).userErrors).toEqual([]);
      const renewed = await hashOf(test, email);
      expect(renewed).toMatch(ARGON2ID);
      expect((await login(test, email, OPENWALL.password)).userErrors).toEqual([]);
      expect(await hashOf(test, email)).toBe(renewed);
      expect(await login(test, email, `${OPENWALL.password}x`)).toEqual(REFUSED);
    },
  );

  it("stay bcrypt while programs of version 1 read along, of today's cost", async () => {
    const ofItsCost = await bcryptAlgorithm.hash('a password of version 1');
    const kept = await left(legacy, 'kept', ofItsCost);
    expect((await login(legacy, kept, 'a password of version 1')).userErrors).toEqual([]);
    expect(await hashOf(legacy, kept)).toBe(ofItsCost);

    const weak = await left(legacy, 'weak', `$2b$${OPENWALL.hash}`);
    expect((await login(legacy, weak, OPENWALL.password)).userErrors).toEqual([]);
    expect(await hashOf(legacy, weak)).toMatch(BCRYPT);
    expect((await login(legacy, weak, OPENWALL.password)).userErrors).toEqual([]);
  });

  it('are made as version 1 reads them while it reads along, and argon2id is turned back', async () => {
    const { email } = await legacy.register('fresh');
    expect(await hashOf(legacy, email)).toMatch(BCRYPT);
    await test.register('modern');
    const modern = await hashOf(test, 'modern@example.com');
    expect(modern).toMatch(ARGON2ID);
    const back = await left(legacy, 'back', modern!);
    expect((await login(legacy, back, PASSWORD)).userErrors).toEqual([]);
    expect(await hashOf(legacy, back)).toMatch(BCRYPT);
  });

  it('have 72 bytes, of which version 1 has made them of longer ones: what it has cut off proves nothing', async () => {
    const first72 = 'п'.repeat(36);
    const stored = await bcryptAlgorithm.hash(first72);
    for (const app of [test, legacy]) {
      const email = await left(app, 'cut', stored);
      expect(await login(app, email, `${first72}!`)).toEqual(REFUSED);
      expect(await hashOf(app, email)).toBe(stored);
      expect((await login(app, email, first72)).userErrors).toEqual([]);
    }
  });

  it('are refused when they could not be kept whole, and nothing is made', async () => {
    const register = (app: TestApp, password: string) =>
      app.graphql(
        'mutation ($password: String!) { register(input: {email: "long@example.com", password: $password, tenantName: "x"}) { tokens { accessToken } userErrors { code field message } } }',
        { password },
      );
    const long = `${'п'.repeat(36)}!`;
    expect((await register(legacy, long)).data.register).toEqual({
      tokens: null,
      userErrors: [{ code: 'INVALID', field: ['password'], message: expect.stringContaining('72 bytes') }],
    });
    expect(await hashOf(legacy, 'long@example.com')).toBeNull();
    expect((await register(test, long)).data.register.userErrors).toEqual([]);
    expect(await login(test, 'long@example.com', long.slice(0, -1))).toEqual(REFUSED);
  });
});
