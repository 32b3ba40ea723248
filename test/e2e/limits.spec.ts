import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { Database } from '../../src/platform/database/index.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown> }[];
    extensions?: { cost: { requested: number; limit: number; throttle: object | null } };
  };
}

async function ask(test: TestApp, query: string, token?: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

/** So many fields inside one another, the last a scalar. */
const deep = (depth: number): string => {
  const pairs = 'nodes { product { sales(first: 1) { '.repeat(Math.ceil(depth / 3));
  const fields = `sales(first: 1) { ${pairs}`.split(' { ').slice(0, depth - 1);
  return `{ ${fields.join(' { ')} { __typename ${'} '.repeat(depth - 1)} }`;
};

describe('what one operation may ask for', () => {
  let test: TestApp;
  let token: string;
  let reads: jest.SpiedFunction<Database['rows']>;

  beforeAll(async () => {
    test = await TestApp.start();
    ({ token } = await test.register('limited'));
  });
  afterAll(() => test.stop());
  beforeEach(() => {
    reads = jest.spyOn(test.app.get(Database, { strict: false }), 'rows');
  });
  afterEach(() => reads.mockRestore());

  const fan = Array.from(
    { length: 9 },
    (_, level) =>
      `fragment F${level} on Sale { a: product { sales { nodes { ...F${level + 1} } } } b: product { sales { nodes { ...F${level + 1} } } } }`,
  ).join(' ');

  it.each([
    [
      '16 aliases',
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      /aliases and repeated fields 16, limit 15/,
    ],
    ['101 aliases', `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(' ')} }`, /aliases/],
    [
      '500 repeats of a field',
      `{ ${'__typename '.repeat(500)} }`,
      /aliases and repeated fields 499, limit 15/,
    ],
    ['16,000 repeats of a field', `{ ${'__typename '.repeat(16_000)} }`, /more than 1000 tokens/],
    ['11 levels', deep(11), /depth 11, limit 10/],
    ['20,000 levels', '{ a '.repeat(20_000), /more than 1000 tokens/],
    [
      '11 root fields',
      `{ ${['viewer { user { id } }', 'tenant { id }', 'warehouses { name }', 'dashboard { status }', 'sessions { id }', 'syncRuns { totalCount }', 'products { totalCount }', 'sales { totalCount }', 'stockHistory { totalCount }', 'product(id: "1") { id }', '__typename'].join(' ')} }`,
      /root fields 11, limit 10/,
    ],
    [
      '100 x 100 x 100',
      '{ products(first: 100) { nodes { sales(first: 100) { nodes { product { sales(first: 100) { nodes { id } } } } } } } }',
      /cost 1030201, limit 2000/,
    ],
    [
      'fragments that fan out',
      `{ sales { nodes { ...F0 } } } ${fan} fragment F9 on Sale { id }`,
      /too many selections|Too complex/,
    ],
    ['40,000 directives', `{ __typename ${'@include(if: true) '.repeat(40_000)} }`, /more than 1000 tokens/],
    [
      '31 directives',
      `query ($x: Boolean!) { ${Array.from({ length: 31 }, () => '... @include(if: $x) { __typename }').join(' ')} }`,
      /aliases|directives 31, limit 30/,
    ],
    [
      'two sign-ins',
      `mutation { a: login(input: {email: "a@example.com", password: "x"}) { userErrors { code } } b: login(input: {email: "a@example.com", password: "y"}) { userErrors { code } } }`,
      /password, a token.* 2, limit 1/,
    ],
    [
      'a sign-in and a registration',
      `mutation { login(input: {email: "a@example.com", password: "x"}) { userErrors { code } } register(input: {email: "b@example.com", password: "${PASSWORD}", tenantName: "b"}) { userErrors { code } } }`,
      /password, a token.* 2, limit 1/,
    ],
  ])('refuses %s before anything is read', async (_name, query, message) => {
    const { status, body } = await ask(test, query, token);
    expect(body.data).toBeUndefined();
    expect(body.errors!.map(({ extensions }) => extensions)).toEqual([
      { code: 'TOO_COMPLEX', requestId: expect.any(String) },
    ]);
    expect(body.errors![0]!.message).toMatch(message);
    expect(status).toBe(400);
    expect(reads.mock.calls.filter(([ctx]) => ctx.kind === 'caller')).toEqual([]);
    const [{ count }] = (await test.database.query<{ count: string }>(
      `SELECT count(*) FROM audit_log WHERE action = 'auth.login_failed'`,
    )) as [{ count: string }];
    expect(count).toBe('0');
  });

  it.each([
    ['15 aliases', `{ viewer { ${Array.from({ length: 15 }, (_, i) => `a${i}: __typename`).join(' ')} } }`],
    ['10 levels', deep(10)],
    [
      'a page of a hundred with stock and sales',
      '{ products(first: 100) { nodes { name stockLevels { quantity } sales(first: 10) { nodes { price { amount } } } } } }',
    ],
    [
      'what an editor asks of the schema',
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
    ],
  ])('answers %s', async (_name, query) => {
    const { status, body } = await ask(test, query, token);
    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
  });

  it('tells at most five errors of a document, without suggestions', async () => {
    const { body } = await ask(
      test,
      `{ ${Array.from({ length: 50 }, (_, i) => `produkt${i}`).join(' ')} }`,
      token,
    );
    expect(body.errors).toHaveLength(6);
    const { body: near } = await ask(test, '{ product(id: "1") { nmae } }', token);
    expect(near.errors!.map(({ message }) => message)).toEqual([
      'Cannot query field "nmae" on type "Product".',
    ]);
    expect(JSON.stringify([body, near])).not.toMatch(/did you mean|stack/i);
  });

  it('refuses fragments in a circle', async () => {
    const { body, status } = await ask(
      test,
      '{ sales { nodes { ...A } } } fragment A on Sale { product { sales { nodes { ...A } } } }',
      token,
    );
    expect([status, body.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('tells a client of before application/graphql-response+json the same under 200', async () => {
    const { status, errors } = await test.graphql(deep(11), {}, token);
    expect([status, errors?.[0]?.extensions.code]).toEqual([200, 'TOO_COMPLEX']);
  });

  const products = (fields: string) => `query ($n: Int) { products(first: $n) { nodes { ${fields} } } }`;

  it.each([
    ['{ __typename }', 1],
    [products('name price { amount }'), 101],
    [products('stockLevels { quantity }'), 601],
    [products('stockLevels { quantity } sales(first: 10) { nodes { price { amount } } }'), 1_701],
    [products('stockLevels { quantity } sales(first: 10) { nodes { id } } owner { email }'), 1_801],
    ['{ warehouses { name } }', 50],
    ['{ syncRuns(first: 1) { nodes { datasets { state } } } }', 7],
  ])('tells the cost of %s in the answer, as docs/limits.md says: %d', async (query, requested) => {
    const { body } = await ask(test, query, token, { n: 100 });
    expect(body.errors).toBeUndefined();
    expect(body.extensions).toEqual({ cost: { requested, limit: 2_000, throttle: null } });
  });
});

describe('what may be asked for in a while', () => {
  let test: TestApp;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({
      clock,
      env: { RATE_LIMITS: 'on', RATE_LIMIT_USER: '100:2', RATE_LIMIT_ADDRESS: '30:1' },
    });
  });
  afterAll(() => test.stop());

  const PAGE = '{ products(first: 39) { nodes { id } } }';

  it('is a bucket for each user, which fills again', async () => {
    const [one, two] = [await test.register('spender'), await test.register('saver')];
    const { body: first } = await ask(test, PAGE, one.token);
    expect(first.extensions!.cost).toEqual({
      requested: 40,
      limit: 2_000,
      throttle: { capacity: 100, available: 60, restorePerSecond: 2 },
    });
    expect((await ask(test, PAGE, one.token)).body.extensions!.cost.throttle).toMatchObject({
      available: 20,
    });

    const { status, headers, body } = await ask(test, PAGE, one.token);
    const seconds = Number(headers.get('retry-after'));
    expect(status).toBe(429);
    expect(body).toEqual({
      errors: [
        {
          message: `Too many requests. Try again in ${seconds} s.`,
          extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds, requestId: expect.any(String) },
        },
      ],
    });
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(100);

    // what is refused costs nothing, and another's bucket is another one
    expect((await ask(test, '{ __typename }', one.token)).body.extensions!.cost.throttle).toMatchObject({
      available: 19,
    });
    expect((await ask(test, PAGE, two.token)).status).toBe(200);

    clock.advance((seconds + 1) * 1000);
    expect((await ask(test, PAGE, one.token)).status).toBe(200);
    clock.advance(200_000);
    expect((await ask(test, '{ __typename }', one.token)).body.extensions!.cost.throttle).toMatchObject({
      available: 99,
    });
  });

  it('is one for each address of those who are not signed in, whatever they send as token', async () => {
    clock.advance(600_000);
    const tokens = [undefined, 'x', 'y', 'z'];
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await ask(test, '{ __typename }', tokens[i % 4])).status);
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429, 429]);
  });

  it('does not let requests at the same time through together', async () => {
    const { token } = await test.register('parallel').catch(async () => {
      clock.advance(600_000);
      return test.register('parallel');
    });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(test, PAGE, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  });
});

describe('in production', () => {
  let test: TestApp;
  let token: string;
  let admin: string;

  beforeAll(async () => {
    test = await TestApp.start({ production: true, env: { TRUSTED_DOCUMENTS: 'on' } });
    const registered = await Promise.all([seed(test, 'member', false), seed(test, 'administrator', true)]);
    [token, admin] = registered;
  });
  afterAll(() => test.stop());

  const document = (name: string) =>
    readFileSync(`${import.meta.dirname}/../../clients/graphql/${name}.graphql`, 'utf8');

  it('describes the schema to platform administrators alone', async () => {
    for (const query of [
      getIntrospectionQuery(),
      '{ __type(name: "User") { name } }',
      '{ ...A } fragment A on Query { __schema { types { name } } }',
    ]) {
      for (const who of [undefined, token]) {
        const { status, body } = await ask(test, query, who);
        expect([status, body.data, body.errors![0]!.extensions.code]).toEqual([400, undefined, 'FORBIDDEN']);
      }
      expect((await ask(test, query, admin)).body.errors).toBeUndefined();
    }
  });

  it('answers the documents of the clients, however they are laid out, and no others', async () => {
    const viewer = document('viewer');
    for (const text of [viewer, viewer.replaceAll(/\s+/g, ' '), `# a remark\n${viewer}`]) {
      expect((await ask(test, text, token)).body.errors).toBeUndefined();
    }
    for (const text of [
      '{ viewer { user { id } } }',
      viewer.replace('email', 'email phone'),
      '{ __typename }',
    ]) {
      const { status, body } = await ask(test, text, token);
      expect([status, body.data]).toEqual([400, undefined]);
      expect(body.errors).toEqual([
        {
          message: "Only the documents of the product's own clients are answered here.",
          extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
        },
      ]);
    }
    expect((await ask(test, '{ viewer { user { id } } }', admin)).body.errors).toBeUndefined();
  });

  it('lets everybody sign in by its own document', async () => {
    const input = { email: 'member@example.com', password: PASSWORD };
    const { body } = await ask(test, document('login'), undefined, { input });
    expect(body.data).toMatchObject({
      login: { userErrors: [], tokens: { accessToken: expect.any(String) } },
    });
  });
});

/** @returns an access token of somebody who has not come by the API, whose documents are chosen ones here */
async function seed(test: TestApp, name: string, isAdmin: boolean): Promise<string> {
  const { RegistrationService } = await import('../../src/features/auth/index.js');
  const asker = {
    kind: 'anonymous',
    refusal: null,
    requestId: '00000000-0000-4000-8000-000000000001',
    ipAddress: null,
    userAgent: null,
    now: () => new Date(),
  } as const;
  const email = `${name}@example.com`;
  const { tokens } = await test.app
    .get(RegistrationService, { strict: false })
    .register(asker, { email, password: PASSWORD, tenantName: name });
  if (isAdmin) await test.database.query('UPDATE users SET is_admin = true WHERE email = $1', [email]);
  return tokens.accessToken;
}
