import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '../../src/platform/access/index.js';
import { RequestContexts, systemContext } from '../../src/platform/context/index.js';
import { AccessTokenSigner } from '../../src/platform/crypto/access-token.js';
import { Database, statement } from '../../src/platform/database/index.js';
import { Announcements } from '../../src/platform/events/index.js';
import { Mails, type DeliveryJob } from '../../src/platform/mail/mails.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const MINUTE_MS = 60_000;

const IMPERSONATE = `mutation ($userId: ID!, $reason: String!) {
  impersonateUser(input: {userId: $userId, reason: $reason}) {
    tokens { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt }
    viewer { user { id } tenant { id } permissions impersonatedBy { id } }
    userErrors { code message field }
  }
}`;
const VIEWER = `{ viewer {
  user { id email } tenant { id } permissions
  impersonatedBy { id email fullName phone telegramId tenant { id } isAdmin }
} }`;

type Account = Awaited<ReturnType<TestApp['register']>>;

describe('impersonation', () => {
  let test: TestApp;
  let admin: Account;
  let member: Account;
  let serial = 0;
  let telegramId = 1_000;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    serial += 1;
    clock.advance(60 * MINUTE_MS); // nothing that the test before has left in a cache
    member = await test.register(`member${serial}`);
    admin = await administrator(`admin${serial}`);
  });

  async function administrator(name: string): Promise<Account> {
    const account = await test.register(name);
    await set(account, `is_admin = true, phone = '+7 900 000-00-00', telegram_id = ${(telegramId += 1)}`);
    await announce({ userId: account.userId });
    return account;
  }

  async function set({ userId }: Account, change: string): Promise<void> {
    await test.database.query(`UPDATE users SET ${change} WHERE id = $1`, [userId]);
  }

  const impersonate = (userId: string, reason = 'their stock looks odd', token = admin.token) =>
    test.graphql(IMPERSONATE, { userId, reason }, token);

  async function impersonated(whom = member): Promise<string> {
    const { data } = await impersonate(whom.userId);
    return data.impersonateUser.tokens.accessToken as string;
  }

  const codeOf = async (query: string, token: string) =>
    (await test.graphql(query, {}, token)).errors?.[0]?.extensions.code ?? null;

  const written = () =>
    test.database.query(
      `SELECT (SELECT count(*) FROM impersonations) AS sessions, (SELECT count(*) FROM audit_log) AS audit,
         (SELECT count(*) FROM notifications) AS notifications, (SELECT count(*) FROM refresh_tokens) AS tokens`,
    );

  it('shows the administrator what the member sees, for half an hour', async () => {
    const { data } = await impersonate(member.userId);
    const { tokens, viewer, userErrors } = data.impersonateUser;
    const end = new Date(clock.now().getTime() + 30 * MINUTE_MS).toISOString();
    expect(userErrors).toEqual([]);
    expect(new Date(tokens.accessTokenExpiresAt as string).toISOString()).toBe(end);
    expect(tokens.refreshTokenExpiresAt).toBe(tokens.accessTokenExpiresAt);
    expect(viewer).toEqual({
      user: { id: member.userId },
      tenant: { id: member.tenantId },
      permissions: expect.any(Array),
      impersonatedBy: { id: admin.userId },
    });

    clock.advance(30 * MINUTE_MS - 1);
    const seen = await test.graphql(VIEWER, {}, tokens.accessToken as string);
    expect(seen.data.viewer).toMatchObject({ user: { id: member.userId, email: member.email } });
    clock.advance(1);
    expect(await codeOf(VIEWER, tokens.accessToken as string)).toBe('UNAUTHENTICATED');
  });

  it("has the member's reading permissions, and never those of an administrator", async () => {
    const { data } = await test.graphql(VIEWER, {}, await impersonated());
    expect([...(data.viewer.permissions as string[])].sort()).toEqual([
      'ANALYTICS_READ',
      'AUDIT_READ',
      'BILLING_READ',
      'CATALOG_READ',
      'MEMBERS_READ',
      'NOTIFICATIONS_READ',
      'SALES_READ',
      'STOCK_READ',
      'TENANT_READ',
    ]);
  });

  it('names the administrator, without how to reach them', async () => {
    const { data } = await test.graphql(VIEWER, {}, await impersonated());
    expect(data.viewer.impersonatedBy).toEqual({
      id: admin.userId,
      email: admin.email,
      fullName: null,
      phone: null,
      telegramId: null,
      tenant: null,
      isAdmin: true,
    });
    expect((await test.graphql(VIEWER, {}, member.token)).data.viewer.impersonatedBy).toBeNull();
  });

  it('is written down in the tenant of the member, who is told', async () => {
    const { data } = await impersonate(member.userId, 'asked to by ticket 17');
    const expiresAt = new Date(data.impersonateUser.tokens.accessTokenExpiresAt as string).toISOString();
    const [session] = await test.database.query<{ id: string }>(
      'SELECT id, admin_user_id, reason, expires_at FROM impersonations WHERE user_id = $1',
      [member.userId],
    );
    expect(session).toEqual({
      id: expect.any(String),
      admin_user_id: admin.userId,
      reason: 'asked to by ticket 17',
      expires_at: new Date(expiresAt),
    });
    expect(
      await test.database.query(
        `SELECT user_id, admin_user_id, action, entity_type, entity_id, changes FROM audit_log
         WHERE tenant_id = $1 AND action = 'auth.impersonate'`,
        [member.tenantId],
      ),
    ).toEqual([
      {
        user_id: member.userId,
        admin_user_id: admin.userId,
        action: 'auth.impersonate',
        entity_type: 'session',
        entity_id: session?.id,
        changes: { reason: [null, 'asked to by ticket 17'], expiresAt: [null, expiresAt] },
      },
    ]);
    const mails = await test.database.query<{ data: DeliveryJob }>(
      `SELECT data FROM pgboss.job WHERE name = 'delivery'`,
    );
    const written = mails.map(({ data: job }) => test.app.get(Mails, { strict: false }).open(job));
    expect(written.filter(({ to }) => to === member.email)).toMatchObject([
      { subject: 'Администратор платформы смотрит ваши данные' },
    ]);
    expect(
      await test.database.query('SELECT user_id, type, data FROM notifications WHERE tenant_id = $1', [
        member.tenantId,
      ]),
    ).toEqual([
      {
        user_id: member.userId,
        type: 'SECURITY',
        data: {
          kind: 'IMPERSONATED',
          sessionId: session?.id,
          reason: 'asked to by ticket 17',
          expiresAt,
        },
      },
    ]);
  });

  it('can not be renewed', async () => {
    const { data } = await impersonate(member.userId);
    const before = await test.database.query('SELECT count(*) FROM refresh_tokens');
    const { refreshToken } = data.impersonateUser.tokens;
    expect(refreshToken).toMatch(/^[\w-]{43}$/);
    const renewed = await test.graphql(
      'mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { accessToken } userErrors { code } } }',
      { t: refreshToken },
    );
    expect(renewed.data.refreshSession).toEqual({ tokens: null, userErrors: [{ code: 'TOKEN_INVALID' }] });
    expect(await test.database.query('SELECT count(*) FROM refresh_tokens')).toEqual(before);
  });

  it.each([
    ['logout', 'mutation { logout(input: {}) { endedSessions } }'],
    ['a change', `mutation { startSync(input: {}) { userErrors { code } } }`],
    [
      'a public mutation',
      'mutation { login(input: {email: "a@example.com", password: "x"}) { userErrors { code } } }',
    ],
    [
      'the password',
      'mutation { changePassword(input: {newPassword: "another fine one"}) { userErrors { code } } }',
    ],
    [
      'another impersonation',
      'mutation { impersonateUser(input: {userId: "01a20556-0000-7000-8000-000000000000", reason: "x"}) { userErrors { code } } }',
    ],
  ])('changes nothing: %s is refused', async (_name, mutation) => {
    const token = await impersonated();
    const before = await written();
    expect(await codeOf(mutation, token)).toBe('FORBIDDEN');
    expect(await written()).toEqual(before);
  });

  it('makes the rest of its own request read-only too', async () => {
    const { data, errors } = await test.graphql(
      `mutation ($userId: ID!) {
        impersonateUser(input: {userId: $userId, reason: "x"}) { userErrors { code } }
        again: impersonateUser(input: {userId: $userId, reason: "x"}) { userErrors { code } }
      }`,
      { userId: member.userId },
      admin.token,
    );
    expect(data).toBeNull();
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['again'], 'FORBIDDEN'],
    ]);
    const made = await test.database.query('SELECT FROM impersonations WHERE user_id = $1', [member.userId]);
    expect(made).toHaveLength(1);
  });

  it("lets nobody through the database either: the member's transactions are read-only", async () => {
    const token = await impersonated();
    const contexts = test.app.get(RequestContexts, { strict: false });
    const ctx = await contexts.fromHttp({ ip: '127.0.0.1', headers: { authorization: `Bearer ${token}` } });
    if (ctx.kind !== 'caller') throw new Error('not signed in');
    const database = test.app.get(Database, { strict: false });
    const rename = statement<never>(`UPDATE users SET full_name = 'changed' WHERE id = $1`);
    await expect(
      database.write(ctx, () => database.rows(ctx, rename, [member.userId])),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('is refused to whoever is no administrator', async () => {
    const before = await written();
    const { errors } = await impersonate(member.userId, 'x', member.token);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await written()).toEqual(before);
  });

  it('is refused of another administrator, of oneself, of nobody', async () => {
    const other = await administrator(`other${serial}`);
    const before = await written();
    const nobody = '01a20556-0000-7000-8000-000000000000';
    for (const [userId, code] of [
      [other.userId, 'FORBIDDEN'],
      [admin.userId, 'FORBIDDEN'],
      [admin.userId.toUpperCase(), 'FORBIDDEN'],
      [nobody, 'NOT_FOUND'],
    ] as const) {
      const { data } = await impersonate(userId);
      expect(data.impersonateUser).toMatchObject({
        tokens: null,
        viewer: null,
        userErrors: [{ code, field: ['userId'] }],
      });
    }
    expect(await written()).toEqual(before);
  });

  it('is refused where nobody could sign in', async () => {
    const before = await written();
    await set(member, 'is_active = false');
    expect((await impersonate(member.userId)).data.impersonateUser.userErrors[0].code).toBe(
      'ACCOUNT_DISABLED',
    );
    await set(member, 'is_active = true');
    await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [member.tenantId]);
    expect((await impersonate(member.userId)).data.impersonateUser.userErrors[0].code).toBe(
      'TENANT_SUSPENDED',
    );
    expect(await written()).toEqual(before);
  });

  it.each([
    ['no text', ''],
    ['white space', '   '],
    ['what nobody sees', '\u200b'],
    ['more than 500 characters', 'x'.repeat(501)],
  ])('wants a reason: %s is none', async (_what, reason) => {
    const before = await written();
    const { data } = await impersonate(member.userId, reason);
    expect(data.impersonateUser.userErrors).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'INVALID', field: ['reason'] })]),
    );
    expect(await written()).toEqual(before);
  });

  /** As whoever makes such a change tells it. */
  async function announce(whom: { userId: string } | { tenantId: string }): Promise<void> {
    const ctx = systemContext('test');
    const announcements = test.app.get(Announcements, { strict: false });
    await test.app
      .get(Database, { strict: false })
      .write(ctx, () => announcements.announce(ctx, 'access', whom));
  }

  async function change(whom: Account, columns: string): Promise<void> {
    await set(whom, columns);
    await announce({ userId: whom.userId });
  }

  async function suspend({ tenantId }: Account): Promise<void> {
    await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [tenantId]);
    await announce({ tenantId });
  }

  const signOut = () => test.graphql('mutation { logout(input: {}) { endedSessions } }', {}, admin.token);

  const ends: [string, () => Promise<unknown>, string][] = [
    ['the administrator is one no more', () => change(admin, 'is_admin = false'), 'UNAUTHENTICATED'],
    ['the administrator is deactivated', () => change(admin, 'is_active = false'), 'UNAUTHENTICATED'],
    ['the tenant of the administrator is suspended', () => suspend(admin), 'UNAUTHENTICATED'],
    ['the administrator signs out', signOut, 'UNAUTHENTICATED'],
    ["the administrator's sessions end", () => change(admin, 'token_version = 7'), 'UNAUTHENTICATED'],
    ['the member becomes an administrator', () => change(member, 'is_admin = true'), 'UNAUTHENTICATED'],
    ['the member is deactivated', () => change(member, 'is_active = false'), 'UNAUTHENTICATED'],
    ['the tenant of the member is suspended', () => suspend(member), 'TENANT_SUSPENDED'],
  ];
  it.each(ends)('ends at once when %s', async (_when, happens, code) => {
    const token = await impersonated();
    expect(await codeOf(VIEWER, token)).toBeNull();
    await happens();
    expect(await codeOf(VIEWER, token)).toBe(code);
  });

  it("does not end the member's own session, nor count among theirs", async () => {
    await impersonated();
    const { data } = await test.graphql('{ sessions { id } viewer { permissions } }', {}, member.token);
    expect(data.sessions).toHaveLength(1);
    expect(data.viewer.permissions).toContain('TENANT_WRITE');
  });

  it('is believed in a token that says who acts, and in no other', async () => {
    await impersonated();
    const [session] = await test.database.query<{ id: string }>(
      'SELECT id FROM impersonations WHERE user_id = $1',
      [member.userId],
    );
    const signer = test.app.get(AccessTokenSigner, { strict: false });
    const claims = {
      sub: member.userId,
      tenantId: member.tenantId,
      role: Role.OWNER,
      sessionId: session?.id ?? '',
    };
    expect(await codeOf(VIEWER, signer.sign(claims, clock.now()).token)).toBe('UNAUTHENTICATED');
  });
});
