import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp, type GraphqlAnswer } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { BOT_TOKEN, initDataOf, widgetOf } from '../support/telegram.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const OTHER_TOKEN = '7:another-made-up-token';
const FIELDS = `tokens { accessToken } userErrors { code message field }
  viewer { user { id email fullName telegramId telegramUsername role isVerified lastLoginAt } tenant { id name slug } permissions }`;
const LOGIN = `mutation ($input: TelegramLoginInput!) { loginWithTelegram(input: $input) { ${FIELDS} } }`;

interface SignedIn {
  readonly tokens: { readonly accessToken: string } | null;
  readonly viewer: {
    readonly user: { readonly id: string; readonly email: string };
    readonly tenant: { readonly id: string };
    readonly permissions: readonly string[];
  };
  readonly userErrors: readonly { readonly code: string }[];
}

describe('signing in by Telegram', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock, env: { TELEGRAM_BOT_TOKEN: `${OTHER_TOKEN},${BOT_TOKEN}` } });
  });
  afterAll(() => test.stop());

  const login = async (input: object): Promise<SignedIn> =>
    (await test.graphql(LOGIN, { input })).data.loginWithTelegram as SignedIn;
  const count = async (): Promise<unknown> =>
    test.database.query(
      `SELECT (SELECT count(*) FROM users)::integer AS users, (SELECT count(*) FROM tenants)::integer AS tenants,
        (SELECT count(*) FROM refresh_tokens)::integer AS sessions, (SELECT count(*) FROM telegram_logins)::integer AS proofs`,
    );
  const audit = (userId: string | null): Promise<object[]> =>
    test.database.query(
      `SELECT action, tenant_id, admin_user_id AS actor, changes FROM audit_log
       WHERE user_id IS NOT DISTINCT FROM $1 ORDER BY created_at, id`,
      [userId],
    );

  it('makes the owner of a tenant of their own, the first time', async () => {
    const anna = { id: 4200000001, first_name: 'Анна', last_name: 'К', username: 'anna_k' };
    const { tokens, viewer, userErrors } = await login({ initData: initDataOf(anna, NOW) });
    expect(userErrors).toEqual([]);
    expect(viewer).toMatchObject({
      user: {
        email: 'user_4200000001@telegram.bot',
        fullName: 'Анна К',
        telegramId: '4200000001',
        telegramUsername: 'anna_k',
        role: 'OWNER',
        isVerified: false,
        lastLoginAt: NOW.toISOString(),
      },
      tenant: { name: 'Анна К', slug: 'anna-k' },
    });
    expect(viewer.permissions).toContain('TENANT_WRITE');
    const again = await test.graphql('{ viewer { user { id } } }', {}, tokens?.accessToken);
    expect(again.data.viewer.user.id).toBe(viewer.user.id);
    const { id } = viewer.user;
    const changes = { method: [null, 'telegram'] };
    expect(await audit(id)).toEqual([
      { action: 'auth.register', tenant_id: viewer.tenant.id, actor: id, changes },
      { action: 'auth.login', tenant_id: viewer.tenant.id, actor: id, changes },
    ]);
  });

  it('signs the same person in afterwards, by widget or Mini App and whichever bot, with their present name', async () => {
    const first = await login({ widget: widgetOf({ id: 43, first_name: 'B', username: 'before' }, NOW) });
    const byMiniApp = await login({ initData: initDataOf({ id: 43, username: 'after' }, NOW) });
    const byOtherBot = await login({ widget: widgetOf({ id: 43, first_name: 'C' }, NOW, OTHER_TOKEN) });
    expect([byMiniApp, byOtherBot].map(({ viewer }) => viewer.user)).toEqual([
      { ...first.viewer.user, telegramUsername: 'after' },
      { ...first.viewer.user, telegramUsername: null },
    ]);
    expect(first.viewer.user).toMatchObject({ fullName: 'B', telegramUsername: 'before' });
  });

  it('makes one account of somebody who comes many times at once', async () => {
    const inputs = Array.from({ length: 8 }, (_, i) => ({
      initData: initDataOf({ id: 44, first_name: 'Twice' }, new Date(NOW.getTime() - i * 1_000)),
    }));
    const answers = await Promise.all(inputs.map(login));
    expect(answers.map(({ userErrors }) => userErrors)).toEqual(Array(8).fill([]));
    expect(new Set(answers.map(({ viewer }) => `${viewer.user.id} ${viewer.tenant.id}`)).size).toBe(1);
    expect(await test.database.query("SELECT FROM tenants WHERE name = 'Twice'")).toHaveLength(1);
  });

  it('takes a proof once: of many at once one succeeds, and however it is written the next does not', async () => {
    const initData = initDataOf({ id: 45, first_name: 'Once' }, NOW);
    const answers = await Promise.all(Array.from({ length: 6 }, () => login({ initData })));
    const refused = { code: 'TOKEN_REUSED', field: null, message: expect.stringContaining('used before') };
    expect(answers.filter(({ tokens }) => tokens !== null)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(Array(5).fill(refused));

    const before = await count();
    const rewritten = initData.split('&').reverse().join('&');
    expect((await login({ initData: rewritten })).userErrors).toEqual([refused]);
    const widget = widgetOf({ id: 45 }, NOW);
    expect((await login({ widget })).userErrors).toEqual([]);
    expect((await login({ widget: { ...widget, hash: widget.hash } })).userErrors).toEqual([refused]);
    expect(await count()).toEqual([
      expect.objectContaining({
        ...(before as object[])[0],
        sessions: expect.any(Number),
        proofs: expect.any(Number),
      }),
    ]);
    const actions = await test.database.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE user_id = (SELECT id FROM users WHERE telegram_id = 45) AND admin_user_id IS NULL`,
    );
    expect(actions).toEqual(Array(7).fill({ action: 'auth.login_failed' }));
  });

  const wrong: [string, string, (at: Date) => object][] = [
    ['INVALID_CREDENTIALS', 'widget', (at) => ({ widget: { ...widgetOf({ id: 46 }, at), id: '47' } })],
    ['INVALID_CREDENTIALS', 'widget', (at) => ({ widget: { ...widgetOf({ id: 46 }, at), lastName: 'X' } })],
    ['INVALID_CREDENTIALS', 'initData', (at) => ({ initData: initDataOf({ id: 46 }, at, '8:nobody') })],
    ['INVALID_CREDENTIALS', 'initData', () => ({ initData: '' })],
    ['INVALID_CREDENTIALS', 'initData', (at) => ({ initData: initDataOf({ id: -5 }, at) })],
    ['TOKEN_EXPIRED', 'initData', (at) => ({ initData: initDataOf({ id: 46 }, new Date(at.getTime() - 301_000)) })],
    ['TOKEN_EXPIRED', 'widget', (at) => ({ widget: widgetOf({ id: 46 }, new Date(at.getTime() + 61_000)) })],
  ]; // prettier-ignore

  it.each(wrong)(
    'refuses what proves nothing: %s of %s (%#), and notes that somebody tried',
    async (code, field, input) => {
      const before = await count();
      const failures = (await audit(null)).length;
      const answer = await login(input(NOW));
      expect(answer).toEqual({
        tokens: null,
        viewer: null,
        userErrors: [{ code, field: [field], message: expect.any(String) }],
      });
      expect(await count()).toEqual(before);
      expect((await audit(null)).slice(failures)).toEqual([
        {
          action: 'auth.login_failed',
          tenant_id: '00000000-0000-0000-0000-000000000000',
          actor: null,
          changes: { method: [null, 'telegram'] },
        },
      ]);
    },
  );

  it.each([
    ['none', {}],
    ['none', { widget: null, initData: null }],
    ['both', { widget: widgetOf({ id: 48 }, NOW), initData: initDataOf({ id: 48 }, NOW) }],
  ])('wants exactly one of the two, not %s', async (_name, input) => {
    const before = await count();
    const failures = (await audit(null)).length;
    expect((await login(input)).userErrors).toEqual([
      { code: 'INVALID', field: ['initData'], message: 'Give either widget or initData, and not both.' },
    ]);
    expect(await count()).toEqual(before);
    expect(await audit(null)).toHaveLength(failures);
  });

  it('checks the form of what is inside the widget', async () => {
    const widget = { ...widgetOf({ id: 48 }, NOW), firstName: 'x'.repeat(256) };
    expect((await login({ widget })).userErrors).toEqual([
      { code: 'INVALID', field: ['widget', 'firstName'], message: 'Expected at most 255 characters.' },
    ]);
  });

  it('tells who has proved it, and nobody else, that they are deactivated or suspended', async () => {
    const { viewer } = await login({ initData: initDataOf({ id: 49, first_name: 'Off' }, NOW) });
    const { id } = viewer.user;
    const sessions = (): Promise<object[]> =>
      test.database.query('SELECT FROM refresh_tokens WHERE user_id = $1', [id]);
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [id]);
    const codes = [
      await login({ widget: widgetOf({ id: 49 }, NOW) }),
      await login({ widget: { ...widgetOf({ id: 49 }, NOW), authDate: 1 } }),
    ].map(({ userErrors }) => userErrors[0]?.code);
    expect(codes).toEqual(['ACCOUNT_DISABLED', 'INVALID_CREDENTIALS']);
    await test.database.query('UPDATE users SET is_active = true WHERE id = $1', [id]);
    await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [viewer.tenant.id]);
    const suspended = await login({ widget: widgetOf({ id: 49, first_name: 'Again' }, NOW) });
    expect(suspended).toMatchObject({ tokens: null, userErrors: [{ code: 'TENANT_SUSPENDED' }] });
    expect(await sessions()).toHaveLength(1);
    expect((await audit(id)).map((row) => 'action' in row && row.action)).toEqual([
      'auth.register', 'auth.login', 'auth.login_failed', 'auth.login_failed',
    ]); // prettier-ignore
  });

  it('is kept out by nobody who has registered the address that stands for none', async () => {
    await test.graphql(
      `mutation { register(input: {email: "USER_50@telegram.bot", password: "${PASSWORD}", tenantName: "x"}) { userErrors { code } } }`,
    );
    const { viewer } = await login({ initData: initDataOf({ id: 50 }, NOW) });
    expect(viewer).toMatchObject({
      user: { email: expect.stringMatching(/^user_50_[0-9a-f]{12}@telegram\.bot$/), telegramId: '50' },
      tenant: { name: 'Telegram 50' },
    });
  });

  it('gives an account without a password, which its owner can set', async () => {
    const { tokens, viewer } = await login({ initData: initDataOf({ id: 51 }, NOW) });
    const { email } = viewer.user;
    const byPassword = (password: string): Promise<GraphqlAnswer> =>
      test.graphql(
        'mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { viewer { user { id } } userErrors { code message field } } }',
        { email, password },
      );
    const unknown = await test.graphql(
      `mutation { login(input: {email: "nobody@example.com", password: "${PASSWORD}"}) { viewer { user { id } } userErrors { code message field } } }`,
    );
    expect(await byPassword(PASSWORD)).toEqual(unknown);
    expect(await byPassword('')).toEqual(unknown);
    const { data } = await test.graphql(
      `mutation { changePassword(input: {newPassword: "${PASSWORD}"}) { user { id } userErrors { code } } }`,
      {},
      tokens?.accessToken,
    );
    expect(data.changePassword).toEqual({ user: { id: viewer.user.id }, userErrors: [] });
    expect((await byPassword(PASSWORD)).data.login).toEqual({
      viewer: { user: { id: viewer.user.id } },
      userErrors: [],
    });
  });

  it('forgets proofs when they can not be accepted any more, and not before', async () => {
    const initData = initDataOf({ id: 52 }, NOW);
    await login({ initData });
    const [row] = await test.database.query<{ last: Date }>(
      'SELECT max(expires_at) AS last FROM telegram_logins',
    );
    expect(row?.last).toEqual(new Date(NOW.getTime() + 360_000));
    clock.advance(300_000);
    expect((await login({ initData })).userErrors[0]?.code).toBe('TOKEN_REUSED');
    clock.advance(1_000);
    expect((await login({ initData })).userErrors[0]?.code).toBe('TOKEN_EXPIRED');
    clock.set(NOW);
  });
});

describe('Telegram where it is not configured', () => {
  let bare: TestApp;
  let withIds: TestApp;

  beforeAll(async () => {
    bare = await TestApp.start();
    withIds = await TestApp.start({ env: { TELEGRAM_BOT_IDS: '110201543' } });
  });
  afterAll(async () => {
    await bare.stop();
    await withIds.stop();
  });

  it.each([
    ['loginWithTelegram', 'initData', { initData: 'x' }],
    ['loginWithTelegram', 'widget', { widget: widgetOf({ id: 1 }, NOW) }],
    ['linkTelegram', 'initData', { initData: 'x' }],
  ])('%s says so, given %s', async (name, field, input) => {
    const { token } = await bare.register(`${name}-${field}`);
    const { data } = await bare.graphql(
      `mutation ($input: TelegramLoginInput!) { ${name}(input: $input) { userErrors { code message field } } }`,
      { input },
      token,
    );
    expect(data[name].userErrors).toEqual([
      { code: 'CONFLICT', field: null, message: expect.stringContaining('TELEGRAM_BOT_TOKEN') },
    ]);
    expect(await bare.database.query("SELECT FROM audit_log WHERE action = 'auth.login_failed'")).toEqual([]);
  });

  it('checks a Mini App by the number of its bot alone, and no widget', async () => {
    const codes = [];
    for (const input of [
      { initData: initDataOf({ id: 1 }, new Date()) },
      { widget: widgetOf({ id: 1 }, new Date()) },
    ])
      codes.push((await withIds.graphql(LOGIN, { input })).data.loginWithTelegram.userErrors[0].code);
    expect(codes).toEqual(['INVALID_CREDENTIALS', 'CONFLICT']);
  });
});
