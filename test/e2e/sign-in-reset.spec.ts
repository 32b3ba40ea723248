import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { Worker } from '../../src/platform/jobs/worker.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { mailsIn, tokenOf } from '../support/mail.js';
import { until } from '../support/program.js';
import { answerTo, login, refresh, type UserErrorAnswer } from '../support/sign-in.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const HOUR_MS = 3_600_000;
const NEW = 'a better horse battery';

interface Answer {
  readonly user: { readonly email: string; readonly isVerified: boolean } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

describe('mails about an account', () => {
  let test: TestApp;
  let outbox: string;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock, env: { PUBLIC_URL: 'https://panel.example.com' } });
    outbox = test.settings.mail.outboxDir;
    await test.app.get(Worker, { strict: false }).start();
  });
  afterAll(async () => {
    await test.stop();
    await rm(outbox, { recursive: true, force: true });
  });
  beforeEach(async () => {
    clock.set(NOW);
    await rm(outbox, { recursive: true, force: true });
  });

  const request = async (email: string): Promise<unknown> => {
    const { data } = await test.graphql(
      'mutation ($email: String!) { requestPasswordReset(input: {email: $email}) { accepted userErrors { code } } }',
      { email },
    );
    return data.requestPasswordReset;
  };
  const reset = async (token: string, newPassword = NEW): Promise<Answer> => {
    const { data } = await test.graphql(
      `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { user { email isVerified } userErrors { code field } } }`,
      { input: { token, newPassword } },
    );
    return data.resetPassword as Answer;
  };
  const verify = async (token: string): Promise<Answer> => {
    const { data } = await test.graphql(
      `mutation ($token: String!) { verifyEmail(input: {token: $token}) { user { email isVerified } userErrors { code field } } }`,
      { token },
    );
    return data.verifyEmail as Answer;
  };
  const refusal = (code: string, field = 'token'): Answer => ({
    user: null,
    userErrors: [{ code, field: [field] }],
  });
  /** Registers somebody, whose first mail asks for a proof of the address. @returns its token too */
  const registered = async (name: string) => {
    const account = await test.register(name);
    const [mail] = await mailsIn(outbox, 1);
    await rm(outbox, { recursive: true, force: true });
    return { account, mail: mail!, token: tokenOf(mail!) };
  };
  const resetToken = async (email: string): Promise<string> => {
    await request(email);
    const mails = await mailsIn(outbox, 1);
    await rm(outbox, { recursive: true, force: true });
    return tokenOf(mails[0]!);
  };
  const openJobs = (): Promise<object[]> =>
    test.database.query(
      "SELECT FROM pgboss.job WHERE name IN ('account-mail', 'delivery') AND state < 'completed'",
    );
  const stored = (userId: string): Promise<object[]> =>
    test.database.query('SELECT password_hash, token_version, is_verified FROM users WHERE id = $1', [
      userId,
    ]);

  it('prove the address, once, whoever opens them', async () => {
    const { account, mail, token } = await registered('proving');
    expect(mail.headers).toMatchObject({
      to: account.email,
      from: expect.stringContaining('no-reply@stock-tracker.example'),
      date: 'Fri, 20 Nov 2026 09:00:00 +0000',
      'auto-submitted': 'auto-generated',
      'message-id': expect.stringMatching(/^<[0-9a-f-]{36}@stock-tracker\.example>$/),
    });
    expect(mail.text).toContain(`https://panel.example.com/verify-email#token=${token}`);
    expect(await verify(token)).toEqual({ user: { email: account.email, isVerified: true }, userErrors: [] });
    expect(await verify(token)).toEqual(refusal('TOKEN_INVALID'));
    expect(
      await test.database.query(
        "SELECT admin_user_id FROM audit_log WHERE user_id = $1 AND action = 'user.email_verified'",
        [account.userId],
      ),
    ).toEqual([{ admin_user_id: account.userId }]);
  });

  it('prove nothing after 7 days, or of an address that was given up', async () => {
    const { account, token } = await registered('late');
    const before = await stored(account.userId);
    clock.set(new Date(NOW.getTime() + 7 * 24 * HOUR_MS));
    expect(await verify(token)).toEqual(refusal('TOKEN_EXPIRED'));
    clock.set(new Date(NOW.getTime() + 7 * 24 * HOUR_MS - 1));
    await test.database.query("UPDATE users SET email = 'moved@example.com' WHERE id = $1", [account.userId]);
    expect(await verify(token)).toEqual(refusal('TOKEN_INVALID'));
    expect(await stored(account.userId)).toEqual(before);
  });

  it('set a password once, and end every session; the address is proved by it', async () => {
    const { account } = await registered('forgetful');
    expect(await request('Forgetful@Example.com')).toEqual({ accepted: true, userErrors: [] });
    const [mail] = await mailsIn(outbox, 1);
    const token = tokenOf(mail!);
    expect(mail?.headers.to).toBe(account.email);
    expect(mail?.text).toContain(`https://panel.example.com/reset-password#token=${token}`);

    expect(await reset(token)).toEqual({ user: { email: account.email, isVerified: true }, userErrors: [] });
    expect(await answerTo(test, account.token)).toBe('UNAUTHENTICATED');
    expect((await refresh(test, account.refreshToken)).userErrors[0]?.code).toBe('TOKEN_INVALID');
    expect((await login(test, account.email, PASSWORD)).userErrors[0]?.code).toBe('INVALID_CREDENTIALS');
    expect((await login(test, account.email, NEW)).userErrors).toEqual([]);
    const after = await stored(account.userId);
    expect(await reset(token, 'a third good password')).toEqual(refusal('TOKEN_INVALID'));
    expect(await stored(account.userId)).toEqual(after);
    expect(
      await test.database.query(
        "SELECT admin_user_id, changes FROM audit_log WHERE user_id = $1 AND action = 'auth.password_reset'",
        [account.userId],
      ),
    ).toEqual([{ admin_user_id: account.userId, changes: null }]);
    expect(
      await test.database.query('SELECT data FROM notifications WHERE user_id = $1', [account.userId]),
    ).toEqual([{ data: { kind: 'PASSWORD_CHANGED' } }]);
  });

  it('set no password after an hour, and change nothing', async () => {
    const { account } = await registered('slow');
    const token = await resetToken(account.email);
    const before = await stored(account.userId);
    clock.set(new Date(NOW.getTime() + HOUR_MS));
    expect(await reset(token)).toEqual(refusal('TOKEN_EXPIRED'));
    expect(await stored(account.userId)).toEqual(before);
    clock.set(new Date(NOW.getTime() + HOUR_MS - 1));
    // what is wrong with the password does not spend the token
    expect(await reset(token, account.email)).toEqual(refusal('INVALID', 'newPassword'));
    expect((await reset(token)).userErrors).toEqual([]);
  });

  it('set no password by the token of another purpose, nor after a change of it', async () => {
    const { account, token: verification } = await registered('mixing');
    const before = await stored(account.userId);
    expect(await reset(verification)).toEqual(refusal('TOKEN_INVALID'));
    const token = await resetToken(account.email);
    expect(await verify(token)).toEqual(refusal('TOKEN_INVALID'));
    expect(await stored(account.userId)).toEqual(before);
    const { data } = await test.graphql(
      `mutation { changePassword(input: {currentPassword: "${PASSWORD}", newPassword: "yet another password"}) { userErrors { code } } }`,
      {},
      account.token,
    );
    expect(data.changePassword.userErrors).toEqual([]);
    expect(await reset(token)).toEqual(refusal('TOKEN_INVALID'));
  });

  it('give the password to one of many who bring the token at once', async () => {
    const { account } = await registered('crowded');
    const token = await resetToken(account.email);
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, i) => reset(token, `good password number ${i}`)),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array(3).fill({ code: 'TOKEN_INVALID', field: ['token'] }),
    );
  });

  it('are asked for alike of a known and an unknown address, and go to nobody but the known one', async () => {
    const { account } = await registered('alike');
    const { account: off } = await registered('switched-off');
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [off.userId]);
    const answers = [];
    for (const email of ['nobody@example.com', off.email, 'user_7@telegram.bot', account.email])
      answers.push(await request(email));
    expect(answers).toEqual(Array(4).fill({ accepted: true, userErrors: [] }));
    await until(async () => (await openJobs()).length === 0);
    expect((await mailsIn(outbox, 1)).map(({ headers }) => headers.to)).toEqual([account.email]);
  });
});
