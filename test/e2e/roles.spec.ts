import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { DeclaredRules } from '../../src/platform/access/declared-rules.js';
import { permissionsOf, Role } from '../../src/platform/access/index.js';
import type { AccessRule } from '../../src/platform/access/rule.js';
import { TestApp } from '../support/app.js';
import { documentOf } from '../support/document-of.js';

describe('every operation', () => {
  let test: TestApp;
  const tokens = new Map<Role, string>();
  const operations: { name: string; rule: AccessRule; document: string }[] = [];

  beforeAll(async () => {
    test = await TestApp.start();
    for (const role of Object.values(Role)) {
      const account = await test.register(role.toLowerCase());
      await test.database.query('UPDATE users SET role = $2::user_role WHERE id = $1', [
        account.userId,
        role,
      ]);
      tokens.set(role, await test.login(account.email));
    }
    const { schema } = test.app.get(GraphQLSchemaHost, { strict: false });
    for (const [path, rule] of test.app.get(DeclaredRules, { strict: false }).rootFields()) {
      const name = path.split('.')[1] ?? '';
      if (rule) operations.push({ name, rule, document: documentOf(schema, name) });
    }
  });
  afterAll(() => test.stop());

  const codes = async (document: string, token?: string): Promise<unknown[]> => {
    const { errors } = await test.graphql(document, {}, token);
    return (errors ?? []).map(({ extensions }) => extensions.code);
  };

  /** Of everything but sign-ins. */
  const contents = () =>
    test.database.query<object>(
      `SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM tenants) AS tenants,
         (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM sync_runs) AS runs,
         (SELECT count(*) FROM wildberries_connections) AS connections, (SELECT count(*) FROM audit_log) AS audit,
         (SELECT count(*) FROM refresh_tokens WHERE revoked_at IS NULL) AS sessions, (SELECT count(*) FROM pgboss.job) AS jobs`,
    );

  it('of which there are some, is asked', () => {
    expect(operations.length).toBeGreaterThan(10);
  });

  it('that is not public is refused to nobody in particular, and changes nothing', async () => {
    const before = await contents();
    for (const { name, rule, document } of operations.filter(({ rule: { kind } }) => kind !== 'public')) {
      expect([name, rule.kind, await codes(document)]).toEqual([name, rule.kind, ['UNAUTHENTICATED']]);
    }
    expect(await contents()).toEqual(before);
  });

  it.each(Object.values(Role).map((role) => [role] as const))(
    'is refused to a role without its permission, and changes nothing: %s',
    async (role) => {
      const before = await contents();
      const denied = operations.filter(
        ({ rule }) => rule.kind === 'permission' && !permissionsOf(role, false).has(rule.permission),
      );
      for (const { name, document } of denied) {
        expect([name, await codes(document, tokens.get(role))]).toEqual([name, ['FORBIDDEN']]);
      }
      expect(await contents()).toEqual(before);
      expect(denied.length).toBeGreaterThan(0);
    },
  );

  it.each(Object.values(Role).map((role) => [role] as const))(
    'is open to a role with its permission: %s',
    async (role) => {
      const allowed = operations.filter(
        ({ rule }) => rule.kind === 'permission' && permissionsOf(role, false).has(rule.permission),
      );
      for (const { name, document } of allowed) {
        expect([name, await codes(document, tokens.get(role))]).toEqual([name, []]);
      }
    },
  );

  it("lets nobody touch another tenant's integration", async () => {
    const [victim] = await test.database.query<{ id: string }>(
      `SELECT id FROM users WHERE email = 'admin@example.com'`,
    );
    const { data } = await test.graphql(
      `mutation ($userId: ID!) {
        connectWildberries(input: {apiKey: "x", userId: $userId}) { userErrors { code field } }
        startSync(input: {userId: $userId}) { userErrors { code field } }
      }`,
      { userId: victim?.id },
      tokens.get(Role.OWNER),
    );
    expect(data).toEqual({
      connectWildberries: { userErrors: [{ code: 'NOT_FOUND', field: ['userId'] }] },
      startSync: { userErrors: [{ code: 'NOT_FOUND', field: ['userId'] }] },
    });
  });

  it("lets a USER touch their own integration, and no colleague's", async () => {
    const { data } = await test.graphql(
      `mutation { startSync(input: {userId: "01a20556-0000-7000-8000-000000000000"}) { userErrors { code field } } }`,
      {},
      tokens.get(Role.USER),
    );
    expect(data.startSync.userErrors).toEqual([{ code: 'FORBIDDEN', field: ['userId'] }]);
  });
});
