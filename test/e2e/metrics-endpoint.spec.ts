import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { request } from 'node:http';
import { SessionStates } from '../../src/features/auth/session-states.js';
import { LiveFiguresReader } from '../../src/features/metrics/live/live-figures.js';
import { Database } from '../../src/platform/database/index.js';
import { serveProbes } from '../../src/probes.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { readExposition, seriesOf, type Exposition } from '../support/exposition.js';
import { until } from '../support/program.js';
import { Peer } from '../support/socket.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const TOKEN = 'a-token-for-tests-only-of-more-than-32-characters';

describe('/metrics', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), env: { METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => test.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const scrape = async (): Promise<Exposition> => {
    test.app.get(LiveFiguresReader, { strict: false }).forget();
    const answer = await fetch(`${test.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return readExposition(await answer.text());
  };

  describe('is not there', () => {
    /** Everything by which two answers can be told apart, but for the address that each repeats. */
    const answerTo = async (url: string, path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}${path}`, { headers });
      const told = [...answer.headers].filter(([name]) => name !== 'date' && name !== 'content-length');
      const text = (await answer.text()).replaceAll(path, 'PATH');
      return { status: answer.status, told, text: text.replace(/"requestId":"[^"]+"/, '') };
    };

    it.each([
      ['without a token', {}],
      ['with another token', { authorization: `Bearer ${TOKEN.replace('a', 'b')}` }],
      ['with a beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
      ['with the token in another form', { authorization: TOKEN }],
      ['with an empty one', { authorization: 'Bearer ' }],
      ['from the machine itself, through a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ])('to whoever asks %s', async (_how, headers) => {
      const answer = await answerTo(test.url, '/metrics', headers);
      expect(answer.status).toBe(404);
      expect(answer).toEqual(await answerTo(test.url, '/nowhere', headers));
    });

    it('to the holder of an access token', async () => {
      const { token } = await test.register('somebody');
      expect(await answerTo(test.url, '/metrics', { authorization: `Bearer ${token}` })).toMatchObject({
        status: 404,
      });
    });

    it('to anybody where no token is set, not to an empty one either', async () => {
      const closed = await TestApp.start();
      const tries: Record<string, string>[] = [
        {},
        { authorization: 'Bearer null' },
        { authorization: `Bearer ${TOKEN}` },
      ];
      for (const headers of tries)
        expect(await answerTo(closed.url, '/metrics', headers)).toEqual(
          await answerTo(closed.url, '/nowhere', headers),
        );
      await closed.stop();
    });
  });

  it('counts requests by method, route and status, and operations by type and code', async () => {
    const before = await scrape();
    await test.graphql('{ viewer { user { id } } }');
    await test.graphql('{ __typename }');
    await test.graphql('mutation { logout(input: {}) { userErrors { code } } }');
    await fetch(`${test.url}/healthz`);
    const after = await scrape();
    const grown = (name: string) => {
      const known = seriesOf(before, name);
      const added = Object.entries(seriesOf(after, name)).map(
        ([labels, value]) => [labels, value - (known[labels] ?? 0)] as const,
      );
      return Object.fromEntries(added.filter(([, value]) => value !== 0));
    };
    expect(grown('stocktracker_http_requests_total')).toEqual({
      '{method="POST",route="/graphql",status="200"}': 3,
      '{method="GET",route="/healthz",status="200"}': 1,
      '{method="GET",route="/metrics",status="200"}': 1,
    });
    expect(grown('stocktracker_http_request_duration_seconds_count')).toEqual({
      '{route="/graphql"}': 3,
      '{route="/healthz"}': 1,
      '{route="/metrics"}': 1,
    });
    expect(grown('stocktracker_graphql_operations_total')).toEqual({
      '{type="query"}': 2,
      '{type="mutation"}': 1,
    });
    expect(grown('stocktracker_graphql_operation_duration_seconds_count')).toEqual({
      '{type="query"}': 2,
      '{type="mutation"}': 1,
    });
    expect(grown('stocktracker_graphql_errors_total')).toEqual({
      '{type="query",code="UNAUTHENTICATED"}': 1,
      '{type="mutation",code="UNAUTHENTICATED"}': 1,
    });
  });

  it('counts what nobody expected as INTERNAL, from a series that was there before', async () => {
    const internal = async (): Promise<(number | undefined)[]> => {
      const exposition = await scrape();
      return ['query', 'mutation', 'unknown'].map((type) =>
        exposition.get(`stocktracker_graphql_errors_total{type="${type}",code="INTERNAL"}`),
      );
    };
    const { token } = await test.register('unlucky');
    const ask = () => test.graphql('{ viewer { user { id } } }', {}, token);
    await ask();
    expect(await internal()).toEqual([0, 0, 0]);
    jest.spyOn(Database.prototype, 'rows').mockRejectedValue(new Error('a bug'));
    await ask();
    // and where it can not even be told whose request it is
    jest.spyOn(SessionStates.prototype, 'get').mockRejectedValue(new Error('a bug'));
    await ask();
    jest.restoreAllMocks();
    expect(await internal()).toEqual([1, 0, 1]);
  });

  it('counts subscriptions when they begin, and why others do not', async () => {
    const { token } = await test.register('listener');
    const before = await scrape();
    const peer = Peer.of(test.url, token);
    await peer.subscribe('subscription { nonsense }').over();
    peer.subscribe('subscription { syncProgress { id } }');
    const type = 'stocktracker_graphql_operations_total{type="subscription"}';
    await until(async () => ((await scrape()).get(type) ?? 0) - (before.get(type) ?? 0) === 2);
    const after = await scrape();
    expect(after.get('stocktracker_websocket_connections')).toBe(1);
    expect(after.get('stocktracker_graphql_errors_total{type="subscription",code="BAD_USER_INPUT"}')).toBe(1);
    await peer.leave();
  });

  it('keeps no word that a client has thought of', async () => {
    const ask = (method: string, path: string) =>
      new Promise<void>((done) => {
        const { hostname, port } = new URL(test.url);
        request({ hostname, port, method, path }, (answer) => {
          answer.resume().on('end', done);
        }).end();
      });
    await ask('PROPFIND', '/');
    await ask('GET', '/nowhere');
    const before = await scrape();
    for (let count = 0; count < 20; count++) {
      await ask('GET', `/guess/${count}`);
      await ask('GET', `/graphql?query={__typename}&operationName=planted${count}`);
      await ask('GET', `/exports/${count}?signature=planted`);
      await test.graphql(`query planted${count} { __typename }`);
      await test.graphql(`query planted${count} { planted${count} }`);
    }
    for (const method of ['MKCOL', 'REPORT', 'LOCK']) await ask(method, '/');
    const known = new Set(before.keys());
    const added = [...(await scrape()).keys()].filter((key) => !known.has(key));
    expect(added.join('\n')).not.toMatch(/planted|guess|MKCOL|REPORT|LOCK/);
    // a route and a status that nobody had met before
    expect(added.filter((key) => key.startsWith('stocktracker_http_requests_total')).length).toBeLessThan(4);
  });

  it('tells of the pools of connections', async () => {
    const exposition = await scrape();
    expect(seriesOf(exposition, 'stocktracker_db_pool_max_connections')).toEqual({
      '{pool="app"}': 20,
      '{pool="system"}': 8,
    });
    expect(seriesOf(exposition, 'stocktracker_db_pool_waiting')).toEqual({
      '{pool="app"}': 0,
      '{pool="system"}': 0,
    });
    const used = exposition.get('stocktracker_db_pool_connections{pool="app",state="used"}');
    const client = await test.app.get(Database).session({ ...CONTEXT });
    expect((await scrape()).get('stocktracker_db_pool_connections{pool="app",state="used"}')).toBe(used! + 1);
    client.release();
  });

  it('tells of jobs by queue and state, and for how long the oldest one waits', async () => {
    await test.database.query('DELETE FROM pgboss.job');
    await test.database.query(
      `INSERT INTO pgboss.job (name, state, start_after) VALUES
       ('sync', 'created', now() - interval '100 seconds'), ('sync', 'retry', now() - interval '10 seconds'),
       ('sync', 'created', now() + interval '1 hour'), ('sync', 'completed', now() - interval '5 hours'),
       ('delivery', 'created', now() + interval '1 hour')`,
    );
    await test.database.query(
      `UPDATE pgboss.queue SET active_count = 3, failed_count = 4 WHERE name = 'sync'`,
    );
    const exposition = await scrape();
    const jobs = seriesOf(exposition, 'stocktracker_jobs');
    expect(jobs).toMatchObject({
      '{queue="sync",state="ready"}': 2,
      '{queue="sync",state="deferred"}': 1,
      '{queue="sync",state="active"}': 3,
      '{queue="sync",state="failed"}': 4,
      '{queue="rollup",state="ready"}': 0,
      '{queue="delivery",state="deferred"}': 1,
    });
    expect(Object.keys(jobs).join()).not.toContain('pgboss');
    const waits = seriesOf(exposition, 'stocktracker_job_wait_seconds');
    expect(waits['{queue="sync"}']).toBeGreaterThanOrEqual(100);
    expect(waits['{queue="sync"}']).toBeLessThan(160);
    expect(waits['{queue="delivery"}']).toBe(0);
  });

  it('tells of syncs and rollups, the worst and the other; nothing of none', async () => {
    const nothing = await scrape();
    expect(seriesOf(nothing, 'stocktracker_sync_lag_seconds')).toEqual({});
    expect(seriesOf(nothing, 'stocktracker_rollup_age_seconds')).toEqual({});
    for (const [name, minutes, day] of [
      ['first', 10, '2026-11-19'],
      ['second', 30, '2026-11-17'],
      ['third', 50, null],
    ] as const) {
      const seller = await test.register(name);
      await test.database.query(`UPDATE users SET wb_api_key = 'x', last_sync_at = $2 WHERE id = $1`, [
        seller.userId,
        new Date(NOW.getTime() - minutes * 60_000),
      ]);
      const [product] = await test.database.query<{ id: string }>(
        `INSERT INTO products (tenant_id, user_id, wb_article, name, created_at) VALUES ($1, $2, 'a', 'x', $3) RETURNING id`,
        [seller.tenantId, seller.userId, new Date(NOW.getTime() - 3_600_000)],
      );
      if (day !== null)
        await test.database.query(
          `INSERT INTO product_metrics (tenant_id, product_id, user_id, as_of, sold_30_days, returned_30_days, revenue_30_days,
             in_stock_days, known_days, stock_now, cost_30_days, cost_missing, abc_class, xyz_class, risk, calculated_at)
           VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, 0, 0, 'C', 'NEW', 'OK', now())`,
          [seller.tenantId, product!.id, seller.userId, day],
        );
    }
    const exposition = await scrape();
    expect(seriesOf(exposition, 'stocktracker_sync_lag_seconds')).toEqual({
      '{stat="max"}': 3000,
      '{stat="median"}': 1800,
    });
    // noon in Moscow; the figures of the second seller end with the 17th, those of the third have an hour to come
    expect(seriesOf(exposition, 'stocktracker_rollup_age_seconds')).toEqual({
      '{stat="oldest"}': 60 * 3600,
      '{stat="newest"}': 3600,
    });
  });

  it('answers in time when the database does not, and tells that and no old figures', async () => {
    expect((await scrape()).get('stocktracker_database_up')).toBe(1);
    jest.spyOn(Database.prototype, 'read').mockReturnValue(new Promise(() => undefined));
    const started = performance.now();
    const exposition = await scrape();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(exposition.get('stocktracker_database_up')).toBe(0);
    expect(seriesOf(exposition, 'stocktracker_jobs')).toEqual({});
    expect(seriesOf(exposition, 'stocktracker_rollup_age_seconds')).toEqual({});
    expect(exposition.has('stocktracker_db_pool_waiting{pool="app"}')).toBe(true);
  });

  it('tells of the process: processor, memory, the lag of its event loop', async () => {
    const names = [...(await scrape()).keys()].join('\n');
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(names).toContain(name);
  });
});

describe('beside a worker', () => {
  it('probes and Prometheus are answered as they would be by itself, and nothing else is', async () => {
    const worker = await TestApp.start({ env: { METRICS_TOKEN: TOKEN } });
    const probes = await serveProbes(worker.app, 0, '127.0.0.1');
    const at = `http://127.0.0.1:${probes.port}`;
    expect(await (await fetch(`${at}/readyz`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    expect((await fetch(`${at}/metrics`)).status).toBe(404);
    const read = await fetch(`${at}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(read.headers.get('content-type')).toContain('version=0.0.4');
    expect(
      readExposition(await read.text()).has('stocktracker_jobs_finished_total{queue="sync",outcome="done"}'),
    ).toBe(true);
    for (const [method, path] of [
      ['POST', '/graphql'],
      ['GET', '/graphql?query={__typename}'],
      ['GET', '/graphiql'],
      ['POST', '/healthz'],
      ['GET', '/healthz/'],
    ] as const)
      expect([path, (await fetch(`${at}${path}`, { method })).status]).toEqual([path, 404]);
    await probes.close();
    await worker.stop();
  });
});

const CONTEXT = {
  kind: 'seller',
  tenantId: '01a20556-0000-7000-8000-000000000000',
  userId: '01a20556-0000-7000-8000-000000000000',
  scope: 'own',
  writeScope: 'own',
  requestId: 'x',
  ipAddress: null,
  userAgent: null,
  now: () => NOW,
} as const;
