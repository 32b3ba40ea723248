import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const VIEWER = '{ viewer { user { email role tenant { name memberCount } } tenant { slug } permissions } }';

describe('signing in', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
  });
  afterAll(() => test.stop());

  const login = (
    email: string,
    password: string,
    fields = 'tokens { accessToken } userErrors { code message field }',
  ) =>
    test.graphql(
      `mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { ${fields} } }`,
      { email, password },
    );
  const refresh = (refreshToken: string) =>
    test.graphql(
      `mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { accessToken refreshToken } userErrors { code field } } }`,
      { t: refreshToken },
    );
  const audit = (action: string) =>
    test.database.query<{ tenant_id: string; user_id: string | null; admin_user_id: string | null }>(
      'SELECT tenant_id, user_id, admin_user_id FROM audit_log WHERE action = $1 ORDER BY created_at, id',
      [action],
    );

  it('registers a tenant with its owner, who is signed in at once', async () => {
    const account = await test.register('anna');
    const { data } = await test.graphql(VIEWER, {}, account.token);
    expect(data.viewer).toMatchObject({
      user: { email: 'anna@example.com', role: 'OWNER', tenant: { name: 'anna', memberCount: 1 } },
      tenant: { slug: 'anna' },
    });
    expect(data.viewer.permissions).toContain('TENANT_WRITE');
    expect(data.viewer.permissions).not.toContain('PLATFORM_ADMIN');
    expect(await audit('auth.register')).toContainEqual({
      tenant_id: account.tenantId,
      user_id: account.userId,
      admin_user_id: account.userId,
    });
  });

  it('answers everything about the new account in the payload of the sign-in', async () => {
    const { email } = await test.register('nested');
    const { data } = await login(
      email,
      PASSWORD,
      'viewer { user { tenant { name memberCount } } } userErrors { code }',
    );
    expect(data.login).toEqual({
      viewer: { user: { tenant: { name: 'nested', memberCount: 1 } } },
      userErrors: [],
    });
  });

  it('gives equal names different slugs', async () => {
    const slugs: string[] = [];
    for (const email of ['one@example.com', 'two@example.com']) {
      const { data } = await test.graphql(
        `mutation ($email: String!) { register(input: {email: $email, password: "${PASSWORD}", tenantName: "ООО Ромашка"}) { viewer { tenant { slug } } } }`,
        { email },
      );
      slugs.push(data.register.viewer.tenant.slug as string);
    }
    expect(slugs[0]).toBe('ooo-romashka');
    expect(slugs[1]).toMatch(/^ooo-romashka-[0-9a-f]{6}$/);
  });

  it('refuses an address that is taken in another case, and leaves no tenant behind', async () => {
    await test.register('taken');
    const count = () => test.database.query<{ count: string }>('SELECT count(*) FROM tenants');
    const before = await count();
    const { data } = await test.graphql(
      `mutation { register(input: {email: "TAKEN@Example.com", password: "${PASSWORD}", tenantName: "x"}) { tokens { accessToken } userErrors { code field } } }`,
    );
    expect(data.register).toEqual({
      tokens: null,
      userErrors: [{ code: 'ALREADY_EXISTS', field: ['email'] }],
    });
    expect(await count()).toEqual(before);
  });

  it.each([
    ['password', { password: 'short' }, 'Expected 8 to 1024 characters.'],
    ['email', { email: 'nobody' }, 'Expected an e-mail address such as anna@example.com.'],
    ['tenantName', { tenantName: '  ' }, 'Expected at least one visible character.'],
    ['tenantName', { tenantName: '❤️'.repeat(200) }, 'Expected 1 to 255 characters.'],
  ])('names the field that is wrong: %s', async (field, change, message) => {
    const input = { email: 'valid@example.com', password: PASSWORD, tenantName: 'x', ...change };
    const { data } = await test.graphql(
      'mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code message field } } }',
      { input },
    );
    expect(data.register.userErrors).toEqual([{ code: 'INVALID', message, field: [field] }]);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half a character', 'a\ud800b'],
  ])('refuses text that can not be kept, wherever it stands: %s', async (_name, text) => {
    const path = { login: 'email', register: 'tenantName' };
    const inputs = {
      login: 'email: $text, password: "x"',
      register: `email: "kept@example.com", password: "${PASSWORD}", tenantName: $text`,
    };
    for (const field of ['login', 'register'] as const) {
      const { data } = await test.graphql(
        `mutation ($text: String!) { ${field}(input: {${inputs[field]}}) { userErrors { code message field } } }`,
        { text },
      );
      expect(data[field]?.userErrors).toEqual([
        { code: 'INVALID', message: expect.stringContaining('U+0000'), field: [path[field]] },
      ]);
    }
  });

  it('answers alike for an unknown address and a wrong password', async () => {
    const { email } = await test.register('alike');
    const unknown = await login('nobody@example.com', PASSWORD);
    const wrong = await login(email, 'wrong password');
    expect(unknown).toEqual(wrong);
    expect(wrong.data.login.userErrors[0].code).toBe('INVALID_CREDENTIALS');
    expect((await audit('auth.login_failed')).length).toBeGreaterThanOrEqual(2);
  });

  it('finds the account whatever the case of the address', async () => {
    await test.register('cased');
    const { data } = await login('CASED@EXAMPLE.COM', PASSWORD);
    expect(data.login.tokens.accessToken).toEqual(expect.any(String));
  });

  it('rotates the refresh token, and ends the session when a spent one comes again', async () => {
    const account = await test.register('rotated');
    const first = await refresh(account.refreshToken);
    const { refreshToken, accessToken } = first.data.refreshSession.tokens;
    expect(refreshToken).not.toBe(account.refreshToken);

    clock.advance(10_001);
    const reused = await refresh(account.refreshToken);
    expect(reused.data.refreshSession).toEqual({
      tokens: null,
      userErrors: [{ code: 'TOKEN_REUSED', field: ['refreshToken'] }],
    });
    const successor = await refresh(refreshToken as string);
    expect(successor.data.refreshSession.userErrors[0].code).toBe('TOKEN_INVALID');
    const viewer = await test.graphql(VIEWER, {}, accessToken as string);
    expect(viewer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('gives the same successor to all who bring one refresh token at once, and makes one', async () => {
    const account = await test.register('raced');
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(account.refreshToken)));
    const successors = answers.map(({ data }) => data.refreshSession.tokens?.refreshToken as string);
    expect(successors).toEqual(Array(8).fill(expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)));
    expect(new Set(successors).size).toBe(1);
    const rows = await test.database.query('SELECT FROM refresh_tokens WHERE user_id = $1', [account.userId]);
    expect(rows).toHaveLength(2);
  });

  it('stores no token in the clear', async () => {
    const account = await test.register('hashed');
    const rows = await test.database.query<{ token: string }>(
      'SELECT token FROM refresh_tokens WHERE user_id = $1',
      [account.userId],
    );
    expect(rows).toEqual([{ token: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('ends one session, or all of them', async () => {
    const account = await test.register('leaving');
    const other = await test.login(account.email);
    const logout = (input: string, token: string) =>
      test.graphql(`mutation { logout(input: ${input}) { endedSessions userErrors { code } } }`, {}, token);
    const one = await logout(`{refreshToken: "${account.refreshToken}"}`, other);
    expect(one.data.logout).toEqual({ endedSessions: 1, userErrors: [] });
    expect((await test.graphql(VIEWER, {}, account.token)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await test.graphql(VIEWER, {}, other)).errors).toBeUndefined();
    expect((await logout('{}', other)).data.logout.endedSessions).toBe(1);
    expect((await test.graphql(VIEWER, {}, other)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('refuses a deactivated account and a suspended tenant at once', async () => {
    const account = await test.register('switched');
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [account.userId]);
    clock.advance(10_000);
    expect((await test.graphql(VIEWER, {}, account.token)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await login(account.email, PASSWORD)).data.login.userErrors[0].code).toBe('ACCOUNT_DISABLED');

    const renewed = await refresh(account.refreshToken);
    expect(renewed.data.refreshSession).toEqual({
      tokens: null,
      userErrors: [{ code: 'ACCOUNT_DISABLED', field: null }],
    });

    await test.database.query('UPDATE users SET is_active = true WHERE id = $1', [account.userId]);
    await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [account.tenantId]);
    clock.advance(10_000);
    expect((await test.graphql(VIEWER, {}, account.token)).errors?.[0]?.extensions.code).toBe(
      'TENANT_SUSPENDED',
    );
    expect((await login(account.email, PASSWORD)).data.login.userErrors[0].code).toBe('TENANT_SUSPENDED');
  });

  it('refuses an access token after 15 minutes and a refresh token after 30 days', async () => {
    const account = await test.register('late');
    clock.advance(15 * 60_000);
    expect((await test.graphql(VIEWER, {}, account.token)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    clock.advance(30 * 86_400_000);
    expect((await refresh(account.refreshToken)).data.refreshSession.userErrors[0].code).toBe(
      'TOKEN_EXPIRED',
    );
  });
});
