import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { answerTo, login, refresh, type Tokens } from '../support/sign-in.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const REUSED = { tokens: null, userErrors: [{ code: 'TOKEN_REUSED', field: ['refreshToken'] }] };
const INVALID = { tokens: null, userErrors: [{ code: 'TOKEN_INVALID', field: ['refreshToken'] }] };

describe('refresh tokens', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
  });
  afterAll(() => test.stop());

  const renew = async (token: string): Promise<Tokens> => (await refresh(test, token)).tokens!;
  /** Of a user, in order: tokens, what was audited of reuse, and what the user was told. */
  const traces = async (userId: string): Promise<{ tokens: number; audit: object[]; notices: object[] }> => {
    const of = (sql: string): Promise<object[]> => test.database.query(sql, [userId]);
    return {
      tokens: (await of('SELECT FROM refresh_tokens WHERE user_id = $1')).length,
      audit: await of(
        `SELECT tenant_id, admin_user_id, entity_type, entity_id FROM audit_log
         WHERE user_id = $1 AND action = 'auth.refresh_token_reused'`,
      ),
      notices: await of('SELECT type, is_read, data FROM notifications WHERE user_id = $1'),
    };
  };

  it('are exchanged once, however many come at once: 40 get the same successor', async () => {
    const { refreshToken, userId } = await test.register('forty');
    const answers = await Promise.all(Array.from({ length: 40 }, () => refresh(test, refreshToken)));
    const successors = answers.map(({ tokens, userErrors }) => tokens?.refreshToken ?? userErrors[0]?.code);
    expect(successors).toEqual(Array(40).fill(expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)));
    expect(new Set(successors).size).toBe(1);
    expect(await traces(userId)).toEqual({ tokens: 2, audit: [], notices: [] });
    expect((await refresh(test, successors[0]!)).userErrors).toEqual([]);
  });

  it('give the same successor again for ten seconds, and not a millisecond longer', async () => {
    const { refreshToken, userId } = await test.register('graceful');
    const { refreshToken: successor } = await renew(refreshToken);
    clock.advance(10_000);
    expect((await renew(refreshToken)).refreshToken).toBe(successor);
    expect((await traces(userId)).tokens).toBe(2);
    clock.advance(1);
    expect(await refresh(test, refreshToken)).toEqual(REUSED);
    expect(await refresh(test, successor)).toEqual(INVALID);
  });

  it('end their session when one comes that was exchanged twice over, even within ten seconds', async () => {
    const { refreshToken: grandparent, token } = await test.register('grandparent');
    const { refreshToken: parent } = await renew(grandparent);
    const { refreshToken: live, accessToken } = await renew(parent);
    expect(await refresh(test, grandparent)).toEqual(REUSED);
    expect([await refresh(test, parent), await refresh(test, live)]).toEqual([INVALID, INVALID]);
    expect([await answerTo(test, token), await answerTo(test, accessToken)]).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
  });

  it('that were stolen are worth nothing to either of the two who have them', async () => {
    const account = await test.register('robbed');
    const thief = await renew(account.refreshToken);
    expect(await answerTo(test, thief.accessToken)).toBe('OK');
    clock.advance(10_001);
    expect(await refresh(test, account.refreshToken)).toEqual(REUSED);
    expect(await answerTo(test, thief.accessToken)).toBe('UNAUTHENTICATED');
    expect(await answerTo(test, account.token)).toBe('UNAUTHENTICATED');
    expect(await refresh(test, thief.refreshToken)).toEqual(INVALID);
    expect(await refresh(test, account.refreshToken)).toEqual(INVALID);
  });

  it('tell their owner and the audit of a reuse, once, and leave other sessions alone', async () => {
    const account = await test.register('told');
    // while it is the only one
    const [session] = await test.database.query<{ id: string }>(
      'SELECT family_id AS id FROM refresh_tokens WHERE user_id = $1',
      [account.userId],
    );
    const other = (await login(test, account.email, PASSWORD)).tokens!;
    await renew(account.refreshToken);
    clock.advance(10_001);
    for (const expected of [REUSED, INVALID])
      expect(await refresh(test, account.refreshToken)).toEqual(expected);
    expect(await traces(account.userId)).toEqual({
      tokens: 3,
      audit: [
        { tenant_id: account.tenantId, admin_user_id: null, entity_type: 'session', entity_id: session?.id },
      ],
      notices: [
        {
          type: 'SECURITY',
          is_read: false,
          data: { kind: 'REFRESH_TOKEN_REUSED', sessionId: session?.id, ipAddress: '127.0.0.1' },
        },
      ],
    });
    expect(await answerTo(test, other.accessToken)).toBe('OK');
    expect((await refresh(test, other.refreshToken)).userErrors).toEqual([]);
  });

  it('that never were tell nothing', async () => {
    const before = await test.database.query('SELECT count(*) FROM audit_log');
    expect(await refresh(test, 'A'.repeat(43))).toEqual(INVALID);
    expect(await refresh(test, '')).toEqual(INVALID);
    expect(await test.database.query('SELECT count(*) FROM audit_log')).toEqual(before);
  });
});
