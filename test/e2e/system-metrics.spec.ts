import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SamplingTask } from '../../src/features/metrics/jobs/sampling.task.js';
import { MinuteWriterService } from '../../src/features/metrics/sampling/minute-writer.service.js';
import { Database } from '../../src/platform/database/index.js';
import { DISPATCH_QUEUE } from '../../src/platform/jobs/index.js';
import { Answered } from '../../src/platform/observability/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { platformAdmin, type Listed, type Person } from '../support/people.js';
import { SecondApp } from '../support/second-app.js';

const HOUR = new Date('2026-11-20T09:00:00Z');
const MINUTE = 60_000;
const slotOf = (at: Date): object => ({ slot: at.getTime() / (5 * MINUTE) });
const after = (minutes: number, from = HOUR): Date => new Date(from.getTime() + minutes * MINUTE);

describe('samples of the system', () => {
  let test: TestApp;
  let second: SecondApp;
  const clock = new FixedClock(HOUR);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    second = await SecondApp.start(test, clock);
  });
  afterAll(async () => {
    await second.stop();
    await test.stop();
  });

  const tell = async (app = test.app) => app.get(MinuteWriterService, { strict: false }).write();
  const sample = (at: Date, app = test.app) => app.get(SamplingTask, { strict: false }).run(slotOf(at));
  const rows = async (name?: string) =>
    (
      await test.database.query<{ line: string }>(
        `SELECT metric_name || ' ' || tags || ' ' || metric_value || ' ' || to_char(recorded_at AT TIME ZONE 'UTC', 'MI:SS') AS line
         FROM system_metrics WHERE $1::text IS NULL OR metric_name = $1 ORDER BY recorded_at, metric_name, tags::text COLLATE "C"`,
        [name ?? null],
      )
    ).map(({ line }) => line);
  const whole = () =>
    test.database.query(
      'SELECT id, metric_name, metric_value, tags, recorded_at FROM system_metrics ORDER BY id',
    );

  describe('of people, money and syncs', () => {
    let ids: Map<string, string>;

    beforeEach(async () => {
      await test.database.query('TRUNCATE tenants CASCADE; TRUNCATE refresh_tokens, system_metrics');
      ids = new Map();
    });
    afterEach(() => clock.set(HOUR));

    const user = async (name: string, columns: Readonly<Record<string, unknown>> = {}) => {
      const [tenant] = await test.database.query<{ id: string }>(
        `INSERT INTO tenants (name, slug) VALUES ($1, $1) ON CONFLICT (slug) DO UPDATE SET name = $1 RETURNING id`,
        [name],
      );
      const given = {
        email: `${name}@example.com`,
        tenant_id: tenant!.id,
        created_at: after(-1),
        ...columns,
      };
      const [made] = await test.database.query<{ id: string }>(
        `INSERT INTO users (${Object.keys(given).join(', ')})
         VALUES (${Object.keys(given)
           .map((_key, index) => `$${index + 1}`)
           .join(', ')}) RETURNING id`,
        Object.values(given),
      );
      ids.set(name, made!.id);
      return { userId: made!.id, tenantId: tenant!.id };
    };
    const days = (count: number): Date => new Date(HOUR.getTime() - count * 86_400_000);

    it('count who has signed in or used a session in the last day, and in the last 30 days', async () => {
      await user('today', { last_login_at: after(-60) });
      await user('this-week', { last_login_at: days(3) });
      await user('long-ago', { last_login_at: days(31) });
      const renewed = await user('renewed', { last_login_at: days(40) });
      const used = await user('used', { last_login_at: days(40) });
      const never = await user('never');
      for (const [{ userId }, created, lastUsed] of [
        [renewed, days(0.5), null],
        [renewed, days(0.6), null],
        [used, days(20), days(19)],
        [never, days(50), days(45)],
      ] as const)
        await test.database.query(
          `INSERT INTO refresh_tokens (user_id, token, expires_at, created_at, last_used_at) VALUES ($1, gen_random_uuid()::text, now(), $2, $3)`,
          [userId, created, lastUsed],
        );
      await sample(HOUR);
      expect(await rows('active_users')).toEqual([
        'active_users {"window": "24h"} 2.00 00:00',
        'active_users {"window": "30d"} 4.00 00:00',
      ]);
    });

    it('are 0 active users of none, and nothing of what is undefined', async () => {
      await sample(HOUR);
      expect(await rows()).toEqual([
        'active_users {"window": "24h"} 0.00 00:00',
        'active_users {"window": "30d"} 0.00 00:00',
      ]);
    });

    const subscribe = (
      { userId, tenantId }: { userId: string; tenantId: string },
      columns: Readonly<Record<string, unknown>>,
    ) => {
      const given = { user_id: userId, tenant_id: tenantId, plan_name: 'pro', ...columns };
      return test.database.query(
        `INSERT INTO subscriptions (${Object.keys(given).join(', ')})
         VALUES (${Object.keys(given)
           .map((_key, index) => `$${index + 1}`)
           .join(', ')})`,
        Object.values(given),
      );
    };

    it('tell of each month how many of those who tried have paid within 30 days', async () => {
      const trialAt = async (name: string, at: string, paidAt: string | null, status = 'active') => {
        const person = await user(name);
        await subscribe(person, { status: 'trial', started_at: at });
        if (paidAt !== null) await subscribe(person, { status, price: 990, started_at: paidAt });
      };
      await trialAt('in-time', '2026-10-05T00:00:00Z', '2026-11-04T00:00:00Z');
      await trialAt('ended-since', '2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z', 'expired');
      await trialAt('too-late', '2026-10-05T00:00:00Z', '2026-11-04T00:00:01Z');
      await trialAt('never', '2026-10-31T20:59:59Z', null);
      // midnight in Moscow has passed
      await trialAt('next-month', '2026-10-31T21:00:00Z', '2026-11-02T00:00:00Z');
      await trialAt('year-ago', '2025-10-31T20:59:59Z', '2025-11-01T00:00:00Z');
      await trialAt('eldest', '2025-10-31T21:00:00Z', null);
      const twice = await user('twice');
      await subscribe(twice, { status: 'expired', price: 0, started_at: '2026-10-01T00:00:00Z' });
      await subscribe(twice, { status: 'trial', started_at: '2026-11-01T00:00:00Z' });
      const untried = await user('untried');
      await subscribe(untried, { status: 'active', price: 990, started_at: '2026-11-01T00:00:00Z' });
      await sample(HOUR);
      expect(await rows('trial_to_paid_conversion')).toEqual([
        'trial_to_paid_conversion {"cohort": "2025-11"} 0.00 00:00',
        'trial_to_paid_conversion {"cohort": "2026-10"} 0.40 00:00',
        'trial_to_paid_conversion {"cohort": "2026-11"} 1.00 00:00',
      ]);
    });

    it('tell the mean price of subscriptions that are active now, by currency', async () => {
      const person = await user('payer');
      const active = { status: 'active', started_at: days(5), expires_at: after(1) };
      await subscribe(person, { ...active, price: 990 });
      await subscribe(person, { ...active, price: 1490.5, expires_at: null });
      await subscribe(person, { ...active, price: 20, currency: 'USD' });
      await subscribe(person, { ...active, price: 5, expires_at: HOUR });
      await subscribe(person, { ...active, price: 5, started_at: after(1) });
      await subscribe(person, { ...active, price: 5, status: 'cancelled' });
      await subscribe(person, { ...active, price: null });
      await sample(HOUR);
      expect(await rows('average_subscription_price')).toEqual([
        'average_subscription_price {"currency": "RUB"} 1240.25 00:00',
        'average_subscription_price {"currency": "USD"} 20.00 00:00',
      ]);
    });

    it('tell how long ago the last good sync was, at worst and in the middle, of sellers whose syncs are due', async () => {
      const connect = (
        { userId, tenantId }: { userId: string; tenantId: string },
        state: string,
        ends = after(60),
      ) =>
        test.database.query(
          `INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at)
           VALUES ($1, $2, 's', 'personal', $3, $4, $5)`,
          [tenantId, userId, ends, state, after(-90)],
        );
      await connect(await user('good', { last_sync_at: after(-10) }), 'VALID');
      await connect(await user('better', { last_sync_at: after(-6) }), 'VALID');
      await connect(await user('never', { created_at: days(9) }), 'VALID');
      await user('unchecked', { wb_api_key: 'x', last_sync_at: after(-20) });
      await connect(await user('refused', { last_sync_at: days(9) }), 'INVALID');
      await connect(await user('ended', { last_sync_at: days(9) }), 'VALID', HOUR);
      await connect(await user('gone', { last_sync_at: days(9), is_active: false }), 'VALID');
      await user('keyless', { last_sync_at: days(9), wb_api_key: ' ' });
      const suspended = await user('suspended', { last_sync_at: days(9) });
      await connect(suspended, 'VALID');
      await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [suspended.tenantId]);
      clock.set(after(5));
      await sample(after(5));
      expect(await rows()).toEqual([
        'sync_lag_minutes {"stat": "max"} 95.00 05:00',
        'sync_lag_minutes {"stat": "median"} 20.00 05:00',
      ]);
    });

    it('are those of their time: done twice they stay, done too late they are left out', async () => {
      await user('somebody', { last_login_at: after(-1) });
      await sample(HOUR);
      const first = await whole();
      await user('another', { last_login_at: after(-1) });
      await Promise.all([sample(HOUR), sample(HOUR, second.app)]);
      expect(await whole()).toEqual(first);
      clock.set(new Date(after(60 + 10).getTime() + 1));
      await sample(after(60));
      expect(await whole()).toEqual(first);
    });

    it('of people and money are taken on the hour alone', async () => {
      clock.set(after(5));
      await sample(after(5));
      expect(await rows()).toEqual([]);
    });
  });

  describe('of requests', () => {
    const answered = (app = test.app) => app.get(Answered);
    /** Of the test: counting does not go back, and what was before is told. */
    let hour = HOUR;

    beforeEach(async () => {
      hour = after(360, hour);
      clock.set(hour);
      for (const app of [test.app, second.app]) await tell(app);
      await test.database.query('TRUNCATE system_metrics, api_minutes');
    });

    const at = (minutes: number): Date => after(minutes, hour);
    const sumUp = (app = test.app) => sample(after(-1000), app);

    it('are the sum of what all processes have answered in a minute, whichever of them sums up', async () => {
      for (const milliseconds of [1, 1, 1, 100])
        answered().operation({ type: 'query', codes: [], milliseconds });
      answered(second.app).operation({ type: 'query', codes: ['FORBIDDEN'], milliseconds: 1 });
      answered(second.app).operation({ type: 'mutation', codes: ['INTERNAL'], milliseconds: 1 });
      clock.set(at(2));
      await tell();
      await tell(second.app);
      await sumUp(second.app);
      expect(await rows()).toEqual([
        'api_errors {"code": "FORBIDDEN", "operation": "query"} 1.00 00:00',
        'api_errors {"code": "INTERNAL", "operation": "mutation"} 1.00 00:00',
        'api_latency_ms {"quantile": "p50"} 1.02 00:00',
        'api_latency_ms {"quantile": "p95"} 100.21 00:00',
        'api_latency_ms {"quantile": "p99"} 100.21 00:00',
        'api_requests {"operation": "mutation"} 1.00 00:00',
        'api_requests {"operation": "query"} 5.00 00:00',
        'api_requests {"operation": "subscription"} 0.00 00:00',
      ]);
    });

    it('count each request over HTTP once: queries, mutations, errors by code, and what was refused before', async () => {
      await test.graphql('{ viewer { user { id } } }');
      await test.graphql('{ viewer { user { id } } }');
      await test.graphql('{ __typename }');
      await test.graphql('mutation { logout(input: {}) { userErrors { code } } }');
      await test.graphql('{ nonsense }');
      await fetch(`${test.url}/graphql`, {
        method: 'POST',
        body: 'x',
        headers: { 'content-type': 'text/plain' },
      });
      await fetch(`${test.url}/healthz`);
      await fetch(`${test.url}/graphql`, { headers: { accept: 'text/html' } });
      clock.set(at(2));
      await tell();
      await sumUp();
      const counted = (await rows()).filter((line) => !line.startsWith('api_latency_ms'));
      expect(counted).toEqual([
        'api_errors {"code": "BAD_USER_INPUT", "operation": "unknown"} 2.00 00:00',
        'api_errors {"code": "UNAUTHENTICATED", "operation": "mutation"} 1.00 00:00',
        'api_errors {"code": "UNAUTHENTICATED", "operation": "query"} 2.00 00:00',
        'api_requests {"operation": "mutation"} 1.00 00:00',
        'api_requests {"operation": "query"} 3.00 00:00',
        'api_requests {"operation": "subscription"} 0.00 00:00',
        'api_requests {"operation": "unknown"} 2.00 00:00',
      ]);
    });

    it('are the same rows when it is done twice, by two at once, or again after being cut off', async () => {
      answered().operation({ type: 'query', codes: [], milliseconds: 5 });
      clock.set(at(4));
      await tell();
      await tell();
      const broken = jest.spyOn(Database.prototype, 'write').mockRejectedValue(new Error('cut off'));
      await expect(sumUp()).rejects.toThrow('cut off');
      broken.mockRestore();
      await Promise.all([sumUp(), sumUp(second.app), sumUp()]);
      const once = await whole();
      expect(once.length).toBeGreaterThan(0);
      await sumUp();
      await sumUp(second.app);
      expect(await whole()).toEqual(once);
    });

    it('are corrected by a process that tells late, and kept when nobody sums up for hours', async () => {
      answered().operation({ type: 'query', codes: [], milliseconds: 5 });
      answered(second.app).operation({ type: 'query', codes: [], milliseconds: 5 });
      clock.set(at(2));
      await tell();
      await sumUp();
      expect(await rows('api_requests')).toContain('api_requests {"operation": "query"} 1.00 00:00');
      clock.set(at(10));
      await tell(second.app);
      await tell();
      await sumUp();
      expect(await rows('api_requests')).toContain('api_requests {"operation": "query"} 2.00 00:00');
      clock.set(at(59));
      await tell();
      clock.set(at(300));
      await sumUp();
      expect((await rows('api_requests')).filter((line) => line.includes('"query"'))).toHaveLength(59);
    });

    it('lose nothing when they can not be written, and are written by a process that ends', async () => {
      const third = await SecondApp.start(test, clock);
      answered(third.app).operation({ type: 'query', codes: [], milliseconds: 5 });
      clock.set(at(2));
      const broken = jest.spyOn(Database.prototype, 'write').mockRejectedValue(new Error('away'));
      await tell(third.app);
      broken.mockRestore();
      expect(await test.database.query('SELECT FROM api_minutes')).toEqual([]);
      answered(third.app).operation({ type: 'mutation', codes: [], milliseconds: 5 });
      await third.stop();
      const stored = await test.database.query<{ minute: Date; requests: object }>(
        `SELECT minute, figures->'requests' AS requests FROM api_minutes ORDER BY minute`,
      );
      expect(stored).toEqual([
        { minute: hour, requests: { query: 1 } },
        { minute: at(1), requests: {} },
        { minute: at(2), requests: { mutation: 1 } },
      ]);
    });

    it('are not told of a minute that processes may still tell of', async () => {
      answered().operation({ type: 'query', codes: [], milliseconds: 5 });
      clock.set(new Date(at(2).getTime() - 1));
      await tell();
      await sumUp();
      expect(await rows()).toEqual([]);
    });
  });

  it('come of one job for each five minutes, however many processes ask', async () => {
    await test.database.query(`DELETE FROM pgboss.job WHERE data->>'task' = 'system-metrics'`);
    clock.set(after(7));
    for (const app of [test.app, second.app, test.app]) await app.get(SamplingTask, { strict: false }).tick();
    clock.set(after(10));
    await second.app.get(SamplingTask, { strict: false }).tick();
    const jobs = await test.database.query<{ data: { slot: number } }>(
      `SELECT data FROM pgboss.job WHERE name = $1 AND data->>'task' = 'system-metrics' ORDER BY data->>'slot'`,
      [DISPATCH_QUEUE],
    );
    expect(jobs.map(({ data }) => new Date(data.slot * 5 * MINUTE))).toEqual([after(5), after(10)]);
  });
});

describe('figures of the platform', () => {
  let test: TestApp;
  let platform: Person;
  let owner: Person;
  const clock = new FixedClock(HOUR);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    platform = await platformAdmin(test, 'platform');
    owner = await test.register('owner');
    await test.database.query(
      `INSERT INTO system_metrics (metric_name, metric_value, tags, recorded_at) VALUES
       ('active_users', 4, '{"window": "24h"}', $1), ('active_users', 9.5, '{"window": "30d"}', $1),
       ('active_users', 3, '{"window": "24h", "kind": "x"}', $2), ('other', 1, NULL, $2), ('odd', -12345678.90, '{}', $3)`,
      [after(-10), after(-1440), after(-1441)],
    );
  });
  afterAll(() => test.stop());

  const METRICS = `query ($metricName: String!, $range: DateTimeRange, $tags: JSON) {
    systemMetrics(metricName: $metricName, range: $range, tags: $tags) { metricName metricValue tags recordedAt }
  }`;
  const metrics = (variables: object, by = platform) => test.graphql(METRICS, variables, by.token);
  const values = async (variables: object): Promise<string[]> => {
    const points = (await metrics(variables)).data.systemMetrics as { metricValue: string }[];
    return points.map(({ metricValue }) => metricValue);
  };

  it('are refused to whoever does not administer the platform, an owner too', async () => {
    for (const document of [
      '{ systemMetrics(metricName: "active_users") { metricValue } }',
      '{ systemMetricNames }',
      '{ adminStats { totalUsers } }',
      '{ activeUsers { nodes { email } } }',
    ]) {
      const { data, errors } = await test.graphql(document, {}, owner.token);
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('are samples of the last day, the oldest first, with value, tags and time as they are', async () => {
    const { data } = await metrics({ metricName: 'active_users' });
    expect(data.systemMetrics).toEqual([
      {
        metricName: 'active_users',
        metricValue: '3.00',
        tags: { kind: 'x', window: '24h' },
        recordedAt: after(-1440).toISOString(),
      },
      {
        metricName: 'active_users',
        metricValue: '4.00',
        tags: { window: '24h' },
        recordedAt: after(-10).toISOString(),
      },
      {
        metricName: 'active_users',
        metricValue: '9.50',
        tags: { window: '30d' },
        recordedAt: after(-10).toISOString(),
      },
    ]);
    expect(await values({ metricName: 'other' })).toEqual(['1.00']);
    expect(await values({ metricName: 'odd' })).toEqual([]);
    expect(await values({ metricName: 'nothing' })).toEqual([]);
  });

  it('are chosen by range, half-open, and by tags', async () => {
    const metricName = 'active_users';
    const from = after(-1440).toISOString();
    const until = after(-10).toISOString();
    expect(await values({ metricName, range: { from, until } })).toEqual(['3.00']);
    expect(await values({ metricName, range: { until } })).toEqual(['3.00']);
    expect(await values({ metricName: 'odd', range: { from: after(-9999).toISOString() } })).toEqual([
      '-12345678.90',
    ]);
    expect(await values({ metricName, tags: { window: '24h' } })).toEqual(['3.00', '4.00']);
    expect(await values({ metricName, tags: { window: '24h', kind: 'x' } })).toEqual(['3.00']);
    expect(await values({ metricName, tags: {} })).toHaveLength(3);
    expect(await values({ metricName: 'other', tags: {} })).toEqual(['1.00']);
  });

  it.each([
    ['range', { range: { from: HOUR.toISOString(), until: HOUR.toISOString() } }],
    ['tags', { tags: ['window'] }],
    ['tags', { tags: 'window' }],
  ])('are not asked for by a %s that is none: %j', async (path, variables) => {
    const { errors } = await metrics({ metricName: 'active_users', ...variables });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(path),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('are 10,000 samples at most', async () => {
    const many = (count: number) =>
      test.database.query(
        `INSERT INTO system_metrics (metric_name, metric_value, tags, recorded_at)
         SELECT 'many', n, jsonb_build_object('n', n), $1 FROM generate_series(1, $2) AS n ON CONFLICT DO NOTHING`,
        [after(-5), count],
      );
    await many(10_000);
    expect(await values({ metricName: 'many' })).toHaveLength(10_000);
    await many(10_001);
    const { errors } = await metrics({ metricName: 'many' });
    expect(errors?.[0]?.message).toBe(
      'range: expected a shorter one: at most 10,000 samples are given at once',
    );
  });

  it('are known by name', async () => {
    const { data } = await test.graphql('{ systemMetricNames }', {}, platform.token);
    expect(data.systemMetricNames).toEqual(expect.arrayContaining(['active_users', 'odd', 'other']));
    expect([...data.systemMetricNames].sort()).toEqual(data.systemMetricNames);
  });

  it('are counts of all tenants, as version 1 counts them', async () => {
    await test.database.query(
      `UPDATE users SET payment_status = 'paid' WHERE id = $1`, [owner.userId]); // prettier-ignore
    await test.database.query(
      `INSERT INTO users (email, tenant_id, is_active, payment_status) SELECT v.email, $1, v.active, v.status::payment_status_enum
       FROM (VALUES ('gone@example.com', false, 'paid'), ('tries@example.com', true, 'trial')) AS v (email, active, status)`,
      [owner.tenantId],
    );
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, name) VALUES ($1, $2, 'a', 'x'), ($1, $2, 'b', 'x')`,
      [owner.tenantId, owner.userId],
    );
    await test.database.query(
      `INSERT INTO sales (tenant_id, user_id, external_id, sale_date, quantity, price)
       SELECT $1, $2, n::text, $3::date - n, 1, 1 FROM unnest(ARRAY[0, 30, 31]) AS n`,
      [owner.tenantId, owner.userId, '2026-11-20'],
    );
    const { data } = await test.graphql(
      '{ adminStats { totalUsers paidUsers trialUsers adminUsers totalProducts salesLast30Days } }',
      {},
      platform.token,
    );
    expect(data.adminStats).toEqual({
      totalUsers: 3,
      paidUsers: 2,
      trialUsers: 1,
      adminUsers: 1,
      totalProducts: 2,
      salesLast30Days: 2,
    });
  });

  it.each([
    ['2026-11-20T20:59:59.999Z', 2],
    // the 21st in Moscow, the 20th in UTC
    ['2026-11-20T21:00:00.000Z', 1],
    ['2026-11-19T21:00:00.000Z', 2],
    ['2026-11-19T20:59:59.999Z', 3],
  ])('count sales from the day in Moscow on: at %s %i', async (now, salesLast30Days) => {
    clock.set(new Date(now));
    const token = await test.login(platform.email);
    const { data } = await test.graphql('{ adminStats { salesLast30Days } }', {}, token);
    clock.set(HOUR);
    expect(data.adminStats).toEqual({ salesLast30Days });
  });

  it('list active accounts of all tenants by address, each once, page by page', async () => {
    await test.database.query(
      `INSERT INTO subscriptions (tenant_id, user_id, plan_name, status, expires_at)
       VALUES ($1, $2, 'starter', 'active', $3), ($1, $2, 'pro', 'active', $4), ($1, $2, 'old', 'expired', $4)`,
      [owner.tenantId, owner.userId, after(1), after(2)],
    );
    const all = `nodes { id email telegramId fullName role isAdmin paymentStatus lastLoginAt tenantName planName subscriptionExpiresAt }`;
    const page = async (args: string, fields = 'nodes { email }') =>
      (await test.graphql(`{ activeUsers${args} { ${fields} } }`, {}, platform.token)).data
        .activeUsers as Listed;
    const first = await page('(first: 1)', `${all} totalCount pageInfo { hasNextPage endCursor }`);
    expect(first).toEqual({
      nodes: [
        {
          id: owner.userId,
          email: 'owner@example.com',
          telegramId: null,
          fullName: null,
          role: 'OWNER',
          isAdmin: false,
          paymentStatus: 'PAID',
          lastLoginAt: null,
          tenantName: 'owner',
          planName: 'pro',
          subscriptionExpiresAt: after(2).toISOString(),
        },
      ],
      totalCount: 3,
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    expect(await page(`(first: 2, after: "${first.pageInfo.endCursor}")`, 'nodes { email } pageInfo { hasNextPage }')).toEqual({
      nodes: [{ email: 'platform@example.com' }, { email: 'tries@example.com' }],
      pageInfo: { hasNextPage: false },
    }); // prettier-ignore
  });
});
