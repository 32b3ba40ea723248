import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { answerTo, login, refresh } from '../support/sign-in.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const DAY_MS = 86_400_000;

interface ListedSession {
  readonly id: string;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
}

describe('sessions', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
  });
  afterAll(() => test.stop());

  const sessions = async (token: string): Promise<ListedSession[]> => {
    const { data } = await test.graphql(
      '{ sessions { id createdAt lastUsedAt expiresAt ipAddress userAgent isCurrent } }',
      {},
      token,
    );
    return data.sessions as ListedSession[];
  };
  const logout = async (token: string, input: object): Promise<unknown> => {
    const { data } = await test.graphql(
      'mutation ($input: LogoutInput!) { logout(input: $input) { endedSessions userErrors { code } } }',
      { input },
      token,
    );
    return data.logout;
  };
  /** Signs in as a client that says what it is. */
  const loginWith = async (email: string, userAgent: string | null): Promise<string> => {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(userAgent !== null && { 'user-agent': userAgent }) },
      body: JSON.stringify({
        query: `mutation { login(input: {email: "${email}", password: "${PASSWORD}"}) { tokens { accessToken } } }`,
      }),
    });
    const { data } = (await response.json()) as { data: { login: { tokens: { accessToken: string } } } };
    return data.login.tokens.accessToken;
  };

  it('are listed with where they are from, the last used first', async () => {
    clock.set(NOW);
    const account = await test.register('listed');
    clock.advance(1_000);
    await loginWith(account.email, 'Telephone/1.0');
    clock.advance(1_000);
    const third = await loginWith(account.email, 'Laptop/2.0');
    clock.advance(1_000);
    await refresh(test, account.refreshToken);
    const at = (ms: number): string => new Date(NOW.getTime() + ms).toISOString();
    const common = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), ipAddress: '127.0.0.1' };
    const expected = [
      { ...common, createdAt: at(0), lastUsedAt: at(3_000), expiresAt: at(30 * DAY_MS + 3_000), userAgent: 'node', isCurrent: false },
      { ...common, createdAt: at(2_000), lastUsedAt: at(2_000), expiresAt: at(30 * DAY_MS + 2_000), userAgent: 'Laptop/2.0', isCurrent: true },
      { ...common, createdAt: at(1_000), lastUsedAt: at(1_000), expiresAt: at(30 * DAY_MS + 1_000), userAgent: 'Telephone/1.0', isCurrent: false },
    ]; // prettier-ignore
    expect(await sessions(third)).toEqual(expected);
    expect((await sessions(account.token)).map(({ isCurrent }) => isCurrent)).toEqual([true, false, false]);
  });

  it("are nobody else's to see", async () => {
    const [one, other] = [await test.register('private'), await test.register('curious')];
    const [mine, theirs] = [await sessions(one.token), await sessions(other.token)];
    expect([mine.length, theirs.length]).toEqual([1, 1]);
    expect(mine[0]?.id).not.toBe(theirs[0]?.id);
  });

  it('are not listed when they have ended, or run out', async () => {
    const account = await test.register('ending');
    const other = (await login(test, account.email, PASSWORD)).tokens!;
    await logout(account.token, { refreshToken: other.refreshToken });
    expect((await sessions(account.token)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
    clock.advance(30 * DAY_MS);
    const later = (await login(test, account.email, PASSWORD)).tokens!;
    expect((await sessions(later.accessToken)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
    clock.set(NOW);
  });

  describe('are ended', () => {
    const three = async (name: string) => {
      const account = await test.register(name);
      const second = (await login(test, account.email, PASSWORD)).tokens!;
      const third = (await login(test, account.email, PASSWORD)).tokens!;
      const states = () =>
        Promise.all(
          [account.token, second.accessToken, third.accessToken].map((token) => answerTo(test, token)),
        );
      return { account, second, third, states };
    };
    const ended = (endedSessions: number): object => ({ endedSessions, userErrors: [] });
    const [IN, OUT] = ['OK', 'UNAUTHENTICATED'];

    it('one by its refresh token, be it the own or another', async () => {
      const { account, second, states } = await three('one-by-one');
      expect(await logout(account.token, { refreshToken: second.refreshToken })).toEqual(ended(1));
      expect(await states()).toEqual([IN, OUT, IN]);
      expect(await logout(account.token, { refreshToken: second.refreshToken })).toEqual(ended(0));
      expect(await logout(account.token, { refreshToken: account.refreshToken, everywhere: false })).toEqual(
        ended(1),
      );
      expect(await states()).toEqual([OUT, OUT, IN]);
    });

    it('by a token of theirs that was exchanged already', async () => {
      const { account, second, states } = await three('by-a-spent-one');
      const { refreshToken } = (await refresh(test, second.refreshToken)).tokens!;
      expect(await logout(account.token, { refreshToken: second.refreshToken })).toEqual(ended(1));
      expect(await states()).toEqual([IN, OUT, IN]);
      expect((await refresh(test, refreshToken)).userErrors[0]?.code).toBe('TOKEN_INVALID');
    });

    it.each([
      ['without a token', {}],
      ['with null', { refreshToken: null, everywhere: null }],
      ['with everywhere', { everywhere: true }],
    ])('all of them: %s', async (name, input) => {
      const { account, states } = await three(name.replaceAll(' ', '-'));
      expect(await logout(account.token, input)).toEqual(ended(3));
      expect(await states()).toEqual([OUT, OUT, OUT]);
    });

    it('all of them, with everywhere beside a token, and the audit says how many', async () => {
      const { account, second, states } = await three('everywhere');
      expect(await logout(account.token, { refreshToken: second.refreshToken, everywhere: true })).toEqual(
        ended(3),
      );
      expect(await states()).toEqual([OUT, OUT, OUT]);
      expect(
        await test.database.query(
          "SELECT tenant_id, admin_user_id, changes FROM audit_log WHERE user_id = $1 AND action = 'auth.logout'",
          [account.userId],
        ),
      ).toEqual([
        { tenant_id: account.tenantId, admin_user_id: account.userId, changes: { endedSessions: [null, 3] } },
      ]);
    });

    it("by nobody else: another's token, and one that never was, end nothing", async () => {
      const { account, second, states } = await three('guarded');
      const stranger = await test.register('stranger');
      for (const refreshToken of [second.refreshToken, account.refreshToken, 'A'.repeat(43)])
        expect(await logout(stranger.token, { refreshToken })).toEqual(ended(0));
      expect(await states()).toEqual([IN, IN, IN]);
      expect(await answerTo(test, stranger.token)).toBe(IN);
      expect((await refresh(test, second.refreshToken)).userErrors).toEqual([]);
    });
  });
});
