import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';

const VIEWER = '{ viewer { user { id } } }';

describe('ASVS 7.2.4, 7.4.1: a session', () => {
  let test: TestApp;
  const clock = new FixedClock(new Date('2026-11-20T09:00:00Z'));

  beforeAll(async () => {
    test = await TestApp.start({ clock, worker: false });
  });
  afterAll(() => test.stop());

  interface Tokens {
    readonly accessToken: string;
    readonly refreshToken: string;
  }
  const refresh = async (refreshToken: string): Promise<{ tokens: Tokens | null; code?: string }> => {
    const { data } = await test.graphql(
      `mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { accessToken refreshToken } userErrors { code } } }`,
      { t: refreshToken },
    );
    const { tokens, userErrors } = data.refreshSession;
    return { tokens, code: userErrors[0]?.code };
  };
  const codeFor = async (token: string) =>
    (await test.graphql(VIEWER, {}, token)).errors?.[0]?.extensions.code;

  it('whose refresh token a thief used first ends for both, when its owner comes', async () => {
    const owner = await test.register('robbed');
    const thief = await refresh(owner.refreshToken);
    clock.advance(11_000);
    expect(await refresh(owner.refreshToken)).toEqual({ tokens: null, code: 'TOKEN_REUSED' });
    expect((await refresh(thief.tokens?.refreshToken ?? '')).code).toBe('TOKEN_INVALID');
    expect(await codeFor(thief.tokens?.accessToken ?? '')).toBe('UNAUTHENTICATED');
    expect(await codeFor(owner.token)).toBe('UNAUTHENTICATED');
  });

  it('whose owner was first ends for both, when the thief comes', async () => {
    const owner = await test.register('careful');
    const next = await refresh(owner.refreshToken);
    clock.advance(11_000);
    expect((await refresh(owner.refreshToken)).code).toBe('TOKEN_REUSED');
    expect(await codeFor(next.tokens?.accessToken ?? '')).toBe('UNAUTHENTICATED');
  });

  it('ends by the token before the one before, even within the grace', async () => {
    const owner = await test.register('grandparent');
    const second = await refresh(owner.refreshToken);
    const third = await refresh(second.tokens?.refreshToken ?? '');
    expect((await refresh(owner.refreshToken)).code).toBe('TOKEN_REUSED');
    expect((await refresh(third.tokens?.refreshToken ?? '')).code).toBe('TOKEN_INVALID');
  });

  it("ends no other session of its owner's, when it was stolen", async () => {
    const owner = await test.register('twofold');
    const other = await test.login(owner.email);
    await refresh(owner.refreshToken);
    clock.advance(11_000);
    await refresh(owner.refreshToken);
    expect(await codeFor(other)).toBeUndefined();
  });

  it('gives one successor to 40 who bring its token at once, and no second', async () => {
    const owner = await test.register('crowded');
    const answers = await Promise.all(Array.from({ length: 40 }, () => refresh(owner.refreshToken)));
    expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1);
    const rows = await test.database.query('SELECT FROM refresh_tokens WHERE user_id = $1', [owner.userId]);
    expect(rows).toHaveLength(2);
  });

  it('is a new one at every sign-in: none can be fixed beforehand', async () => {
    const owner = await test.register('fixed');
    const session = (token: string) =>
      (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
    const again = await test.graphql(
      `mutation ($email: String!) { login(input: {email: $email, password: "${PASSWORD}"}) { tokens { accessToken refreshToken } } }`,
      { email: owner.email },
      owner.token,
    );
    const { accessToken, refreshToken } = again.data.login.tokens as Tokens;
    expect(session(accessToken)).not.toBe(session(owner.token));
    expect(refreshToken).not.toBe(owner.refreshToken);
  });

  it("is not ended by a stranger's hand, who has got its refresh token", async () => {
    const owner = await test.register('kept');
    const stranger = await test.register('stranger');
    const { data } = await test.graphql(
      `mutation ($t: String!) { logout(input: {refreshToken: $t}) { endedSessions } }`,
      { t: owner.refreshToken },
      stranger.token,
    );
    expect(data.logout.endedSessions).toBe(0);
    expect(await codeFor(owner.token)).toBeUndefined();
    expect((await refresh(owner.refreshToken)).code).toBeUndefined();
  });

  it('is over at once and for ever when it was ended', async () => {
    const owner = await test.register('gone');
    await test.graphql('mutation { logout(input: {}) { endedSessions } }', {}, owner.token);
    expect(await codeFor(owner.token)).toBe('UNAUTHENTICATED');
    expect((await refresh(owner.refreshToken)).code).toBe('TOKEN_INVALID');
  });

  it('shows nobody but its owner that it is there', async () => {
    const owner = await test.register('private');
    const stranger = await test.register('curious');
    const ids = async (token: string) => {
      const { data } = await test.graphql('{ sessions { id } }', {}, token);
      return (data.sessions as { id: string }[]).map(({ id }) => id);
    };
    const [own] = await ids(owner.token);
    expect(own).toEqual(expect.any(String));
    expect(await ids(stranger.token)).not.toContain(own);
  });

  it.each([
    ['nothing', ''],
    ['a wildcard', '%'],
    ['SQL', "' OR '1'='1"],
    ['a hash of it', '0'.repeat(64)],
    ['an access token', 'ACCESS'],
    ['200 letters', 'A'.repeat(200)],
  ])('opens by no refresh token that is none: %s', async (_name, guess) => {
    const owner = await test.register(`guessed-${Buffer.from(_name).toString('hex')}`);
    const [stored] = await test.database.query<{ token: string }>(
      'SELECT token FROM refresh_tokens WHERE user_id = $1',
      [owner.userId],
    );
    const before = await fingerprintOf(test.database);
    const given = guess === 'ACCESS' ? owner.token.slice(0, 200) : guess;
    expect(await refresh(given)).toEqual({ tokens: null, code: 'TOKEN_INVALID' });
    // who has read the table has got nothing that opens
    expect(await refresh(stored?.token ?? '')).toEqual({ tokens: null, code: 'TOKEN_INVALID' });
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('does not lend its token to other purposes', async () => {
    const owner = await test.register('purposes');
    const before = await fingerprintOf(test.database);
    for (const field of [
      'verifyEmail(input: {token: $t})',
      'resetPassword(input: {token: $t, newPassword: "a wholly new password"})',
      'acceptInvitation(input: {token: $t, password: "a wholly new password"})',
    ]) {
      const mutation = `mutation ($t: String!) { answer: ${field} { userErrors { code } } }`;
      const { data } = await test.graphql(mutation, { t: owner.refreshToken });
      expect([field, data.answer.userErrors]).toEqual([field, [{ code: 'TOKEN_INVALID' }]]);
    }
    expect(await fingerprintOf(test.database)).toEqual(before);
  });
});
