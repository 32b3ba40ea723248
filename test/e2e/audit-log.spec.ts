import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { systemContext, type SystemContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { AuditTrail, NO_TENANT } from '../../src/platform/events/index.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const LIST = `query ($first: Int, $after: String, $action: String, $entityType: String, $entityId: ID, $range: DateTimeRange) {
  auditLog(first: $first, after: $after, action: $action, entityType: $entityType, entityId: $entityId, range: $range) {
    nodes {
      id action entityType entityId changes ipAddress userAgent createdAt actor { email } subject { email }
    }
    pageInfo { endCursor hasNextPage }
    totalCount
  }
}`;

type Account = Awaited<ReturnType<TestApp['register']>>;

interface Row {
  readonly tenantId: string;
  readonly at: string;
  readonly action?: string;
  readonly entityType?: string;
  readonly entityId?: string;
}

describe('the audit log', () => {
  let test: TestApp;
  let owner: Account;
  let stranger: Account;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    owner = await test.register('owner');
    stranger = await test.register('stranger');
  });
  afterAll(() => test.stop());

  const list = async (variables: object = {}, token = owner.token) => {
    const { data, errors } = await test.graphql(LIST, variables, token);
    return { log: data?.auditLog, errors };
  };

  async function add({ tenantId, at, action = 'test.done', entityType, entityId }: Row): Promise<string> {
    const id = uuidv7();
    await test.database.query(
      `INSERT INTO audit_log (id, tenant_id, action, entity_type, entity_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, tenantId, action, entityType ?? null, entityId ?? null, at],
    );
    return id;
  }

  async function member(name: string, role: string): Promise<Account> {
    const account = await test.register(name);
    await test.database.query(
      `WITH moved AS (UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = $1)
       UPDATE users SET role = $2::user_role, tenant_id = $3 WHERE id = $1`,
      [account.userId, role, owner.tenantId],
    );
    return { ...account, token: await test.login(account.email) };
  }

  it('tells who did what, from where and with what', async () => {
    const { log } = await list({ action: 'auth.register' });
    expect(log.nodes).toEqual([
      {
        id: expect.any(String),
        action: 'auth.register',
        entityType: null,
        entityId: null,
        changes: null,
        ipAddress: '127.0.0.1',
        userAgent: 'node',
        createdAt: NOW.toISOString(),
        actor: { email: owner.email },
        subject: { email: owner.email },
      },
    ]);
    expect(log.totalCount).toBe(1);
  });

  it('goes through instants that differ by a microsecond, once each and newest first', async () => {
    const account = await test.register('pages');
    const rows = await Promise.all(
      ['000001', '000002', '000002', '000003', '999999'].map((micro) =>
        add({ tenantId: account.tenantId, at: `2026-10-31T23:59:59.${micro}Z`, action: 'test.page' }),
      ),
    );
    rows.push(
      await add({ tenantId: account.tenantId, at: '2026-11-01T00:00:00.000000Z', action: 'test.page' }),
    );
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { log } = await list({ first: 1, after, action: 'test.page' }, account.token);
      seen.push(log.nodes[0].id as string);
      after = log.pageInfo.endCursor;
      more = log.pageInfo.hasNextPage;
    }
    const ordered = await test.database.query<{ id: string }>(
      `SELECT id FROM audit_log WHERE action = 'test.page' ORDER BY created_at DESC, id DESC`,
    );
    expect(ordered).toHaveLength(6);
    expect(seen).toEqual(ordered.map(({ id }) => id));
    expect([...seen].sort()).toEqual([...rows].sort());
  });

  it('is narrowed down by action, kind, id and time, each by itself and all together', async () => {
    const { tenantId, token } = await test.register('filters');
    const entityId = uuidv7();
    const at = '2026-08-10T12:00:00Z';
    const all = { action: 'test.x', entityType: 'thing', entityId };
    const wanted = await add({ tenantId, at, ...all });
    const others = {
      action: await add({ tenantId, at, ...all, action: 'test.y' }),
      entityType: await add({ tenantId, at, ...all, entityType: 'other' }),
      entityId: await add({ tenantId, at, ...all, entityId: uuidv7() }),
      range: await add({ tenantId, at: '2026-08-10T12:00:01Z', ...all }),
    };
    const range = { from: at, until: '2026-08-10T12:00:01Z' };
    const made = [wanted, ...Object.values(others)];
    const ids = async (variables: object) =>
      ((await list(variables, token)).log.nodes as { id: string }[])
        .map(({ id }) => id)
        .filter((id) => made.includes(id))
        .sort();
    const without = (key: keyof typeof others) => made.filter((id) => id !== others[key]).sort();
    expect(await ids({ action: 'test.x' })).toEqual(without('action'));
    expect(await ids({ entityType: 'thing' })).toEqual(without('entityType'));
    expect(await ids({ entityId: entityId.toUpperCase() })).toEqual(without('entityId'));
    expect(await ids({ range })).toEqual(without('range'));
    expect(await ids({ range: { from: range.until, until: NOW } })).toEqual([others.range]);
    expect(await ids({ ...all, range })).toEqual([wanted]);
    expect((await list({ entityId: 'no id at all' }, token)).log).toMatchObject({ nodes: [], totalCount: 0 });
  });

  it.each([
    [{ first: 101 }, 'first'],
    [{ after: 'x' }, 'after'],
    [{ range: { from: NOW, until: NOW } }, 'range.until'],
    [{ action: 'a\u0000' }, 'action'],
  ])('says what is wrong with %j', async (variables, path) => {
    const { errors } = await list(variables);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
  });

  it('is the own tenant alone, whatever is asked for', async () => {
    const entityId = uuidv7();
    await add({ tenantId: stranger.tenantId, at: NOW.toISOString(), action: 'test.theirs', entityId });
    await add({ tenantId: NO_TENANT, at: NOW.toISOString(), action: 'test.nobodys', entityId });
    expect((await list({ entityId })).log).toMatchObject({ nodes: [], totalCount: 0 });
    expect((await list({ entityId }, stranger.token)).log.totalCount).toBe(1);
  });

  it('is open to OWNER and ADMIN, and to no other role', async () => {
    const admin = await member('an-admin', 'ADMIN');
    expect((await list({ action: 'auth.register' }, admin.token)).log.totalCount).toBe(1);
    for (const role of ['USER', 'VIEWER']) {
      const { token } = await member(`a-${role.toLowerCase()}`, role);
      expect((await list({}, token)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('shows no administrator of the platform to a tenant, but why they came', async () => {
    await test.database.query('UPDATE users SET is_admin = true WHERE id = $1', [stranger.userId]);
    const administrator = await test.login(stranger.email);
    clock.advance(1_000);
    const { data } = await test.graphql(
      'mutation ($userId: ID!) { impersonateUser(input: {userId: $userId, reason: "ticket 5"}) { userErrors { code } } }',
      { userId: owner.userId },
      administrator,
    );
    expect(data.impersonateUser.userErrors).toEqual([]);
    const { log } = await list({ action: 'auth.impersonate' });
    expect(log.nodes).toMatchObject([
      { actor: null, subject: { email: owner.email }, changes: { reason: [null, 'ticket 5'] } },
    ]);
  });

  it('holds 500 characters of what a client says it is', async () => {
    const { email } = owner;
    await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': `long ${'x'.repeat(2_000)}` },
      body: JSON.stringify({
        query: `mutation { login(input: {email: "${email}", password: "${PASSWORD}"}) { userErrors { code } } }`,
      }),
    });
    const rows = await test.database.query<{ length: number }>(
      `SELECT length(user_agent) AS length FROM audit_log WHERE user_agent LIKE 'long %'`,
    );
    expect(rows).toEqual([{ length: 500 }]);
  });

  describe('is append-only', () => {
    const statements = (table: string) => [
      `UPDATE ${table} SET action = 'x'`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `DROP TABLE ${table}`,
      `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
    ];

    it.each(['app', 'system'] as const)('for the role %s, months by themselves too', async (role) => {
      const client = new pg.Client(test.database.urls[role]);
      await client.connect();
      const count = () => test.database.query<{ count: string }>('SELECT count(*) FROM audit_log');
      const before = await count();
      try {
        await client.query(
          `SELECT set_config('app.tenant_id', $1, false), set_config('app.scope', 'tenant', false),
             set_config('app.write_scope', 'tenant', false)`,
          [owner.tenantId],
        );
        const seen = await client.query('SELECT FROM audit_log');
        expect(seen.rowCount).toBeGreaterThan(0);
        for (const sql of [...statements('audit_log'), ...statements('audit_log_2026_11')])
          await expect(client.query(sql).then(() => sql)).rejects.toMatchObject({ code: '42501' });
        await expect(
          client.query(`INSERT INTO audit_log_2026_11 (tenant_id, action) VALUES ($1, 'x')`, [
            owner.tenantId,
          ]),
        ).rejects.toMatchObject({ code: '42501' });
      } finally {
        await client.end();
      }
      expect(await count()).toEqual(before);
    });
  });

  describe('in a month that nobody has made', () => {
    const months = () =>
      test.database.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relname LIKE 'audit_log_2026_0_' AND relkind = 'r' ORDER BY 1`,
      );
    const has = async (month: string) => (await months()).some(({ name }) => name === month);

    const record = (ctx: SystemContext, action: string, then: () => void = () => undefined) => {
      const database = test.app.get(Database, { strict: false });
      const trail = test.app.get(AuditTrail, { strict: false });
      return database.write(ctx, async () => {
        await trail.record(ctx, { actorId: null, subjectId: null, tenantId: NO_TENANT, action });
        then();
      });
    };

    it('loses no change', async () => {
      await test.database.query('DROP TABLE audit_log_2026_03');
      clock.set(new Date('2026-03-31T23:59:59.999Z'));
      const account = await test.register('march');
      clock.set(NOW);
      expect(
        await test.database.query(
          'SELECT tableoid::regclass::text AS month FROM audit_log WHERE tenant_id = $1',
          [account.tenantId],
        ),
      ).toEqual([{ month: 'audit_log_2026_03' }]);
    });

    it('does not take a month for made whose making was rolled back', async () => {
      await test.database.query('DROP TABLE audit_log_2026_04');
      const at = new Date('2026-04-15T00:00:00Z');
      const ctx = { ...systemContext('test'), now: () => at };
      const broken = record(ctx, 'test.broken', () => {
        throw new Error('after all');
      });
      await expect(broken).rejects.toThrow('after all');
      expect(await has('audit_log_2026_04')).toBe(false);
      await record(ctx, 'test.whole');
      expect(
        await test.database.query(
          `SELECT action FROM audit_log WHERE action LIKE 'test.%' AND created_at = $1`,
          [at],
        ),
      ).toEqual([{ action: 'test.whole' }]);
      expect(await has('audit_log_2026_04')).toBe(true);
    });
  });
});
