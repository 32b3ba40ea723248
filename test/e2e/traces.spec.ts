import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { TRACING, type Tracing } from '../../src/platform/observability/index.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { until } from '../support/program.js';

const DIST = resolve(import.meta.dirname, '../../dist/src');
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traces', () => {
  let receiver: OtlpReceiver;
  let test: TestApp;

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    test = await TestApp.start({
      worker: false,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=planted%20key',
        OTEL_SERVICE_NAME: 'tested',
      },
    });
  });
  afterAll(async () => {
    await test.stop();
    await receiver.close();
  });
  beforeEach(async () => {
    await test.app.get<Tracing>(TRACING).flush();
    receiver.forget();
  });

  /** Once the request has ended, which is after its answer has come. */
  const spans = async (named = /^(GET|POST) /): Promise<ReceivedSpan[]> => {
    await until(async () => {
      await test.app.get<Tracing>(TRACING).flush();
      return receiver.spans.some(({ name }) => named.test(name));
    });
    return receiver.spans;
  };
  const childrenOf = (all: ReceivedSpan[], parent: ReceivedSpan) =>
    all.filter(({ parentSpanId }) => parentSpanId === parent.spanId);

  it('tell of a request, of the operation in it, and of the statements of that', async () => {
    const { token, userId, tenantId } = await test.register('somebody');
    await spans();
    receiver.forget();
    await test.graphql('query planted { first: viewer { user { id email } } tenant { id } }', {}, token);
    const all = await spans();
    const [request, ...others] = all.filter(({ parentSpanId }) => parentSpanId === null);
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      name: 'POST /graphql',
      kind: 2,
      failed: false,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'stocktracker.tenant_id': tenantId,
        'enduser.id': userId,
        'stocktracker.request_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    const [operation, ...more] = childrenOf(all, request!);
    expect(more).toEqual([]);
    expect(operation).toMatchObject({
      name: 'GraphQL query',
      kind: 1,
      attributes: { 'graphql.operation.type': 'query', 'stocktracker.root_fields': ['viewer', 'tenant'] },
    });
    const statements = childrenOf(all, operation!);
    const texts = statements.map(({ attributes }) => String(attributes['db.query.text']));
    expect(texts.filter((text) => text.startsWith('SELECT')).length).toBeGreaterThanOrEqual(2);
    expect(texts).toContainEqual(expect.stringMatching(/BEGIN .*SET LOCAL app\.tenant_id = \?/));
    for (const { kind, attributes } of statements)
      expect([kind, attributes['db.system.name']]).toEqual([3, 'postgresql']);
    for (const span of [request!, operation!, ...statements]) {
      expect(span.traceId).toBe(request!.traceId);
      expect(span.endNs).toBeGreaterThanOrEqual(span.startNs);
    }
    for (const { startNs } of statements) expect(startNs).toBeGreaterThanOrEqual(operation!.startNs);
    expect(receiver.resource).toMatchObject({ 'service.name': 'tested' });
    expect(receiver.headers[0]).toMatchObject({ 'x-collector-key': 'planted key' });
  });

  it('tell two requests at once apart, each with its own statements', async () => {
    const [one, other] = [await test.register('one'), await test.register('other')];
    const ask = (token: string) => test.graphql('{ viewer { user { id } } }', {}, token);
    // what a session is, is looked up the first time
    for (const { token } of [one, other]) await ask(token);
    await spans();
    receiver.forget();
    await Promise.all([ask(one.token), ask(other.token), ask(one.token), ask(other.token)]);
    await until(async () => (await spans()).filter(({ parentSpanId }) => parentSpanId === null).length === 4);
    const all = receiver.spans;
    const requests = all.filter(({ parentSpanId }) => parentSpanId === null);
    const statements = requests.map((request) => {
      const [operation] = childrenOf(all, request);
      return childrenOf(all, operation!).filter(({ name }) => name === 'SELECT').length;
    });
    expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(4);
    expect(new Set(statements).size).toBe(1);
    expect(statements[0]).toBeGreaterThan(0);
  });

  it('tell of a mutation in one transaction, and that it was refused', async () => {
    await test.graphql('mutation { startSync(input: {}) { userErrors { code } } }');
    const refused = (await spans()).find(({ name }) => name.startsWith('GraphQL'));
    expect(refused).toMatchObject({
      name: 'GraphQL mutation',
      failed: false,
      attributes: {
        'stocktracker.root_fields': ['startSync'],
        'stocktracker.error_codes': ['UNAUTHENTICATED'],
      },
    });
    receiver.forget();
    await test.register('writer');
    const texts = (await spans()).map(({ name, attributes }) => [name, attributes['db.query.text']]);
    expect(texts).toContainEqual(['INSERT', expect.stringContaining('INSERT INTO')]);
    expect(texts).toContainEqual(['COMMIT', 'COMMIT']);
  });

  it('mark what failed by a fault of ours, a statement by its code alone', async () => {
    const { token } = await test.register('unlucky');
    await test.graphql('{ viewer { user { id } } }', {}, token);
    await spans();
    receiver.forget();
    const rows = Database.prototype.rows;
    jest.spyOn(Database.prototype, 'rows').mockImplementation(function (
      this: Database,
      ctx,
      statement,
      values,
    ) {
      const broken = { name: '', text: `SELECT 'planted'::uuid AS id` };
      return rows.call(
        this,
        ctx,
        statement.text.includes('FROM users') ? broken : statement,
        statement.text.includes('FROM users') ? [] : values,
      );
    });
    await test.graphql('{ user(id: "01a20556-0000-7000-8000-000000000000") { id } }', {}, token);
    jest.restoreAllMocks();
    const all = await spans();
    expect(all.find(({ name }) => name === 'GraphQL query')).toMatchObject({ failed: true });
    const failed = all.find(({ name, failed }) => name === 'SELECT' && failed);
    expect(failed?.attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.query.text': 'SELECT ?::uuid AS id',
      'db.response.status_code': '22P02',
    });
  });

  it('tell of jobs with their statements', async () => {
    const tracing = test.app.get<Tracing>(TRACING);
    const failing = tracing.job('sync', async () => {
      await test.app.get(Database).missingMigrations();
      throw new Error('planted');
    });
    await expect(failing).rejects.toThrow('planted');
    const all = await spans(/^job/);
    const job = all.find(({ name }) => name === 'job sync');
    expect(job).toMatchObject({ parentSpanId: null, kind: 5, failed: true });
    expect(childrenOf(all, job!).map(({ attributes }) => attributes['db.query.text'])).toEqual([
      'SELECT name FROM migrations',
    ]);
  });

  it('have nothing in them that somebody has given: neither secrets nor names nor addresses', async () => {
    const planted = 'planted-0123456789-secret';
    const { token, refreshToken } = await test.register('planted-name');
    await test.graphql(
      `mutation ($password: String!) { login(input: {email: "planted-name@example.com", password: $password}) { userErrors { code } } }`,
      { password: planted },
    );
    await test.graphql(
      `mutation { refreshSession(input: {refreshToken: "${refreshToken}"}) { userErrors { code } } }`,
    );
    await test.graphql(
      `query ${planted.replaceAll('-', '_')} { planted_alias: viewer { user { id } } }`,
      {},
      token,
    );
    await test.graphql(`{ products(filter: {search: "${planted}"}) { nodes { id } } }`, {}, token);
    await test.graphql(
      `mutation { connectWildberries(input: {apiKey: "${planted}"}) { userErrors { code } } }`,
      {},
      token,
    );
    await fetch(`${test.url}/exports/${planted}?expires=1&signature=${planted}`, {
      headers: { 'user-agent': planted },
    });
    await fetch(`${test.url}/${planted}?${planted}`, {
      headers: { traceparent: PARENT, authorization: planted },
    });
    await spans(/none/);
    const sent = receiver.bodies.join('\n');
    expect(receiver.spans.length).toBeGreaterThan(30);
    expect(sent).not.toMatch(/planted/);
    for (const secret of [token, refreshToken, PASSWORD, test.settings.jwtSecret, 'argon2'])
      expect(sent).not.toContain(secret);
    // whose trace it goes on is not for anybody to say
    expect(sent).not.toContain(PARENT.split('-')[1]);
  });

  it('go on from the span of a proxy of ours, and from nobody else', async () => {
    const behind = await TestApp.start({
      worker: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TRUST_PROXY: '1' },
    });
    const ask = (traceparent: string) => fetch(`${behind.url}/healthz`, { headers: { traceparent } });
    await ask(PARENT);
    // not to be told of, says whoever has begun it
    await ask(PARENT.replace(/01$/, '00').replace('0af7', '0bf7'));
    await ask('00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01');
    await ask('nonsense');
    await behind.stop();
    const found = receiver.spans.filter(({ name }) => name === 'GET /healthz');
    expect(found.map(({ parentSpanId }) => parentSpanId).sort()).toEqual(
      ['b7ad6b7169203331', null, null].sort(),
    );
    expect(found.find(({ parentSpanId }) => parentSpanId !== null)?.traceId).toBe(PARENT.split('-')[1]);
  });

  it('are sent when the process ends, which a collector that is away does not keep up', async () => {
    const ending = await TestApp.start({ worker: false, env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
    await fetch(`${ending.url}/healthz`);
    await ending.stop();
    expect(receiver.spans.map(({ name }) => name)).toContain('GET /healthz');
    const away = await TestApp.start({
      worker: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
    });
    await fetch(`${away.url}/healthz`);
    const started = performance.now();
    await away.stop();
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('are not told of at a share of 0', async () => {
    const quiet = await TestApp.start({
      worker: false,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER_ARG: '0' },
    });
    await quiet.register('quiet');
    await quiet.stop();
    expect(receiver.bodies).toEqual([]);
  });

  it('are off by default: then nothing of them is loaded', async () => {
    const loaded = async (module: string): Promise<string[]> => {
      const script = `
        await import(${JSON.stringify(`${DIST}/${module}`)});
        const { createRequire } = await import('node:module');
        const files = Object.keys(createRequire(import.meta.url).cache);
        console.log(JSON.stringify([...new Set(files.flatMap((file) => /@opentelemetry.[\\w-]+/.exec(file) ?? []))]));`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        cwd: resolve(DIST, '../..'),
      });
      return JSON.parse(stdout) as string[];
    };
    // the interface alone, by which prom-client and pg-boss ask whether there are traces
    expect(await loaded('application.js')).toEqual(['@opentelemetry/api']);
    expect(await loaded('platform/observability/tracing/otlp-tracing.js')).toContain(
      '@opentelemetry/sdk-trace',
    );
    const off = await TestApp.start({ worker: false });
    expect(off.app.get(TRACING)).toBeNull();
    await off.stop();
  });
});
