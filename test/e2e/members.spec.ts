import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import {
  auditOf,
  colleague,
  contents,
  noticesOf,
  refusalOf,
  type Listed,
  type Payload,
  type Person,
} from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const RANDOM = '01a20556-0000-7000-8000-000000000000';

const ROLE = `mutation ($userId: ID!, $role: Role!) {
  changeUserRole(input: {userId: $userId, role: $role}) { user { id role } userErrors { code message field } }
}`;
const ACTIVE = `mutation ($userId: ID!, $isActive: Boolean!) {
  setUserActive(input: {userId: $userId, isActive: $isActive}) { user { id isActive } userErrors { code message field } }
}`;

describe('the members of a tenant', () => {
  let test: TestApp;
  let count = 0;
  let owner: Person;
  let admin: Person;
  let user: Person;
  let viewer: Person;
  let stranger: Person;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    stranger = await test.register('stranger');
  });
  afterAll(() => test.stop());

  // a tenant of its own for each test
  beforeEach(async () => {
    const name = `t${++count}`;
    owner = await test.register(`owner-${name}`);
    admin = await colleague(test, owner, `admin-${name}`, 'ADMIN');
    user = await colleague(test, owner, `user-${name}`, 'USER');
    viewer = await colleague(test, owner, `viewer-${name}`, 'VIEWER');
  });

  const changeRole = async (by: Person, userId: string, role: string) =>
    (await test.graphql(ROLE, { userId, role }, by.token)).data.changeUserRole as Payload;
  const setActive = async (by: Person, userId: string, isActive: boolean) =>
    (await test.graphql(ACTIVE, { userId, isActive }, by.token)).data.setUserActive as Payload;
  const standing = async (person: Person) => {
    const [row] = await test.database.query<{ role: string; is_active: boolean }>(
      'SELECT role, is_active FROM users WHERE id = $1',
      [person.userId],
    );
    return row;
  };

  describe('as a list', () => {
    const emails = async (args: string, by = owner): Promise<string[]> => {
      const { data } = await test.graphql(`{ users${args} { nodes { email } } }`, {}, by.token);
      return (data.users as Listed).nodes.map(({ email }) => String(email));
    };

    it('are all of the tenant and nobody else, page by page, counted when asked', async () => {
      const everybody = [owner, admin, user, viewer].map(({ email }) => email);
      const seen: string[] = [];
      let after = 'null';
      for (let page = 0; page < 3; page++) {
        const { data } = await test.graphql(
          `{ users(first: 2, after: ${after}) { nodes { email tenant { id } } totalCount pageInfo { hasNextPage endCursor } } }`,
          {},
          viewer.token,
        );
        const { nodes, totalCount, pageInfo } = data.users as Listed;
        expect(totalCount).toBe(4);
        seen.push(...nodes.map(({ email }) => String(email)));
        expect(pageInfo.hasNextPage).toBe(page === 0);
        if (!pageInfo.hasNextPage) break;
        after = JSON.stringify(pageInfo.endCursor);
      }
      expect(seen).toEqual(everybody);
    });

    it('come in the order in which they joined, to the microsecond', async () => {
      await test.database.query(
        `UPDATE users SET created_at = $2::timestamptz + CASE id WHEN $3 THEN interval '2 microseconds'
           WHEN $4 THEN interval '1 microsecond' ELSE interval '3 microseconds' END WHERE tenant_id = $1`,
        [owner.tenantId, NOW, admin.userId, viewer.userId],
      );
      const first = await test.graphql(
        '{ users(first: 1) { nodes { email } pageInfo { endCursor } } }',
        {},
        owner.token,
      );
      expect(first.data.users.nodes).toEqual([{ email: viewer.email }]);
      const rest = await emails(`(after: "${first.data.users.pageInfo.endCursor as string}")`);
      expect(rest).toEqual([admin.email, owner.email, user.email]);
    });

    it('are found by address or name, whatever the case, and by no wildcard', async () => {
      await test.database.query(`UPDATE users SET full_name = 'Юлия 100%' WHERE id = $1`, [viewer.userId]);
      await test.database.query(`UPDATE users SET email = $2 WHERE id = $1`, [
        user.userId,
        `us_er-${count}@example.com`,
      ]);
      expect(await emails('(search: "ЮЛИЯ")')).toEqual([viewer.email]);
      expect(await emails('(search: "  ADMIN-")')).toEqual([admin.email]);
      expect(await emails('(search: "0%")')).toEqual([viewer.email]);
      expect(await emails('(search: "us_e")')).toEqual([`us_er-${count}@example.com`]);
      expect(await emails('(search: "%")')).toEqual([viewer.email]);
      expect(await emails('(search: "stranger")')).toEqual([]);
    });

    it('are chosen by role and activity', async () => {
      await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [user.userId]);
      expect(await emails('(role: ADMIN)')).toEqual([admin.email]);
      expect(await emails('(isActive: false)')).toEqual([user.email]);
      expect(await emails('(isActive: true, role: USER)')).toEqual([]);
      const { data } = await test.graphql('{ users(isActive: true) { totalCount } }', {}, owner.token);
      expect(data.users.totalCount).toBe(3);
    });

    it('take no cursor of another list', async () => {
      const { errors } = await test.graphql('{ users(after: "WyJ4Il0") { nodes { id } } }', {}, owner.token);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });
  });

  it('are seen one by one by whoever may see members, and by everybody themselves', async () => {
    const see = async (by: Person, id: string) =>
      (await test.graphql('query ($id: ID!) { user(id: $id) { email } }', { id }, by.token)).data.user as
        object | null;
    expect(await see(viewer, owner.userId)).toEqual({ email: owner.email });
    expect(await see(viewer, owner.userId.toUpperCase())).toEqual({ email: owner.email });
    expect(await see(user, user.userId)).toEqual({ email: user.email });
    for (const [by, id] of [
      [user, owner.userId],
      [owner, stranger.userId],
      [owner, RANDOM],
      [owner, 'nonsense'],
    ] as const)
      expect(await see(by, id)).toBeNull();
  });

  it('get another role, which ends their sessions at once, is audited, and told to them', async () => {
    expect(await refusalOf(test, user.token)).toBeNull();
    const { user: changed, userErrors } = await changeRole(owner, user.userId, 'ADMIN');
    expect([changed, userErrors]).toEqual([{ id: user.userId, role: 'ADMIN' }, []]);
    expect(await refusalOf(test, user.token)).toBe('UNAUTHENTICATED');
    expect([await refusalOf(test, owner.token), await refusalOf(test, admin.token)]).toEqual([null, null]);
    expect(await auditOf(test, owner.tenantId)).toEqual([
      {
        action: 'user.role_changed',
        actor: owner.userId,
        subject: user.userId,
        entity: user.userId,
        changes: { role: ['USER', 'ADMIN'] },
      },
    ]);
    expect(await noticesOf(test, user.userId)).toEqual(['ROLE_CHANGED']);
    // and may do what the new role allows
    const again = { ...user, token: await test.login(user.email) };
    expect((await changeRole(again, viewer.userId, 'USER')).userErrors).toEqual([]);
  });

  it('are deactivated at once, and come back without their sessions', async () => {
    const { data } = await test.graphql(
      `mutation ($email: String!) { login(input: {email: $email, password: "${PASSWORD}"}) { tokens { refreshToken } } }`,
      { email: viewer.email },
    );
    const refresh = async () => {
      const answer = await test.graphql(
        'mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { userErrors { code } } }',
        { t: data.login.tokens.refreshToken },
      );
      return (answer.data.refreshSession as Payload).userErrors[0]?.code;
    };
    expect(await refusalOf(test, viewer.token)).toBeNull();
    const off = await setActive(admin, viewer.userId, false);
    expect(off).toEqual({ user: { id: viewer.userId, isActive: false }, userErrors: [] });
    expect(await refusalOf(test, viewer.token)).toBe('UNAUTHENTICATED');
    expect(await refresh()).toBe('TOKEN_INVALID');

    expect((await setActive(admin, viewer.userId, true)).user.isActive).toBe(true);
    expect(await refusalOf(test, viewer.token)).toBe('UNAUTHENTICATED');
    expect(await refresh()).toBe('TOKEN_INVALID');
    expect(await refusalOf(test, await test.login(viewer.email))).toBeNull();
    const common = { actor: admin.userId, subject: viewer.userId, entity: viewer.userId };
    expect(await auditOf(test, owner.tenantId)).toEqual([
      { action: 'user.deactivated', ...common, changes: { isActive: [true, false] } },
      { action: 'user.activated', ...common, changes: { isActive: [false, true] } },
    ]);
  });

  it('stay as they are where nothing would change, and nothing is written of that', async () => {
    const before = await contents(test);
    expect(await changeRole(owner, user.userId, 'USER')).toEqual({
      user: { id: user.userId, role: 'USER' },
      userErrors: [],
    });
    expect((await setActive(admin, user.userId, true)).userErrors).toEqual([]);
    expect((await setActive(owner, owner.userId, true)).userErrors).toEqual([]);
    expect(await contents(test)).toEqual(before);
    expect(await refusalOf(test, user.token)).toBeNull();
  });

  it.each([
    ['own role', 'owner', 'owner', 'ADMIN', 'userId'],
    ['own role upwards', 'admin', 'admin', 'OWNER', 'userId'],
    ['an administrator an owner', 'admin', 'owner', 'USER', 'userId'],
    ['an administrator another role for an owner that is the same', 'admin', 'owner', 'OWNER', 'userId'],
    ['an administrator a role above', 'admin', 'user', 'OWNER', 'role'],
    ['an administrator their own role', 'admin', 'viewer', 'ADMIN', 'role'],
  ] as const)('keep their role: not %s', async (_name, by, of, role, field) => {
    const people = { owner, admin, user, viewer };
    const before = await contents(test);
    const { user: changed, userErrors } = await changeRole(people[by], people[of].userId, role);
    expect([changed, userErrors[0]?.code, userErrors[0]?.field]).toEqual([null, 'FORBIDDEN', [field]]);
    expect(await contents(test)).toEqual(before);
  });

  it('are not deactivated by themselves, nor by an administrator when they are above users', async () => {
    const second = await colleague(test, owner, `second-${count}`, 'ADMIN');
    const before = await contents(test);
    for (const [by, of] of [
      [owner, owner],
      [admin, admin],
      [admin, second],
      [admin, owner],
    ] as const) {
      const { userErrors } = await setActive(by, of.userId, false);
      expect(userErrors).toEqual([
        { code: 'FORBIDDEN', field: ['userId'], message: expect.stringContaining('Ask an owner') },
      ]);
    }
    expect(await contents(test)).toEqual(before);
  });

  it('are nobody for whom an id of another tenant, of nobody and of no form are told apart', async () => {
    const before = await contents(test);
    const answers = [];
    for (const id of [stranger.userId, RANDOM, 'nonsense']) {
      answers.push(await changeRole(owner, id, 'USER'), await setActive(owner, id, false));
    }
    const refusal = {
      user: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['userId'], message: 'There is no such member.' }],
    };
    expect(answers).toEqual(Array(6).fill(refusal));
    expect(await contents(test)).toEqual(before);
  });

  it('have an owner left, of whom nobody hears yet that the other one is none any more', async () => {
    const second = await colleague(test, owner, `second-${count}`, 'OWNER');
    expect(await refusalOf(test, second.token)).toBeNull();
    // as another process would do it whose announcement has not come yet
    await test.database.query(`UPDATE users SET role = 'ADMIN' WHERE id = $1`, [second.userId]);
    const before = await contents(test);
    expect((await changeRole(second, owner.userId, 'VIEWER')).userErrors).toMatchObject([
      { code: 'LAST_OWNER', field: ['userId'] },
    ]);
    expect((await setActive(second, owner.userId, false)).userErrors).toMatchObject([
      { code: 'LAST_OWNER', field: ['userId'] },
    ]);
    // nor does the former owner do anything else that only owners may
    expect((await changeRole(second, admin.userId, 'OWNER')).userErrors).toMatchObject([
      { code: 'FORBIDDEN', field: ['userId'] },
    ]);
    expect(await contents(test)).toEqual(before);
  });

  it('are not changed by somebody who was deactivated a moment ago', async () => {
    expect(await refusalOf(test, admin.token)).toBeNull();
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [admin.userId]);
    const before = await contents(test);
    expect((await changeRole(admin, user.userId, 'VIEWER')).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect(await contents(test)).toEqual(before);
  });

  it('have one owner left when two take that from one another at once', async () => {
    for (let round = 0; round < 8; round++) {
      const pair = await test.register(`pair-${count}-${round}`);
      const other = await colleague(test, pair, `pair-${count}-${round}-b`, 'OWNER');
      // whoever comes second may find their session ended already, and then is told nothing but that
      const answers = await Promise.allSettled(
        round % 2 === 0
          ? [changeRole(pair, other.userId, 'ADMIN'), changeRole(other, pair.userId, 'USER')]
          : [setActive(pair, other.userId, false), changeRole(other, pair.userId, 'VIEWER')],
      );
      const standings = await Promise.all([pair, other].map(standing));
      expect(standings.filter((it) => it?.role === 'OWNER' && it.is_active)).toHaveLength(1);
      const done = answers.filter((it) => it.status === 'fulfilled' && it.value.userErrors.length === 0);
      expect(done).toHaveLength(1);
      expect(await auditOf(test, pair.tenantId)).toHaveLength(1);
    }
  });
});
