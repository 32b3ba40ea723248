import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';
import { answerTo, login, refresh, type UserErrorAnswer } from '../support/sign-in.js';

const NEW = 'a better horse battery';
const CHANGE = `mutation ($input: ChangePasswordInput!) {
  changePassword(input: $input) { user { id } userErrors { code field } }
}`;

interface Changed {
  readonly user: { readonly id: string } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

describe('changing a password', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start();
  });
  afterAll(() => test.stop());

  const change = async (
    token: string,
    newPassword: string,
    currentPassword?: string | null,
  ): Promise<Changed> =>
    (await test.graphql(CHANGE, { input: { newPassword, currentPassword } }, token)).data
      .changePassword as Changed;
  const hashOf = (userId: string): Promise<object[]> =>
    test.database.query('SELECT password_hash, token_version FROM users WHERE id = $1', [userId]);
  const audit = (userId: string): Promise<object[]> =>
    test.database.query(
      "SELECT action, tenant_id, admin_user_id, changes FROM audit_log WHERE user_id = $1 AND action LIKE '%password%'",
      [userId],
    );

  it('ends every other session and not the own one, and tells the owner', async () => {
    const account = await test.register('changing');
    const other = (await login(test, account.email, PASSWORD)).tokens!;
    expect(await change(account.token, NEW, PASSWORD)).toEqual({
      user: { id: account.userId },
      userErrors: [],
    });
    expect([await answerTo(test, account.token), await answerTo(test, other.accessToken)]).toEqual([
      'OK',
      'UNAUTHENTICATED',
    ]);
    expect((await refresh(test, other.refreshToken)).userErrors[0]?.code).toBe('TOKEN_INVALID');
    expect((await refresh(test, account.refreshToken)).userErrors).toEqual([]);
    expect((await login(test, account.email, PASSWORD)).userErrors[0]?.code).toBe('INVALID_CREDENTIALS');
    expect((await login(test, account.email, NEW)).userErrors).toEqual([]);
    const { tenantId: tenant_id, userId: admin_user_id } = account;
    expect(await audit(account.userId)).toEqual([
      { action: 'auth.password_changed', tenant_id, admin_user_id, changes: null },
    ]);
    expect(
      await test.database.query('SELECT type, data FROM notifications WHERE user_id = $1', [account.userId]),
    ).toEqual([{ type: 'SECURITY', data: { kind: 'PASSWORD_CHANGED' } }]);
  });

  it.each([
    ['wrong', 'wrong password'],
    ['empty', ''],
    ['null', null],
    ['missing', undefined],
  ])('wants the present one, which is %s', async (name, current) => {
    const account = await test.register(`present-${name}`);
    const other = (await login(test, account.email, PASSWORD)).tokens!;
    const before = await hashOf(account.userId);
    expect(await change(account.token, NEW, current)).toEqual({
      user: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', field: ['currentPassword'] }],
    });
    expect(await hashOf(account.userId)).toEqual(before);
    expect(await answerTo(test, other.accessToken)).toBe('OK');
    const { tenantId: tenant_id, userId: admin_user_id } = account;
    expect(await audit(account.userId)).toEqual([
      { action: 'auth.password_change_failed', tenant_id, admin_user_id, changes: null },
    ]);
  });

  it.each([
    ['among the most common', 'Password123'],
    ['one character over and over', 'zzzzzzzzzzzz'],
    ['the address', 'REFUSED@example.com'],
    ['the address before the @', 'refused-name'],
  ])('refuses one that is %s', async (name, newPassword) => {
    const unique = name.replaceAll(/[^a-z]+/g, '-').replace(/-$/, '');
    const account = await test.register(name.startsWith('the address before') ? 'refused-name' : unique);
    if (name === 'the address') {
      await test.database.query("UPDATE users SET email = 'refused@example.com' WHERE id = $1", [
        account.userId,
      ]);
    }
    const before = await hashOf(account.userId);
    expect(await change(account.token, newPassword, PASSWORD)).toEqual({
      user: null,
      userErrors: [{ code: 'INVALID', field: ['newPassword'] }],
    });
    expect(await hashOf(account.userId)).toEqual(before);
    expect(await audit(account.userId)).toEqual([]);
  });

  it('refuses such a one at the registration too, and makes nothing', async () => {
    const { data } = await test.graphql(
      `mutation { register(input: {email: "common@example.com", password: "qwertyuiop", tenantName: "x"}) { tokens { accessToken } userErrors { code field } } }`,
    );
    expect(data.register).toEqual({ tokens: null, userErrors: [{ code: 'INVALID', field: ['password'] }] });
    expect(await test.database.query("SELECT FROM users WHERE email = 'common@example.com'")).toEqual([]);
  });

  it('takes any characters, and every one of them counts', async () => {
    const account = await test.register('unicode');
    const long = `${'пароль с пробелами 🐴 '.repeat(20)}1`;
    expect((await change(account.token, long, PASSWORD)).userErrors).toEqual([]);
    expect((await login(test, account.email, long)).userErrors).toEqual([]);
    expect((await login(test, account.email, `${long.slice(0, -1)}2`)).userErrors[0]?.code).toBe(
      'INVALID_CREDENTIALS',
    );
  });

  it('goes to one of two who change it at once', async () => {
    const account = await test.register('twice');
    const answers = await Promise.all(
      ['one good password', 'another good password'].map((password) =>
        change(account.token, password, PASSWORD),
      ),
    );
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    // the second is refused as not current, or as overtaken, whenever the first was done
    expect(codes).toEqual([expect.stringMatching(/^(CONFLICT|INVALID_CREDENTIALS)$/)]);
  });
});
