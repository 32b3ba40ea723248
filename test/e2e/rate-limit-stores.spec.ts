import { createServer } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { Counters } from '../../src/platform/rate-limits/index.js';
import { RedisCounters } from '../../src/platform/rate-limits/redis-counters.js';
import { createApplication } from '../../src/application.js';
import { TestApp } from '../support/app.js';

const LOGIN = `mutation ($email: String!) { login(input: {email: $email, password: "wrong password"}) { userErrors { code } } }`;

async function codes(url: string, email: string, times: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let i = 0; i < times; i++) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LOGIN, variables: { email } }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    found.push(errors?.[0]?.extensions.code ?? response.status);
  }
  return found;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe.each(['memory', 'postgres'])('counters in %s', (store) => {
  let test: TestApp | undefined;
  afterAll(() => test?.stop());

  it('count, end, and are given back', async () => {
    test = await TestApp.start({ env: { RATE_LIMITS: 'on', RATE_LIMIT_STORE: store } });
    const counter = test.app
      .get(Counters, { strict: false })
      .counter({ prefix: 'spec', points: 2, seconds: 100 });
    await counter.consume('a');
    expect((await counter.consume('a')).remainingPoints).toBe(0);
    const refusal = await counter.consume('a').catch((error: unknown) => error as RateLimiterRes);
    expect(refusal.msBeforeNext).toBeGreaterThan(90_000);
    expect(refusal.msBeforeNext).toBeLessThanOrEqual(100_000);
    expect((await counter.consume('b')).consumedPoints).toBe(1);
    await counter.reward('a', 2);
    expect((await counter.get('a'))?.consumedPoints).toBe(1);
    await counter.delete('a');
    expect(await counter.get('a')).toBeNull();
  });

  it(`are ${store === 'memory' ? 'of one process' : 'shared between processes'}`, async () => {
    expect(await codes(test!.url, 'shared@example.com', 6)).toEqual([
      200,
      200,
      200,
      200,
      200,
      'RATE_LIMITED',
    ]);
    const other = await createApplication(test!.settings);
    try {
      await other.listen(0, '127.0.0.1');
      expect(await codes(await other.getUrl(), 'shared@example.com', 1)).toEqual([
        store === 'memory' ? 200 : 'RATE_LIMITED',
      ]);
    } finally {
      await other.close();
    }
    const rows = await test!.database.query<{ key: string }>('SELECT key FROM rate_limits ORDER BY key');
    expect(rows.length > 0).toBe(store === 'postgres');
    // whose they are is not to be read from them
    expect(JSON.stringify(rows)).not.toContain('example.com');
  });
});

describe('counters in PostgreSQL', () => {
  it('go on in memory while the table can not be reached', async () => {
    const test = await TestApp.start({ env: { RATE_LIMITS: 'on', RATE_LIMIT_STORE: 'postgres' } });
    try {
      await test.database.query('ALTER TABLE rate_limits RENAME TO rate_limits_away');
      expect(await codes(test.url, 'insured@example.com', 6)).toEqual([
        200,
        200,
        200,
        200,
        200,
        'RATE_LIMITED',
      ]);
    } finally {
      await test.stop();
    }
  });
});

describe('counters in Redis', () => {
  it('go on in memory while it can not be reached, which is said once', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const counters = await RedisCounters.open(`redis://127.0.0.1:${await closedPort()}`, log);
    try {
      const counter = counters.counter({ prefix: 'spec', points: 2, seconds: 100 });
      await counter.consume('a');
      await counter.consume('a');
      const refusal = await counter.consume('a').catch((error: unknown) => error as RateLimiterRes);
      expect(refusal.consumedPoints).toBe(3);
      await counter.delete('a');
      expect(await counter.get('a')).toBeNull();
    } finally {
      await counters.close();
    }
    expect(lines.filter((line) => line.includes('Redis can not be reached')).length).toBeLessThanOrEqual(1);
  });

  it('do not stop the application from starting and answering', async () => {
    const redis = `redis://127.0.0.1:${await closedPort()}`;
    const test = await TestApp.start({
      env: { RATE_LIMITS: 'on', RATE_LIMIT_STORE: 'redis', REDIS_URL: redis },
    });
    try {
      expect(await codes(test.url, 'insured@example.com', 6)).toEqual([
        200,
        200,
        200,
        200,
        200,
        'RATE_LIMITED',
      ]);
    } finally {
      await test.stop();
    }
  });
});
