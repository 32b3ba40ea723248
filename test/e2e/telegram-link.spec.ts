import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { BOT_TOKEN, initDataOf, widgetOf } from '../support/telegram.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const LINK = `mutation ($input: TelegramLoginInput!) {
  linkTelegram(input: $input) { user { id telegramId telegramUsername } userErrors { code message field } }
}`;
const LOGIN = `mutation ($input: TelegramLoginInput!) {
  loginWithTelegram(input: $input) { viewer { user { id email } } userErrors { code } }
}`;

interface Linked {
  readonly user: object | null;
  readonly userErrors: readonly { readonly code: string }[];
}

interface SignedIn {
  readonly viewer: { readonly user: { readonly id: string } };
}

describe('linking Telegram', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), env: { TELEGRAM_BOT_TOKEN: BOT_TOKEN } });
  });
  afterAll(() => test.stop());

  const link = async (token: string, input: object): Promise<Linked> =>
    (await test.graphql(LINK, { input }, token)).data.linkTelegram as Linked;
  const login = async (input: object): Promise<SignedIn> =>
    (await test.graphql(LOGIN, { input })).data.loginWithTelegram as SignedIn;
  /** What is known of an account, and what was written about it. */
  const state = async (userId: string): Promise<{ account: unknown; audit: unknown; notices: unknown }> => {
    const [account] = await test.database.query(
      'SELECT telegram_id, telegram_username, updated_at FROM users WHERE id = $1',
      [userId],
    );
    const audit = await test.database.query(
      `SELECT action, changes FROM audit_log WHERE user_id = $1 AND admin_user_id = $1 AND action LIKE '%telegram%'
       ORDER BY created_at, id`,
      [userId],
    );
    const notices = await test.database.query(
      "SELECT data FROM notifications WHERE user_id = $1 AND type = 'SECURITY'",
      [userId],
    );
    return { account, audit, notices };
  };
  const conflict = (words: string): object => ({
    user: null,
    userErrors: [{ code: 'CONFLICT', field: null, message: expect.stringContaining(words) }],
  });

  it('lets its owner sign in by Telegram too, who is told of it', async () => {
    const account = await test.register('linked');
    const answer = await link(account.token, { widget: widgetOf({ id: 61, username: 'me' }, NOW) });
    expect(answer).toEqual({
      user: { id: account.userId, telegramId: '61', telegramUsername: 'me' },
      userErrors: [],
    });
    expect(await state(account.userId)).toEqual({
      account: { telegram_id: '61', telegram_username: 'me', updated_at: NOW },
      audit: [{ action: 'user.telegram_linked', changes: { telegramId: [null, '61'] } }],
      notices: [{ data: { kind: 'TELEGRAM_LINKED' } }],
    });
    expect(await login({ initData: initDataOf({ id: 61 }, NOW) })).toEqual({
      viewer: { user: { id: account.userId, email: account.email } },
      userErrors: [],
    });
  });

  it('changes nothing when it is the same again', async () => {
    const { token, userId } = await test.register('same');
    await link(token, { widget: widgetOf({ id: 62, first_name: 'A', username: 'once' }, NOW) });
    const before = await state(userId);
    const again = await link(token, { initData: initDataOf({ id: 62, username: 'twice' }, NOW) });
    expect(again).toMatchObject({ user: { telegramId: '62', telegramUsername: 'once' }, userErrors: [] });
    expect(await state(userId)).toEqual(before);
  });

  it("leaves alone what is another account's, or would be a second one", async () => {
    const { viewer } = await login({ initData: initDataOf({ id: 63, first_name: 'Owner' }, NOW) });
    const { token, userId } = await test.register('latecomer');
    const before = await state(userId);
    expect(await link(token, { widget: widgetOf({ id: 63 }, NOW) })).toEqual(conflict('loginWithTelegram'));
    expect(await state(userId)).toEqual(before);

    await link(token, { widget: widgetOf({ id: 64 }, NOW) });
    const linked = await state(userId);
    expect(await link(token, { widget: widgetOf({ id: 65 }, NOW) })).toEqual(
      conflict('Another Telegram account'),
    );
    expect(await state(userId)).toEqual(linked);
    // a proof that was refused for nothing it proves is not spent
    expect((await login({ widget: widgetOf({ id: 63 }, NOW) })).viewer.user.id).toBe(viewer.user.id);
  });

  it('gives one Telegram account to one of two who want it at once', async () => {
    const [one, other] = [await test.register('hasty'), await test.register('hastier')];
    const answers = await Promise.all([
      link(one.token, { widget: widgetOf({ id: 66 }, NOW) }),
      link(other.token, { initData: initDataOf({ id: 66 }, NOW) }),
    ]);
    const codes = answers.flatMap(({ userErrors }) => userErrors).map(({ code }) => code);
    expect(codes).toEqual(['CONFLICT']);
    expect(await test.database.query('SELECT FROM users WHERE telegram_id = 66')).toHaveLength(1);
  });

  it('writes down who has tried with what proves nothing, or was used before', async () => {
    const { token, userId } = await test.register('failing');
    const used = initDataOf({ id: 67 }, NOW);
    await login({ initData: used });
    const answers = [
      await link(token, { initData: used }),
      await link(token, { widget: { ...widgetOf({ id: 67 }, NOW), id: '68' } }),
    ];
    expect(answers.map(({ user, userErrors }) => [user, userErrors[0]?.code])).toEqual([
      [null, 'TOKEN_REUSED'],
      [null, 'INVALID_CREDENTIALS'],
    ]);
    const { account, audit, notices } = await state(userId);
    expect([account, audit, notices]).toEqual([
      { telegram_id: null, telegram_username: null, updated_at: NOW },
      Array(2).fill({ action: 'user.telegram_link_failed', changes: null }),
      [],
    ]);
  });

  it('is for whoever is signed in', async () => {
    const input = { widget: widgetOf({ id: 69 }, NOW) };
    const { errors } = await test.graphql(LINK, { input });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await test.database.query('SELECT FROM users WHERE telegram_id = 69')).toEqual([]);
  });
});
