import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import { fingerprintOf, type Fingerprint } from '../../support/fingerprint.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const END = 'mutation { logout(input: {everywhere: true}) { endedSessions } }';
const RESET = 'mutation { requestPasswordReset(input: {email: "victim@example.com"}) { accepted } }';

describe('ASVS 3.5.1, 3.5.2, 4.1.4: what is no request of this API', () => {
  let test: TestApp;
  let token: string;
  let before: Fingerprint;

  beforeAll(async () => {
    test = await TestApp.start({ worker: false });
    ({ token } = await test.register('victim'));
  });
  beforeEach(async () => {
    before = await fingerprintOf(test.database);
  });
  afterAll(() => test.stop());

  interface Sent {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }
  async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Sent) {
    const response = await fetch(`${test.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, text, cookie: response.headers.get('set-cookie') };
  }

  async function expectRefusal(sent: Sent): Promise<void> {
    const { status, text, cookie } = await send(sent);
    const isRefused =
      (status >= 400 && status < 500) || (status === 200 && /^\{"errors":\[\{|"data":null/.test(text));
    expect([isRefused, status, text]).toEqual([true, status, text]);
    expect(text).not.toMatch(/"data":\s*\{|endedSessions":|accepted":|INTERNAL|node_modules|    at /);
    expect(cookie).toBeNull();
    expect(await fingerprintOf(test.database)).toEqual(before);
    // and the next one is answered as ever
    const { data } = await test.graphql('{ viewer { user { email } } }', {}, token);
    expect(data.viewer.user.email).toBe('victim@example.com');
  }

  const asQuery = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
  const asForm = (query: string) => `query=${encodeURIComponent(query)}`;
  const asJson = (query: unknown) => JSON.stringify({ query });
  const multipart =
    '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"QUERY"}\r\n--x--\r\n';

  it.each([
    ['a change by GET', { method: 'GET', path: asQuery(RESET) }],
    ['a change by GET with the preflight header', { method: 'GET', path: asQuery(RESET), headers: { 'apollo-require-preflight': '1' } }],
    ['a change by HEAD', { method: 'HEAD', path: asQuery(RESET), headers: { 'apollo-require-preflight': '1' } }],
    ['a question by GET as an image makes it', { method: 'GET', path: asQuery('{ viewer { user { email } } }') }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: asForm(RESET) }],
    ['a form with files', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: multipart.replace('QUERY', '{ viewer { user { email } } }') }],
    ['JSON that says it is plain text', { headers: { 'content-type': 'text/plain' }, body: asJson(END) }],
    ['JSON that says nothing of itself', { headers: { 'content-type': '' }, body: asJson(END) }],
    ['JSON in UTF-7', { headers: { 'content-type': 'application/json; charset=utf-7' }, body: '+AHs-' }],
    ['a document as application/graphql', { headers: { 'content-type': 'application/graphql' }, body: END }],
    ['two in an array', { headers: JSON_TYPE, body: `[${asJson(END)},${asJson(RESET)}]` }],
    ['ten in an array', { headers: JSON_TYPE, body: `[${Array(10).fill(asJson(RESET)).join(',')}]` }],
    ['an empty array', { headers: JSON_TYPE, body: '[]' }],
    ['nothing', { headers: JSON_TYPE, body: '' }],
    ['null', { headers: JSON_TYPE, body: 'null' }],
    ['a number', { headers: JSON_TYPE, body: '1' }],
    ['an empty object', { headers: JSON_TYPE, body: '{}' }],
    ['half an object', { headers: JSON_TYPE, body: '{"query":' }],
    ['a document that is an object', { headers: JSON_TYPE, body: asJson({ kind: 'Document' }) }],
    ['a document that is a number', { headers: JSON_TYPE, body: asJson(1) }],
    ['variables that are a list', { headers: JSON_TYPE, body: JSON.stringify({ query: END, variables: [] }) }],
    ['variables that are a text', { headers: JSON_TYPE, body: JSON.stringify({ query: END, variables: 'x' }) }],
    ['an operation that is not there', { headers: JSON_TYPE, body: JSON.stringify({ query: END, operationName: 'Other' }) }],
    ['two operations without saying which', { headers: JSON_TYPE, body: asJson(`query A { viewer { user { id } } } query B { viewer { user { id } } }`) }],
    ['a persisted document', { headers: JSON_TYPE, body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }) }],
    ['variables of 2 MB', { headers: JSON_TYPE, body: JSON.stringify({ query: END, variables: { x: 'x'.repeat(2_000_000) } }) }],
    ['a document of 2 MB', { headers: JSON_TYPE, body: asJson(`{ viewer { user { id } } } #${' '.repeat(2_000_000)}`) }],
    ['20,000 brackets', { headers: JSON_TYPE, body: asJson(`${'{ viewer '.repeat(20_000)}${'}'.repeat(20_000)}`) }],
    ['a subscription by POST', { headers: JSON_TYPE, body: asJson('subscription { syncProgress { id } }') }],
    ['a subscription by GET', { method: 'GET', path: asQuery('subscription { syncProgress { id } }'), headers: { 'apollo-require-preflight': '1' } }],
    ['a subscription by event stream', { headers: { ...JSON_TYPE, accept: 'text/event-stream' }, body: asJson('subscription { syncProgress { id } }') }],
    ['PUT', { method: 'PUT', headers: JSON_TYPE, body: asJson(END) }],
    ['PATCH', { method: 'PATCH', headers: JSON_TYPE, body: asJson(END) }],
    ['DELETE', { method: 'DELETE', path: asQuery(END) }],
    ['another path', { path: '/graphql/../admin', headers: JSON_TYPE, body: asJson(END) }],
    ['a file of the server', { method: 'GET', path: '/..%2f..%2fpackage.json' }],
    ['a file in the working folder', { method: 'GET', path: '/.env' }],
    ['a folder of the repository', { method: 'GET', path: '/.git/config' }],
  ] as [string, Sent][])('is refused, and changes nothing: %s', (_name, sent) => expectRefusal(sent)); // prettier-ignore

  it('is not made to one by a header: a POST that says it is a GET, or the other way round', async () => {
    const headers = {
      'x-http-method-override': 'POST',
      'x-method-override': 'POST',
      'apollo-require-preflight': '1',
    };
    await expectRefusal({ method: 'GET', path: asQuery(END), headers });
  });

  it.each([
    ['application/graphql-response+json', 400],
    // a client that knows no other type is told everything under 200
    ['application/json', 200],
  ])('is a subscription by POST, as the status says to who takes %s', async (accept, expected) => {
    const headers = { ...JSON_TYPE, accept };
    const { status, text } = await send({ headers, body: asJson('subscription { syncProgress { id } }') });
    expect(status).toBe(expected);
    const message = 'subscription: expected a query or a mutation';
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: asJson('{ viewer { user { id } } }') }],
    ['/healthz', {}],
    ['/nowhere', {}],
  ] as [string, RequestInit][])('gets nosniff and no frames with every answer: %s', async (path, init) => {
    const { headers } = await fetch(`${test.url}${path}`, init);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-type')).toMatch(/json/);
  });

  it('survives variables nested 50,000 deep', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const body = `{"query":"{ viewer { user { email } } }","variables":${deep}}`;
    const { status, text } = await send({ headers: JSON_TYPE, body });
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/RangeError|INTERNAL/);
  });

  it('gets no cookie, whatever is asked', async () => {
    for (const path of ['/graphql', '/', '/healthz', '/readyz', '/nowhere']) {
      const response = await fetch(`${test.url}${path}`);
      expect([path, response.headers.get('set-cookie')]).toEqual([path, null]);
    }
  });
});
