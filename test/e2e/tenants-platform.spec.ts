import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import {
  auditOf,
  colleague,
  contents,
  noticesOf,
  platformAdmin,
  refusalOf,
  type Listed,
  type Payload,
  type Person,
} from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const RANDOM = '01a20556-0000-7000-8000-000000000000';

const UPDATE = `mutation ($input: UpdateTenantInput!) { updateTenant(input: $input) {
  tenant { id name slug memberCount } userErrors { code message field }
} }`;
const SUSPEND = `mutation ($tenantId: ID!, $isActive: Boolean!, $reason: String!) {
  setTenantActive(input: {tenantId: $tenantId, isActive: $isActive, reason: $reason}) {
    tenant { id name isActive memberCount } userErrors { code message field }
  }
}`;
const APPOINT = `mutation ($userId: ID!, $isAdmin: Boolean!, $reason: String!) {
  setUserAdmin(input: {userId: $userId, isAdmin: $isAdmin, reason: $reason}) {
    user { id isAdmin tenant { id slug memberCount } } userErrors { code message field }
  }
}`;

describe('tenants', () => {
  let test: TestApp;
  let count = 0;
  let owner: Person;
  let platform: Person;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    owner = await test.register(`owner-${++count}`);
    platform = await platformAdmin(test, `platform-${count}`);
  });

  const update = async (input: object, by = owner) =>
    (await test.graphql(UPDATE, { input }, by.token)).data.updateTenant as Payload;
  const suspend = async (tenantId: string, isActive = false, by = platform, reason = ' Unpaid bills ') =>
    (await test.graphql(SUSPEND, { tenantId, isActive, reason }, by.token)).data.setTenantActive as Payload;
  const appoint = async (userId: string, isAdmin = true, by = platform) =>
    (await test.graphql(APPOINT, { userId, isAdmin, reason: ' Support ' }, by.token)).data
      .setUserAdmin as Payload;

  const refused = async (
    call: () => Promise<{ userErrors: object[] }>,
    error: { code: string; field: string[]; message?: unknown },
  ) => {
    const before = await contents(test);
    const { userErrors, ...payload } = await call();
    expect(userErrors).toMatchObject([error]);
    expect(Object.values(payload)).toEqual([null]);
    expect(await contents(test)).toEqual(before);
  };

  describe('renamed by their owners', () => {
    it('get name and slug; what is left out stays; the change is audited', async () => {
      const renamed = await update({ name: ' ООО Ромашка ', slug: `romashka-${count}` });
      expect(renamed).toEqual({
        tenant: { id: owner.tenantId, name: 'ООО Ромашка', slug: `romashka-${count}`, memberCount: 1 },
        userErrors: [],
      });
      expect((await update({ name: 'Ромашка' })).tenant.slug).toBe(`romashka-${count}`);
      const row = { action: 'tenant.updated', actor: owner.userId, subject: null, entity: owner.tenantId };
      expect(await auditOf(test, owner.tenantId)).toEqual([
        {
          ...row,
          changes: {
            name: [`owner-${count}`, 'ООО Ромашка'],
            slug: [`owner-${count}`, `romashka-${count}`],
          },
        },
        { ...row, changes: { name: ['ООО Ромашка', 'Ромашка'] } },
      ]);
      const before = await contents(test);
      expect((await update({ name: 'Ромашка', slug: `romashka-${count}` })).userErrors).toEqual([]);
      expect((await update({})).userErrors).toEqual([]);
      expect(await contents(test)).toEqual(before);
    });

    it.each([
      ['too short', 'ab', '3 to 100 characters'],
      ['with capitals', 'Romashka', 'lower-case'],
      ['with two hyphens', 'ro--mashka', 'single hyphens'],
      ['with a letter that only looks Latin', 'rom\u0430shka', '"\u0430" is none of the letters a to z'],
    ])('take no slug %s', async (_name, slug, message) => {
      await refused(() => update({ slug, name: 'Other' }), {
        code: 'INVALID',
        field: ['slug'],
        message: expect.stringContaining(message),
      });
    });

    it('take no slug that another one has', async () => {
      await refused(() => update({ slug: `platform-${count}`, name: 'Other' }), {
        code: 'ALREADY_EXISTS',
        field: ['slug'],
      });
    });

    it.each([
      ['name', { name: null }],
      ['name', { name: ' ' }],
      ['slug', { slug: null }],
    ])('take no %s that is none: %j', async (field, input) => {
      const before = await contents(test);
      const { data } = await test.graphql(UPDATE, { input }, owner.token);
      expect(data.updateTenant.userErrors).toEqual(
        expect.arrayContaining([expect.objectContaining({ code: 'INVALID', field: [field] })]),
      );
      expect(await contents(test)).toEqual(before);
    });
  });

  it('are hidden, and people of others too, from whoever does not administer the platform', async () => {
    const before = await contents(test);
    for (const document of [
      '{ tenants { nodes { id } } }',
      `mutation { setTenantActive(input: {tenantId: "${platform.tenantId}", isActive: false, reason: "x"}) { userErrors { code } } }`,
      `mutation { setUserAdmin(input: {userId: "${platform.userId}", isAdmin: false, reason: "x"}) { userErrors { code } } }`,
    ]) {
      const { errors } = await test.graphql(document, {}, owner.token);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect(await contents(test)).toEqual(before);
    // and are nothing more to an administrator of it who asks as a member
    const { data } = await test.graphql(
      `{ users { totalCount } user(id: "${owner.userId}") { id } tenant { id memberCount } }`,
      {},
      platform.token,
    );
    expect(data).toEqual({
      users: { totalCount: 1 },
      user: null,
      tenant: { id: platform.tenantId, memberCount: 1 },
    });
  });

  describe('listed for the platform', () => {
    const list = async (args: string, fields = 'nodes { slug }') =>
      (await test.graphql(`{ tenants${args} { ${fields} } }`, {}, platform.token)).data.tenants as Listed;
    const slugs = async (args: string): Promise<string[]> =>
      (await list(args)).nodes.map(({ slug }) => String(slug));

    it('have the right number of members, counted for a page by one statement', async () => {
      await colleague(test, owner, `second-${count}`, 'VIEWER');
      const gone = await colleague(test, owner, `gone-${count}`, 'USER');
      await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [gone.userId]);
      const rows = jest.spyOn(test.app.get(Database), 'rows');
      const { nodes } = await list(`(search: "r-${count}")`, 'nodes { slug memberCount }');
      const { nodes: others } = await list(`(search: "m-${count}")`, 'nodes { slug memberCount }');
      const counting = rows.mock.calls.filter(([, { text }]) => text.includes('count('));
      rows.mockRestore();
      expect(nodes).toContainEqual({ slug: `owner-${count}`, memberCount: 2 });
      expect(others).toContainEqual({ slug: `platform-${count}`, memberCount: 1 });
      expect(counting).toHaveLength(2);
      const all = jest.spyOn(test.app.get(Database), 'rows');
      const page = await list('(first: 5)', 'nodes { memberCount }');
      expect(page.nodes.length).toBeGreaterThan(1);
      expect(all.mock.calls).toHaveLength(2);
      all.mockRestore();
    });

    it('come newest first, page by page, and are counted when asked', async () => {
      await test.database.query(
        `UPDATE tenants SET created_at = $1::timestamptz + interval '1 microsecond' * CASE slug WHEN $2 THEN 2 ELSE 1 END
         WHERE slug IN ($2, $3)`,
        [new Date('2027-01-01T00:00:00Z'), `owner-${count}`, `platform-${count}`],
      );
      const first = await list('(first: 1)', 'nodes { slug } totalCount pageInfo { hasNextPage endCursor }');
      const [stored] = await test.database.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM tenants',
      );
      expect(first).toMatchObject({
        nodes: [{ slug: `owner-${count}` }],
        totalCount: stored?.count,
        pageInfo: { hasNextPage: true },
      });
      expect(await slugs(`(first: 1, after: "${first.pageInfo.endCursor}")`)).toEqual([`platform-${count}`]);
      await test.database.query('UPDATE tenants SET created_at = $1', [NOW]);
    });

    it('are found by name or slug, whatever the case, and by no wildcard', async () => {
      await update({ name: 'Ёлки 5%', slug: `elki-${count}` });
      expect(await slugs('(search: "ёЛКИ")')).toEqual([`elki-${count}`]);
      expect(await slugs(`(search: "ELKI-${count}")`)).toEqual([`elki-${count}`]);
      expect(await slugs('(search: "5%")')).toEqual([`elki-${count}`]);
      expect(await slugs(`(search: "elki_${count}")`)).toEqual([]);
      await update({ name: 'x' });
    });

    it('are chosen by whether they are suspended', async () => {
      await suspend(owner.tenantId);
      expect(await slugs('(isActive: false)')).toContain(`owner-${count}`);
      expect(await slugs(`(isActive: false, search: "platform")`)).toEqual([]);
      expect(await slugs(`(isActive: true, search: "owner-${count}")`)).not.toContain(`owner-${count}`);
    });
  });

  describe('suspended by the platform', () => {
    it('refuse their people at once, let them back in, and keep in their audit log who did it and why', async () => {
      expect(await refusalOf(test, owner.token)).toBeNull();
      expect(await suspend(owner.tenantId)).toEqual({
        tenant: { id: owner.tenantId, name: `owner-${count}`, isActive: false, memberCount: 1 },
        userErrors: [],
      });
      expect(await refusalOf(test, owner.token)).toBe('TENANT_SUSPENDED');
      expect(await refusalOf(test, platform.token)).toBeNull();
      const { data } = await test.graphql(
        `mutation ($email: String!) { login(input: {email: $email, password: "${PASSWORD}"}) { userErrors { code } } }`,
        { email: owner.email },
      );
      expect(data.login.userErrors).toEqual([{ code: 'TENANT_SUSPENDED' }]);

      expect((await suspend(owner.tenantId, true)).tenant.isActive).toBe(true);
      expect(await refusalOf(test, owner.token)).toBeNull();
      const row = { actor: platform.userId, subject: null, entity: owner.tenantId };
      expect(await auditOf(test, owner.tenantId)).toEqual([
        {
          action: 'tenant.suspended',
          ...row,
          changes: { isActive: [true, false], reason: [null, 'Unpaid bills'] },
        },
        {
          action: 'tenant.activated',
          ...row,
          changes: { isActive: [false, true], reason: [null, 'Unpaid bills'] },
        },
      ]);
      expect(await auditOf(test, platform.tenantId)).toEqual([]);
      const before = await contents(test);
      expect((await suspend(owner.tenantId, true)).userErrors).toEqual([]);
      expect(await contents(test)).toEqual(before);
    });

    it('are others than the own one, and there', async () => {
      await refused(() => suspend(platform.tenantId), { code: 'FORBIDDEN', field: ['tenantId'] });
      await refused(() => suspend(RANDOM), { code: 'NOT_FOUND', field: ['tenantId'] });
      await refused(() => suspend('nonsense'), { code: 'NOT_FOUND', field: ['tenantId'] });
    });

    it('are so for a reason', async () => {
      const before = await contents(test);
      const variables = { tenantId: owner.tenantId, isActive: false, reason: ' ' };
      const { data } = await test.graphql(SUSPEND, variables, platform.token);
      expect(data.setTenantActive.userErrors).toMatchObject([{ code: 'INVALID', field: ['reason'] }]);
      expect(await contents(test)).toEqual(before);
    });
  });

  describe('and those who administer the platform', () => {
    it('are appointed by one another, across tenants; sessions end, and it is audited and told', async () => {
      expect(await refusalOf(test, owner.token)).toBeNull();
      expect(await appoint(owner.userId)).toEqual({
        user: {
          id: owner.userId,
          isAdmin: true,
          tenant: { id: owner.tenantId, slug: `owner-${count}`, memberCount: 1 },
        },
        userErrors: [],
      });
      expect(await refusalOf(test, owner.token)).toBe('UNAUTHENTICATED');
      const again = { ...owner, token: await test.login(owner.email) };
      expect((await test.graphql('{ tenants { totalCount } }', {}, again.token)).errors).toBeUndefined();

      expect((await appoint(owner.userId, false)).user.isAdmin).toBe(false);
      expect(await refusalOf(test, again.token)).toBe('UNAUTHENTICATED');
      const row = { actor: platform.userId, subject: owner.userId, entity: owner.userId };
      expect(await auditOf(test, owner.tenantId)).toEqual([
        {
          action: 'user.platform_admin_granted',
          ...row,
          changes: { isAdmin: [false, true], reason: [null, 'Support'] },
        },
        {
          action: 'user.platform_admin_revoked',
          ...row,
          changes: { isAdmin: [true, false], reason: [null, 'Support'] },
        },
      ]);
      expect(await noticesOf(test, owner.userId)).toEqual([
        'PLATFORM_ADMIN_CHANGED',
        'PLATFORM_ADMIN_CHANGED',
      ]);
      const before = await contents(test);
      expect((await appoint(owner.userId, false)).userErrors).toEqual([]);
      expect(await contents(test)).toEqual(before);
    });

    it('change neither themselves nor nobody', async () => {
      await refused(() => appoint(platform.userId, false), { code: 'FORBIDDEN', field: ['userId'] });
      await refused(() => appoint(RANDOM), { code: 'NOT_FOUND', field: ['userId'] });
      await refused(() => appoint('nonsense'), { code: 'NOT_FOUND', field: ['userId'] });
    });

    it('appoint nobody any more once they are none themselves, though not yet heard of it', async () => {
      expect(await refusalOf(test, platform.token)).toBeNull();
      await test.database.query('UPDATE users SET is_admin = false WHERE id = $1', [platform.userId]);
      await refused(() => appoint(owner.userId), { code: 'FORBIDDEN', field: ['userId'] });
    });

    it('are at least one when two take the right from one another at once', async () => {
      for (let round = 0; round < 5; round++) {
        const pair = [
          await platformAdmin(test, `one-${count}-${round}`),
          await platformAdmin(test, `two-${count}-${round}`),
        ] as const;
        await Promise.allSettled([
          appoint(pair[1].userId, false, pair[0]),
          appoint(pair[0].userId, false, pair[1]),
        ]);
        const left = await test.database.query('SELECT FROM users WHERE is_admin AND id = ANY ($1)', [
          pair.map(({ userId }) => userId),
        ]);
        expect(left).toHaveLength(1);
      }
    });
  });
});
