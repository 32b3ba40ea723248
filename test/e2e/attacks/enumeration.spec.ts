import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { argon2idAlgorithm } from '../../../src/platform/crypto/argon2id.js';
import { bcryptAlgorithm } from '../../../src/platform/crypto/bcrypt.js';
import { PASSWORD, TestApp, type GraphqlAnswer } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';

describe('ASVS 6.3.8: whether somebody has an account', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(new Date('2026-11-20T09:00:00Z')), worker: false });
    for (const name of ['known', 'telegram', 'inactive', 'suspended', 'damaged']) await test.register(name);
    const change = (sql: string) => test.database.query(sql);
    await change(
      `UPDATE users SET password_hash = NULL, telegram_id = 1 WHERE email = 'telegram@example.com'`,
    );
    await change(`UPDATE users SET password_hash = 'damaged' WHERE email = 'damaged@example.com'`);
    await change(`UPDATE users SET is_active = false WHERE email = 'inactive@example.com'`);
    await change(`UPDATE tenants SET is_active = false WHERE slug = 'suspended'`);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => test.stop());

  const login = (email: string, password: string) =>
    test.graphql(
      `mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { tokens { accessToken } userErrors { code message field } } }`,
      { email, password },
    );

  /** How often each algorithm is asked to verify. */
  async function workOf(work: () => Promise<unknown>): Promise<number[]> {
    const algorithms = [argon2idAlgorithm, bcryptAlgorithm];
    const spies = algorithms.map((algorithm) => [
      jest.spyOn(algorithm, 'verify'),
      jest.spyOn(algorithm, 'hash'),
    ]);
    await work();
    const calls = spies.flat().map((spy) => spy.mock.calls.length);
    jest.restoreAllMocks();
    return calls;
  }

  const costs = (requested: number) => ({ cost: { requested, limit: 2_000, throttle: null } });
  const REFUSED: GraphqlAnswer & { extensions: object } = {
    status: 200,
    extensions: costs(11),
    data: {
      login: {
        tokens: null,
        userErrors: [
          {
            code: 'INVALID_CREDENTIALS',
            message: 'The e-mail address or the password is not right.',
            field: null,
          },
        ],
      },
    },
  };

  const WHO: [string, string, string][] = [
    ['an unknown address', 'nobody@example.com', PASSWORD],
    ['a wrong password', 'known@example.com', 'wrong password'],
    ['an account of Telegram alone', 'telegram@example.com', PASSWORD],
    ['a deactivated account and a wrong password', 'inactive@example.com', 'wrong password'],
    ['a suspended tenant and a wrong password', 'suspended@example.com', 'wrong password'],
    ['a hash that is damaged', 'damaged@example.com', PASSWORD],
    ['the empty password', 'known@example.com', ''],
    ['what is no address', 'known', PASSWORD],
    ['a wildcard for an address', '%@example.com', PASSWORD],
    ['SQL for an address', `' OR email = 'known@example.com' --`, PASSWORD],
  ];

  it.each(WHO)(
    'is told neither by the answer to a sign-in nor by the work that it takes: %s',
    async (_name, email, password) => {
      let answer: GraphqlAnswer | undefined;
      const work = await workOf(async () => {
        answer = await login(email, password);
      });
      expect(answer).toEqual(REFUSED);
      expect(work).toEqual([1, 0, 1, 0]);
    },
  );

  const ADDRESSES = ['known', 'nobody', 'telegram', 'inactive', 'suspended', 'KNOWN'];

  it.each(ADDRESSES)('is not told by the request of a reset: %s', async (name) => {
    const jobs = async () =>
      (await test.database.query<{ name: string }>('SELECT name FROM pgboss.job ORDER BY created_on')).length;
    const before = await jobs();
    const ask = () =>
      test.graphql(
        `mutation ($email: String!) { requestPasswordReset(input: {email: $email}) { accepted userErrors { code } } }`,
        { email: `${name}@example.com` },
      );
    expect(await ask()).toEqual({
      status: 200,
      extensions: costs(10),
      data: { requestPasswordReset: { accepted: true, userErrors: [] } },
    });
    expect(await jobs()).toBe(before + 1);
    expect(await workOf(ask)).toEqual([0, 0, 0, 0]);
  });

  it('is not told by a token that is none', async () => {
    const errorsOf = async (field: string): Promise<unknown> =>
      (await test.graphql(`mutation { answer: ${field} { userErrors { code message } } }`)).data.answer
        .userErrors;
    expect(await errorsOf('verifyEmail(input: {token: "none"})')).toEqual(
      await errorsOf('resetPassword(input: {token: "none", newPassword: "a wholly new password"})'),
    );
  });

  it('leaves of a failed sign-in nothing that was typed: it may be a password in the wrong field', async () => {
    await login('my secret passphrase', 'another secret passphrase');
    const rows = await test.database.query<{ row: string }>(
      `SELECT a::text AS row FROM audit_log a WHERE action = 'auth.login_failed'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join()).not.toContain('passphrase');
  });
});
