import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, TestApp } from '../support/app.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** By hand, since fetch does not let every header through. */
function send(
  url: string,
  { method = 'POST', path = '/graphql', headers = {}, body = '' }: Sent,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}${path}`,
      {
        method,
        agent: false,
        headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const QUERY = JSON.stringify({ query: '{ __typename }' });

describe('the server before GraphQL', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({
      production: true,
      env: { CORS_ORIGINS: 'https://panel.example.com', TRUST_PROXY: '2' },
    });
  });
  afterAll(() => test.stop());

  it.each<[string, Sent, number, RegExp]>([
    ['bad JSON', { body: '{"query": ' }, 400, /no JSON/],
    [
      'a poisoned prototype',
      { body: '{"query": "{ __typename }", "__proto__": {"a": 1}}' },
      400,
      /key `__proto__` or/,
    ],
    ['null', { body: 'null' }, 400, /JSON object with `query`/],
    ['an empty object', { body: '{}' }, 400, /JSON object with `query`/],
    ['a text', { body: '"{ __typename }"' }, 400, /JSON object with `query`/],
    ['a PUT', { method: 'PUT', body: QUERY }, 405, /by POST, or queries by GET/],
    ['a DELETE', { method: 'DELETE' }, 405, /by POST, or queries by GET/],
    ['nothing', { body: '' }, 400, /body/],
    [
      'another encoding',
      { body: Buffer.from('{"query": "{ __typename } # \u00ea"}', 'latin1') },
      400,
      /not in UTF-8/,
    ],
    ['a batch', { body: `[${QUERY}]` }, 400, /one by one/],
    ['a batch of ten', { body: `[${Array(10).fill(QUERY).join(',')}]` }, 400, /one by one/],
    ['a body that is too large', { body: JSON.stringify({ query: ' '.repeat(1_000_000) }) }, 413, /larger/],
    ['text', { headers: { 'content-type': 'text/plain' }, body: QUERY }, 415, /application\/json/],
    [
      'a form',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'apollo-require-preflight': '1' },
        body: 'query=%7B__typename%7D',
      },
      415,
      /application\/json/,
    ],
    ['no type', { headers: { 'content-type': '' }, body: QUERY }, 415, /application\/json/],
    ['UTF-7', { headers: { 'content-type': 'application/json; charset=utf-7' }, body: QUERY }, 415, /UTF-8/],
    ['gzip', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(QUERY) }, 415, /content-encoding/],
    ['no host', { headers: { host: '[' }, body: QUERY }, 400, /host/],
    [
      'a query by GET that a mere link could send',
      { method: 'GET', path: '/graphql?query=%7B__typename%7D' },
      400,
      /CSRF|Cross-Site/i,
    ],
    [
      'a mutation by GET',
      {
        method: 'GET',
        path: `/graphql?query=${encodeURIComponent('mutation { logout(input: {}) { endedSessions } }')}`,
        headers: { 'apollo-require-preflight': '1' },
      },
      405,
      /only support query/,
    ],
    [
      'variables as text',
      { body: JSON.stringify({ query: '{ __typename }', variables: '{}' }) },
      400,
      /object/,
    ],
  ])('refuses %s in the shape of GraphQL', async (_name, sent, status, message) => {
    const { status: answered, text, headers } = await send(test.url, sent);
    expect(headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers.allow !== undefined).toBe(status === 405);
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: expect.stringMatching(message),
          extensions: { code: 'BAD_USER_INPUT', requestId: expect.stringMatching(UUID) },
        },
      ],
    });
    expect(answered).toBe(status);
  });

  it('takes UTF-8 by any of its names, and no encoding by name', async () => {
    const given: Record<string, string>[] = [
      { 'content-type': 'application/json; charset=UTF-8' },
      { 'content-type': 'application/json;charset="utf8"' },
      { 'content-encoding': 'identity' },
    ];
    for (const headers of given) {
      expect((await send(test.url, { headers, body: QUERY })).status).toBe(200);
    }
  });

  it('takes a thousand rows in one body', async () => {
    const row = {
      wbArticle: 'x'.repeat(75),
      warehouseName: 'Электросталь, склад готовой продукции',
      quantity: 2_147_483_647,
      inTransitToClient: 2_147_483_647,
      inTransitFromClient: 2_147_483_647,
      observedAt: '2026-11-20T09:00:00.000Z',
    };
    const body = JSON.stringify({
      query: 'query ($rows: [ID]) { __typename }',
      variables: { rows: Array.from({ length: 1_000 }, () => row) },
    });
    expect(body.length).toBeLessThan(1_000_000);
    const { status, text } = await send(test.url, { body });
    expect([status, text]).not.toContain(413);
    expect(text).toContain('errors');
    expect(text).toContain('is never used');
  });

  it('refuses headers of more than 16 kB', async () => {
    expect((await send(test.url, { headers: { 'x-large': 'x'.repeat(65_536) }, body: QUERY })).status).toBe(
      431,
    );
  });

  it('does not wait long for slow senders', () => {
    const server = test.app.getHttpServer();
    expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 30_000]);
  });

  it('forbids pages to run or frame an answer', async () => {
    const { headers } = await send(test.url, { body: QUERY });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each([
    ['is none', '/%zz', 400],
    ['names something too long', `/exports/${'x'.repeat(1_001)}`, 414],
  ])(
    'answers a path that %s with headers and shape as always, without repeating it',
    async (_, path, expected) => {
      const { status, headers, text } = await send(test.url, { method: 'GET', path });
      expect([status, headers]).toEqual([
        expected,
        expect.objectContaining({
          'content-security-policy': "default-src 'none';frame-ancestors 'none'",
          'x-content-type-options': 'nosniff',
          'content-type': 'application/json; charset=utf-8',
        }),
      ]);
      expect(JSON.parse(text)).toEqual({
        errors: [
          {
            message: expect.stringMatching(/^The path /),
            extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
          },
        ],
      });
    },
  );

  it('has no editor in production', async () => {
    const page = { method: 'GET', headers: { accept: 'text/html' } };
    expect((await send(test.url, { ...page, path: '/graphiql' })).status).toBe(404);
    const { status, text } = await send(test.url, page);
    expect([status, text]).toEqual([400, expect.not.stringContaining('<html')]);
  });

  it('lets in pages of the origins of the settings, and no others, and never with cookies', async () => {
    const preflight = (origin: string) =>
      send(test.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const { status, headers } = await preflight('https://panel.example.com');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://panel.example.com',
      'access-control-allow-methods': 'GET, POST',
      vary: expect.stringMatching(/Origin/i),
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    for (const origin of ['https://evil.example', 'https://panel.example.com.evil.example', 'null']) {
      const answers = [await preflight(origin), await send(test.url, { headers: { origin }, body: QUERY })];
      expect(answers.map((answer) => answer.headers['access-control-allow-origin'])).toEqual([
        undefined,
        undefined,
      ]);
    }
  });

  it('takes the name of a request from nobody', async () => {
    const named = '00000000-0000-4000-8000-000000000000';
    const headers = { 'x-request-id': named, 'request-id': named };
    const ids = await Promise.all(
      ['{ nope }', '{ viewer { user { id } } }'].map(async (query) => {
        const { text } = await send(test.url, { headers, body: JSON.stringify({ query }) });
        return (JSON.parse(text) as { errors: { extensions: { requestId: string } }[] }).errors[0]!.extensions
          .requestId;
      }),
    );
    expect(ids).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    expect(new Set([...ids, named]).size).toBe(3);
  });

  it('keeps 500 characters of a user agent, and believes two proxies of ten', async () => {
    const { email } = await test.register('proxied');
    const forged = Array.from({ length: 10 }, (_, hop) => `198.51.100.${hop + 1}`).join(', ');
    const query = `mutation { login(input: {email: "${email}", password: "${PASSWORD}"}) { userErrors { code } } }`;
    await send(test.url, {
      headers: { 'x-forwarded-for': forged, 'user-agent': 'a'.repeat(2_000) },
      body: JSON.stringify({ query }),
    });
    const [row] = await test.database.query<{ ip: string; agent: string }>(
      `SELECT host(ip_address::inet) AS ip, user_agent AS agent FROM audit_log WHERE action = 'auth.login'`,
    );
    // the connection itself is of the nearer proxy; the farther one has written the last address but one
    expect(row).toEqual({ ip: '198.51.100.9', agent: 'a'.repeat(500) });
  });
});

describe('the server as it is without settings', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start();
  });
  afterAll(() => test.stop());

  it('believes no X-Forwarded-For', async () => {
    const { email } = await test.register('direct');
    const query = `mutation { login(input: {email: "${email}", password: "${PASSWORD}"}) { userErrors { code } } }`;
    await send(test.url, { headers: { 'x-forwarded-for': '198.51.100.1' }, body: JSON.stringify({ query }) });
    const rows = await test.database.query<{ ip: string }>(
      `SELECT host(ip_address::inet) AS ip FROM audit_log WHERE action = 'auth.login'`,
    );
    expect(rows).toEqual([{ ip: '127.0.0.1' }]);
  });

  it('lets in no page of another origin', async () => {
    const { headers } = await send(test.url, {
      headers: { origin: 'https://panel.example.com' },
      body: QUERY,
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('shows the editors, whose own code is allowed to run', async () => {
    for (const path of ['/graphiql', '/graphql']) {
      const { status, text, headers } = await send(test.url, {
        method: 'GET',
        path,
        headers: { accept: 'text/html' },
      });
      expect([status, text.toLowerCase()]).toEqual([200, expect.stringContaining('<html')]);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("script-src 'self' 'unsafe-inline'");
      // what a page loads from elsewhere, its policy names
      for (const [, host] of text.matchAll(/<(?:script|link)[^>]+(?:src|href)="https:\/\/([^/"]+)/g)) {
        expect(host).toMatch(/\.apollographql\.com$|^fonts\.(googleapis|gstatic)\.com$/);
      }
    }
  });

  it('forbids everything else to run anything', async () => {
    const { headers } = await send(test.url, { method: 'GET', path: '/healthz' });
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  });
});

describe('what is read of callers', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ env: { TRUST_PROXY: '2' } });
  });
  afterAll(() => test.stop());

  // as some proxies write it; and what is no address is nobody's
  it.each(['10.9.9.99:51234', '[2001:db8::1]:443', 'unknown', 'garbage<script>'])(
    'signs people in from behind a proxy that says they come from %s',
    async (forwarded) => {
      const { email } = await test.register(`proxied-${forwarded.replace(/\W/g, '')}`);
      const { text: answer } = await send(test.url, {
        headers: { 'x-forwarded-for': `${forwarded}, 10.0.0.1` },
        body: JSON.stringify({
          query: `mutation { login(input: {email: "${email}", password: "${PASSWORD}"}) { userErrors { code } } }`,
        }),
      });
      expect(JSON.parse(answer)).toMatchObject({ data: { login: { userErrors: [] } } });
    },
  );

  it('repeats nothing of what a variable was given, be it a password', async () => {
    const { errors } = await test.graphql(
      'mutation ($i: LoginInput!) { login(input: $i) { userErrors { code } } }',
      { i: { email: 'a@example.com; x', pasword: 'hunter2; secret' } },
    );
    const found = [
      ['i.password', 'Field "password" of required type "String!" was not provided.'],
      ['i.pasword', 'Field "pasword" is not defined by type "LoginInput".'],
    ];
    expect(errors?.map(({ message, extensions }) => [message, extensions])).toEqual(
      found.map(([path, message]) => [
        `Variable "$i" got an invalid value; ${message}`,
        { code: 'BAD_USER_INPUT', fields: [{ path, message }], requestId: expect.any(String) },
      ]),
    );
  });

  it('tells of fifty values that are wrong, and that there are more', async () => {
    const observations = Array.from({ length: 60 }, () => ({
      productId: 'x',
      warehouseName: 'A',
      quantity: 'x',
    }));
    const { errors = [] } = await test.graphql(
      'mutation ($i: RecordStockInput!) { recordStock(input: $i) { userErrors { code } } }',
      { i: { observations } },
    );
    expect(errors).toHaveLength(51);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(errors.at(-1)?.message).toBe('More values are wrong than are told.');
  });

  it.each([
    ['query ($n: ID = "x") { product(id: $n) { id } }', 'an argument'],
    ['query ($n: DateTime = "2026-01-01T00:00:00Z") { stockAt(at: $n) { totalCount } }', 'a scalar'],
    ['query ($n: ID = "x") { stockAt(at: "2026-01-01T00:00:00Z", productIds: [$n]) { totalCount } }', 'a list'],
    ['query ($n: OrderDirection) { products(orderBy: {field: NAME, direction: $n}) { totalCount } }', 'a field'],
    ['query ($n: Boolean = true) { products @skip(if: $n) { totalCount } }', 'a directive'],
    ['query ($n: ID = "x") { ...f } fragment f on Query { product(id: $n) { id } }', 'a fragment'],
    ['mutation ($n: String = "x") { login(input: {email: "a@example.com", password: $n}) { userErrors { code } } }', 'an input'],
  ])('names a variable that is null where there has to be a value: %s', async (query) => {
    const { errors } = await test.graphql(query, { n: null });
    expect(errors).toMatchObject([
      {
        message: 'n: expected a value, not null; left out, its default counts',
        extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'n' }] },
      },
    ]);
  }); // prettier-ignore

  it('takes null of a variable wherever nothing is meant', async () => {
    const query =
      'query ($n: String = "x", $f: ProductFilter) { products(after: $n, filter: $f) { totalCount } }';
    const { errors } = await test.graphql(query, { n: null, f: null });
    // nobody has signed in: so far it has come
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  it('names which part of a variable is wrong', async () => {
    const { errors } = await test.graphql(
      'query ($f: ProductFilter) { products(filter: $f) { totalCount } }',
      {
        f: { brands: ['A', { a: '; hunter2' }] },
      },
    );
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^Variable "\$f" got an invalid value at "f\.brands\[1\]"; /),
        extensions: {
          fields: [{ path: 'f.brands.1', message: 'String cannot represent a non string value.' }],
        },
      },
    ]);
  });

  it('names which value of a document is wrong, and does not repeat it', async () => {
    const { errors } = await test.graphql(
      'mutation { recordStock(input: {observations: [{productId: "x", warehouseName: "A", quantity: 1.5}]}) { userErrors { code } } }',
    );
    const [path, message] = ['input.observations.0.quantity', 'Int cannot represent non-integer value.'];
    expect(errors).toEqual([
      {
        message: `${path}: ${message}`,
        locations: [{ line: 1, column: expect.any(Number) }],
        extensions: { code: 'BAD_USER_INPUT', fields: [{ path, message }], requestId: expect.any(String) },
      },
    ]);
  });
});
