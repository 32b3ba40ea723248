import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LiveFiguresReader } from '../../src/features/metrics/live/live-figures.js';
import { Health } from '../../src/platform/observability/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { FreezableProxy } from '../support/frozen-proxy.js';
import { until } from '../support/program.js';
import { SecondApp } from '../support/second-app.js';

const NOW = new Date('2026-11-20T09:00:00Z');

interface Told {
  readonly status: number;
  readonly body: {
    readonly status: string;
    readonly details: Record<string, { status: string; message?: string }>;
  };
  readonly ms: number;
}

async function ask(url: string, path: string): Promise<Told> {
  const started = performance.now();
  const answer = await fetch(`${url}${path}`);
  const body = (await answer.json()) as Told['body'];
  return { status: answer.status, body, ms: performance.now() - started };
}

describe('/healthz and /readyz', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    await test.database.query('DELETE FROM pgboss.job');
  });
  afterAll(() => test.stop());
  beforeEach(() => {
    test.app.get(LiveFiguresReader, { strict: false }).forget();
  });

  it('say that all is well, and no more than that', async () => {
    expect(await ask(test.url, '/healthz')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: {} },
    });
    const { status, body } = await ask(test.url, '/readyz');
    expect(status).toBe(200);
    const up = { status: 'up' };
    const details = { process: up, database: up, queue: up, rollup: up };
    expect(body).toEqual({ status: 'ok', info: details, error: {}, details });
  });

  it('are ready but degraded while jobs wait, or figures are old: others have to see to that', async () => {
    await test.database.query(
      `INSERT INTO pgboss.job (name, start_after) VALUES ('sync', now() - interval '890 seconds')`,
    );
    expect((await ask(test.url, '/readyz')).body.status).toBe('ok');
    test.app.get(LiveFiguresReader, { strict: false }).forget();
    await test.database.query(`UPDATE pgboss.job SET start_after = now() - interval '901 seconds'`);
    const seller = await test.register('seller');
    const [product] = await test.database.query<{ id: string }>(
      `INSERT INTO products (tenant_id, user_id, wb_article, name) VALUES ($1, $2, 'a', 'x') RETURNING id`,
      [seller.tenantId, seller.userId],
    );
    await test.database.query(
      `INSERT INTO product_metrics (tenant_id, product_id, user_id, as_of, sold_30_days, returned_30_days, revenue_30_days,
         in_stock_days, known_days, stock_now, cost_30_days, cost_missing, abc_class, xyz_class, risk, calculated_at)
       VALUES ($1, $2, $3, '2026-11-18', 0, 0, 0, 0, 0, 0, 0, 0, 'C', 'NEW', 'OK', now())`,
      [seller.tenantId, product!.id, seller.userId],
    );
    expect(await ask(test.url, '/readyz')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        details: {
          database: { status: 'up' },
          queue: { status: 'degraded', message: 'jobs have been waiting for more than a quarter of an hour' },
          rollup: { status: 'degraded', message: 'the figures of somebody do not cover yesterday' },
        },
      },
    });
  });

  it('are not ready with a database behind the program', async () => {
    const other = await SecondApp.start(test, clock);
    await test.database.query(`DELETE FROM migrations WHERE name = 'SystemMetrics1764000000012'`);
    expect(await ask(other.url, '/readyz')).toMatchObject({
      status: 503,
      body: { status: 'error', error: { database: { message: '1 migrations are not applied' } } },
    });
    await test.database.query(
      `INSERT INTO migrations (timestamp, name) VALUES (1764000000012, 'SystemMetrics1764000000012')`,
    );
    await other.stop();
  });

  it('are not ready while the process ends, and alive all the same', async () => {
    const other = await SecondApp.start(test, clock);
    other.app.get(Health).shuttingDown();
    expect(await ask(other.url, '/readyz')).toMatchObject({
      status: 503,
      body: { error: { process: { status: 'down', message: 'shutting down' } } },
    });
    expect(await ask(other.url, '/healthz')).toMatchObject({ status: 200 });
    await other.stop();
  });

  it('answer in time when the database hangs, tell nothing of it, and are ready again after it', async () => {
    const proxy = await FreezableProxy.before(test.database.urls.app);
    const databases = {
      app: proxy.through(test.database.urls.app),
      system: proxy.through(test.database.urls.system),
    };
    const other = await SecondApp.start(test, clock, { databases });
    try {
      expect((await ask(other.url, '/readyz')).status).toBe(200);
      proxy.freeze();
      await until(async () => (await ask(other.url, '/readyz')).status === 503, 5_000);
      const asked = await Promise.all([
        ask(other.url, '/readyz'),
        ask(other.url, '/readyz'),
        ask(other.url, '/healthz'),
      ]);
      expect(asked.map(({ status }) => status)).toEqual([503, 503, 200]);
      for (const { ms } of asked) expect(ms).toBeLessThan(4_000);
      expect(asked[0].body.details['database']).toEqual({ status: 'down', message: 'does not answer' });
      expect(JSON.stringify(asked.map(({ body }) => body))).not.toMatch(
        /127\.0\.0\.1|timeout|stocktracker|\d{4,}/,
      );
      proxy.thaw();
      await until(async () => (await ask(other.url, '/readyz')).status === 200, 5_000);
    } finally {
      proxy.thaw();
      await other.stop();
      await proxy.close();
    }
  });
});
