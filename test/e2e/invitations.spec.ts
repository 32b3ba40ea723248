import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Worker } from '../../src/platform/jobs/index.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { Outbox } from '../support/outbox.js';
import {
  auditOf,
  colleague,
  contents,
  platformAdmin,
  refusalOf,
  type Listed,
  type Payload,
  type Person,
} from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const DAY_MS = 86_400_000;
const RANDOM = '01a20556-0000-7000-8000-000000000000';

const INVITE = `mutation ($email: String!, $role: Role!) { inviteUser(input: {email: $email, role: $role}) {
  invitation { id email role expiresAt acceptedAt createdAt invitedBy { email } } token userErrors { code field message }
} }`;
const ACCEPT = `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
  tokens { accessToken } viewer { user { id email role fullName isVerified } tenant { id memberCount } }
  userErrors { code field message }
} }`;
const REVOKE = `mutation ($id: ID!) { revokeInvitation(input: {id: $id}) {
  invitation { id } token userErrors { code field message }
} }`;

describe('invitations', () => {
  let test: TestApp;
  let outbox: Outbox;
  let count = 0;
  let owner: Person;
  let admin: Person;
  let guest: string;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock, env: { PUBLIC_URL: 'https://panel.example.com' } });
    outbox = new Outbox(test);
  });
  afterAll(async () => {
    await outbox.clear();
    await test.stop();
  });

  // a tenant of its own for each test
  beforeEach(async () => {
    clock.set(NOW);
    count++;
    owner = await test.register(`owner-${count}`);
    admin = await colleague(test, owner, `admin-${count}`, 'ADMIN');
    guest = `guest-${count}@example.com`;
  });

  const invite = async (by: Person, role = 'USER', email = guest) =>
    (await test.graphql(INVITE, { email, role }, by.token)).data.inviteUser as Payload;
  const accept = async (token: string, input: object = {}) =>
    (await test.graphql(ACCEPT, { input: { token, password: PASSWORD, ...input } })).data
      .acceptInvitation as Payload;
  const revoke = async (by: Person, id: string) =>
    (await test.graphql(REVOKE, { id }, by.token)).data.revokeInvitation as Payload;
  const list = async (by: Person, args = '') =>
    (
      await test.graphql(
        `{ invitations${args} { nodes { id email acceptedAt } totalCount pageInfo { hasNextPage endCursor } } }`,
        {},
        by.token,
      )
    ).data.invitations as Listed;
  const accounts = (email: string) =>
    test.database.query('SELECT FROM users WHERE lower(email) = lower($1)', [email]);

  /** That a call is refused so, and leaves everything as it was. */
  const refused = async (
    call: () => Promise<{ userErrors: object[] }>,
    code: string,
    field: string[] | null,
  ) => {
    const before = await contents(test);
    const { userErrors, ...payload } = await call();
    expect(userErrors).toMatchObject([{ code, field }]);
    expect(Object.values(payload).every((value) => value === null)).toBe(true);
    expect(await contents(test)).toEqual(before);
  };

  it('offer a role for seven days; of the token only the hash is kept, and it is shown once', async () => {
    const { invitation, token, userErrors } = await invite(owner, 'ADMIN');
    expect(userErrors).toEqual([]);
    expect(invitation).toEqual({
      id: expect.any(String),
      email: guest,
      role: 'ADMIN',
      createdAt: '2026-11-20T09:00:00.000Z',
      expiresAt: '2026-11-27T09:00:00.000Z',
      acceptedAt: null,
      invitedBy: { email: owner.email },
    });
    const [row] = await test.database.query<{ token_hash: string; whole: string }>(
      'SELECT token_hash, i::text AS whole FROM invitations i WHERE id = $1',
      [invitation.id],
    );
    expect(row?.token_hash).toBe(
      createHash('sha256')
        .update(token as string)
        .digest('hex'),
    );
    const [job] = await test.database.query<{ data: string }>(
      `SELECT string_agg(data::text, '') AS data FROM pgboss.job`,
    );
    expect(`${row?.whole ?? ''}${job?.data ?? ''}`).not.toContain(token);
    expect(await auditOf(test, owner.tenantId)).toEqual([
      {
        action: 'invitation.created',
        actor: owner.userId,
        subject: null,
        entity: invitation.id,
        changes: { email: [null, guest], role: [null, 'ADMIN'] },
      },
    ]);
  });

  it('become an account in the tenant, which is signed in, and whose address is yet to be proved', async () => {
    const { token, invitation } = await invite(admin, 'VIEWER');
    clock.advance(7 * DAY_MS - 1);
    const accepted = await accept(token as string, { fullName: ' Bella ' });
    const userId = accepted.viewer.user.id as string;
    expect(accepted.viewer).toEqual({
      user: { id: userId, email: guest, role: 'VIEWER', fullName: 'Bella', isVerified: false },
      tenant: { id: owner.tenantId, memberCount: 3 },
    });
    expect(await refusalOf(test, accepted.tokens.accessToken as string)).toBeNull();
    expect((await auditOf(test, owner.tenantId)).slice(1)).toEqual([
      {
        action: 'invitation.accepted',
        actor: userId,
        subject: userId,
        entity: invitation.id,
        changes: { email: [null, guest], role: [null, 'VIEWER'] },
      },
    ]);
    expect((await list({ ...owner, token: await test.login(owner.email) })).nodes).toEqual([
      { id: invitation.id, email: guest, acceptedAt: '2026-11-27T08:59:59.999Z' },
    ]);
    await refused(() => accept(token as string), 'TOKEN_INVALID', ['token']);
  });

  it('make one account when ten accept the same one at once', async () => {
    const { token } = await invite(owner);
    const answers = await Promise.all(Array.from({ length: 10 }, () => accept(token as string)));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toEqual(Array(9).fill('TOKEN_INVALID'));
    expect(await accounts(guest)).toHaveLength(1);
  });

  it('and registrations make one account of an address, whoever comes first', async () => {
    const { token } = await invite(owner);
    const register = async (email: string) => {
      const answer = await test.graphql(
        `mutation ($email: String!) { register(input: {email: $email, password: "${PASSWORD}", tenantName: "x"}) { userErrors { code } } }`,
        { email },
      );
      return answer.data.register as Payload;
    };
    const tenants = () => test.database.query<{ count: string }>('SELECT count(*) FROM tenants');
    const [before] = await tenants();
    const answers = await Promise.all([
      register(guest),
      accept(token as string),
      register(guest.toUpperCase()),
      register(guest),
    ]);
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? null).sort();
    expect(codes).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS', 'ALREADY_EXISTS', null]);
    expect(await accounts(guest)).toHaveLength(1);
    const made = answers[1].userErrors.length === 0 ? 0 : 1;
    expect(await tenants()).toEqual([{ count: String(Number(before?.count) + made) }]);
  });

  it('are replaced by another one of the same address, whatever its case', async () => {
    const first = await invite(owner);
    const second = await invite(admin, 'VIEWER', guest.toUpperCase());
    expect((await list(owner)).nodes).toMatchObject([{ id: second.invitation.id }]);
    await refused(() => accept(first.token as string), 'TOKEN_INVALID', ['token']);
    expect((await auditOf(test, owner.tenantId)).slice(1)).toEqual([
      {
        action: 'invitation.revoked',
        actor: admin.userId,
        subject: null,
        entity: first.invitation.id,
        changes: { email: [guest, null], role: ['USER', null] },
      },
      expect.objectContaining({ action: 'invitation.created', entity: second.invitation.id }),
    ]);
    expect((await accept(second.token as string)).viewer.user.role).toBe('VIEWER');
  });

  it('leave one open when many of one address are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => invite(owner)));
    expect(made.map(({ userErrors }) => userErrors)).toEqual(Array(6).fill([]));
    expect((await list(owner)).totalCount).toBe(1);
    const outcomes = [];
    for (const { token } of made)
      outcomes.push((await accept(token as string)).userErrors[0]?.code ?? 'made');
    expect(outcomes.sort()).toEqual([...Array<string>(5).fill('TOKEN_INVALID'), 'made']);
  });

  it('are listed newest first and page by page, of the own tenant only, withdrawn ones left out', async () => {
    const made: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      clock.advance(1_000);
      made.unshift((await invite(owner, 'USER', `${name}-${guest}`)).invitation.id as string);
    }
    await revoke(owner, made[1] ?? '');
    const first = await list(admin, '(first: 2)');
    expect(first.nodes.map(({ id }) => id)).toEqual([made[0], made[2]]);
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const rest = await list(admin, `(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(rest.nodes.map(({ id }) => id)).toEqual([made[3]]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const stranger = await test.register(`stranger-${count}`);
    expect(await list(stranger)).toMatchObject({ nodes: [], totalCount: 0 });
  });

  it('can be withdrawn, once; an accepted one can not', async () => {
    const { invitation, token } = await invite(admin);
    expect(await revoke(owner, invitation.id as string)).toEqual({
      invitation: { id: invitation.id },
      token: null,
      userErrors: [],
    });
    expect((await auditOf(test, owner.tenantId)).at(-1)).toMatchObject({ action: 'invitation.revoked' });
    await refused(() => accept(token as string), 'TOKEN_INVALID', ['token']);
    const before = await contents(test);
    expect((await revoke(owner, invitation.id as string)).userErrors).toEqual([]);
    expect(await contents(test)).toEqual(before);

    const second = await invite(admin);
    await accept(second.token as string);
    await refused(() => revoke(owner, second.invitation.id as string), 'CONFLICT', ['id']);
  });

  it('of another tenant and of nobody are the same to whoever withdraws', async () => {
    const stranger = await test.register(`stranger-${count}`);
    const { invitation } = await invite(stranger);
    for (const id of [invitation.id as string, RANDOM, 'nonsense'])
      await refused(() => revoke(owner, id), 'NOT_FOUND', ['id']);
  });

  it.each(['ADMIN', 'OWNER'])('as %s are made, replaced and withdrawn by owners alone', async (role) => {
    await refused(() => invite(admin, role), 'FORBIDDEN', ['role']);
    const { invitation } = await invite(owner, role);
    await refused(() => invite(admin), 'FORBIDDEN', ['email']);
    await refused(() => revoke(admin, invitation.id as string), 'FORBIDDEN', ['id']);
  });

  it('are not made for somebody who is in the tenant, and made for whoever has an account elsewhere', async () => {
    await refused(() => invite(owner, 'USER', admin.email.toUpperCase()), 'ALREADY_EXISTS', ['email']);
    const elsewhere = await test.register(`elsewhere-${count}`);
    const { token, userErrors } = await invite(owner, 'USER', elsewhere.email);
    expect(userErrors).toEqual([]);
    await refused(() => accept(token as string), 'ALREADY_EXISTS', ['token']);
  });

  it('end after seven days', async () => {
    const { token } = await invite(owner);
    clock.advance(7 * DAY_MS);
    await refused(() => accept(token as string), 'TOKEN_EXPIRED', ['token']);
  });

  it.each([
    ['was deactivated', (id: string) => [`UPDATE users SET is_active = false WHERE id = $1`, id]],
    ['can not give the role any more', (id: string) => [`UPDATE users SET role = 'ADMIN' WHERE id = $1`, id]],
  ])('are worth nothing once whoever made them %s', async (_name, change) => {
    const second = await colleague(test, owner, `second-${count}`, 'OWNER');
    const { token } = await invite(second, 'ADMIN');
    const [sql, id] = change(second.userId);
    await test.database.query(sql ?? '', [id]);
    await refused(() => accept(token as string), 'TOKEN_INVALID', ['token']);
  });

  it('into a suspended tenant are refused', async () => {
    const { token } = await invite(owner);
    const platform = await platformAdmin(test, `platform-${count}`);
    await test.graphql(
      'mutation ($id: ID!) { setTenantActive(input: {tenantId: $id, isActive: false, reason: "x"}) { userErrors { code } } }',
      { id: owner.tenantId },
      platform.token,
    );
    await refused(() => accept(token as string), 'TENANT_SUSPENDED', null);
  });

  it('want a password as every account does, and a token that is one', async () => {
    const { token } = await invite(owner);
    await refused(() => accept(token as string, { password: guest }), 'INVALID', ['password']);
    await refused(() => accept('nonsense'), 'TOKEN_INVALID', ['token']);
    expect((await accept(token as string)).userErrors).toEqual([]);
  });

  // the last one: from here on a worker takes the jobs of all tests
  it('go out as a mail, and another one asks for the proof of the address', async () => {
    // those that the tests before have asked for
    await test.database.query('DELETE FROM pgboss.job');
    await test.database.query(`UPDATE users SET locale = 'en' WHERE id = $1`, [owner.userId]);
    const { token } = await invite(owner);
    await test.app.get(Worker, { strict: false }).start();
    const [mail] = await outbox.to(guest, 1);
    expect(mail).toMatchObject({ path: 'accept-invitation', token });
    expect(mail?.text).toContain(`${owner.email} invites you to join "owner-${count}"`);

    await accept(mail?.token ?? '');
    const mails = await outbox.to(guest, 2);
    expect(mails.map(({ path }) => path).sort()).toEqual(['accept-invitation', 'verify-email']);
    const proof = mails.find(({ path }) => path === 'verify-email');
    const { data } = await test.graphql(
      'mutation ($t: String!) { verifyEmail(input: {token: $t}) { user { isVerified } userErrors { code } } }',
      { t: proof?.token },
    );
    expect(data.verifyEmail).toEqual({ user: { isVerified: true }, userErrors: [] });
  });
});
