import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { systemContext, type Context } from '../../src/platform/context/index.js';
import { Database, statement } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { PASSWORD, TestApp, type GraphqlAnswer } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { until } from '../support/program.js';
import { SecondApp } from '../support/second-app.js';

const NOW = new Date('2026-11-20T09:00:00Z');

describe('what a process knows of sessions', () => {
  let a: TestApp;
  let b: SecondApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    a = await TestApp.start({ clock });
    b = await SecondApp.start(a, clock);
  });
  afterAll(async () => {
    await b.stop();
    await a.stop();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const announcementsOf = ({ app }: { app: TestApp['app'] }): Announcements =>
    app.get(Announcements, { strict: false });
  const caughtUp = (): Promise<void> => announcementsOf(b).caughtUp();
  /** Changes something by process A, as a service does. */
  const byA = async (
    sql: string,
    values: unknown[],
    whom: { userId: string } | { tenantId: string },
  ): Promise<void> => {
    const database = a.app.get(Database, { strict: false });
    const ctx = systemContext('test');
    await database.write(ctx, async () => {
      await database.rows(ctx, statement<never>(sql), values);
      await announcementsOf(a).announce(ctx, 'access', whom);
    });
  };
  /** What B answers to whoever wants something that a VIEWER may not. */
  const askB = async (token: string): Promise<string> => {
    const { errors } = await b.graphql(
      'mutation { startSync(input: {}) { userErrors { code } } }',
      {},
      token,
    );
    return (errors?.[0]?.extensions.code ?? 'ALLOWED') as string;
  };
  const registerAt = async (name: string): Promise<Awaited<ReturnType<TestApp['register']>>> => {
    const account = await a.register(name);
    expect(await askB(account.token)).toBe('ALLOWED');
    return account;
  };

  it('changes with a deactivation by another process, at the next request', async () => {
    const { token, userId } = await registerAt('deactivated');
    await byA('UPDATE users SET is_active = false WHERE id = $1', [userId], { userId });
    await caughtUp();
    expect(await askB(token)).toBe('UNAUTHENTICATED');
  });

  it('changes with a role given by another process', async () => {
    const { token, userId } = await registerAt('demoted');
    await byA("UPDATE users SET role = 'VIEWER' WHERE id = $1", [userId], { userId });
    await caughtUp();
    expect(await askB(token)).toBe('FORBIDDEN');
  });

  it('changes with the suspension of a tenant by another process', async () => {
    const { token, tenantId } = await registerAt('suspended');
    const { token: neighbour } = await registerAt('neighbour');
    await byA('UPDATE tenants SET is_active = false WHERE id = $1', [tenantId], { tenantId });
    await caughtUp();
    expect([await askB(token), await askB(neighbour)]).toEqual(['TENANT_SUSPENDED', 'ALLOWED']);
  });

  it.each([
    ['logout', 'logout(input: {everywhere: true})', ['UNAUTHENTICATED', 'UNAUTHENTICATED']],
    [
      'a changed password',
      `changePassword(input: {currentPassword: "${PASSWORD}", newPassword: "another good one"})`,
      ['ALLOWED', 'UNAUTHENTICATED'],
    ],
  ])('changes with %s at another process', async (name, mutation, expected) => {
    const { token, email } = await registerAt(name.replaceAll(' ', '-'));
    const other = await a.login(email);
    expect(await askB(other)).toBe('ALLOWED');
    const { data } = await a.graphql(`mutation { ${mutation} { userErrors { code } } }`, {}, token);
    expect(Object.values(data as object)).toEqual([{ userErrors: [] }]);
    await caughtUp();
    expect([await askB(token), await askB(other)]).toEqual(expected);
  });

  it('changes with the theft of a session, noticed by another process', async () => {
    const { token, refreshToken } = await registerAt('stolen');
    const refresh = (): Promise<GraphqlAnswer> =>
      a.graphql(
        'mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { userErrors { code } } }',
        {
          t: refreshToken,
        },
      );
    await refresh();
    expect(await askB(token)).toBe('ALLOWED');
    clock.advance(10_001);
    expect((await refresh()).data.refreshSession.userErrors).toEqual([{ code: 'TOKEN_REUSED' }]);
    await caughtUp();
    expect(await askB(token)).toBe('UNAUTHENTICATED');
  });

  it('is ten seconds old at most, when nobody has announced the change', async () => {
    const { token, userId } = await registerAt('unannounced');
    await a.database.query('UPDATE users SET is_active = false WHERE id = $1', [userId]);
    clock.advance(9_999);
    expect(await askB(token)).toBe('ALLOWED');
    clock.advance(1);
    expect(await askB(token)).toBe('UNAUTHENTICATED');
  });

  it('is not trusted from the moment at which announcements may have been missed', async () => {
    const { token, userId } = await registerAt('unheard');
    await a.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'stock-tracker-listener' AND datname = current_database()`,
    );
    await until(() => !announcementsOf(b).hearing);
    await a.database.query('UPDATE users SET is_active = false WHERE id = $1', [userId]);
    expect(await askB(token)).toBe('UNAUTHENTICATED');
    await a.database.query('UPDATE users SET is_active = true WHERE id = $1', [userId]);
    expect(await askB(token)).toBe('ALLOWED');
    await until(() => announcementsOf(b).hearing && announcementsOf(a).hearing);
    expect(await askB(token)).toBe('ALLOWED');
    await byA('UPDATE users SET is_active = false WHERE id = $1', [userId], { userId });
    await caughtUp();
    expect(await askB(token)).toBe('UNAUTHENTICATED');
  });

  it('costs no statement from the second request on', async () => {
    const { token } = await a.register('counted');
    const rows = jest.spyOn(Database.prototype, 'rows');
    const statements = (): number =>
      rows.mock.calls.filter(([ctx]: [Context, ...unknown[]]) => ctx.kind !== 'system' || ctx.purpose === 'session state').length; // prettier-ignore
    // introspection of the type's name reads nothing: what is counted is what authorization costs
    const ask = (): Promise<GraphqlAnswer> => a.graphql('{ __typename }', {}, token);
    await ask();
    expect(statements()).toBe(1);
    for (let i = 0; i < 20; i++) await ask();
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(statements()).toBe(1);
    clock.advance(10_000);
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(statements()).toBe(2);
  });
});
