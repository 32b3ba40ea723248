import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';

/** The twelve weaknesses that the auditor graphql-cop looks for, in production. Each of them is to be absent. */
describe('what is commonly tried at GraphQL servers', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ production: true });
  });
  afterAll(() => test.stop());

  const get = (search: string, headers: Record<string, string> = {}) =>
    fetch(`${test.url}/graphql${search}`, { headers });
  const post = (body: string, type = 'application/json', headers: Record<string, string> = {}) =>
    fetch(`${test.url}/graphql`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
  const ask = async (
    query: string,
  ): Promise<{ data?: unknown; errors: { message: string; extensions: object }[] }> =>
    (await (await post(JSON.stringify({ query }))).json()) as Awaited<ReturnType<typeof ask>>;
  const refused = async (response: Response): Promise<number> => {
    const body = (await response.json()) as { data?: unknown; errors?: unknown[] };
    expect([body.data, body.errors?.length]).toEqual([undefined, expect.any(Number)]);
    return response.status;
  };

  it('1 introspection', async () => {
    const { data, errors } = await ask('{ __schema { types { name fields { name } } } }');
    expect([data, errors.map(({ extensions }) => extensions)]).toEqual([
      undefined,
      [expect.objectContaining({ code: 'FORBIDDEN' })],
    ]);
  });

  it('2 an editor', async () => {
    for (const path of ['/', '/graphql', '/graphiql', '/playground', '/console', '/altair', '/v1/graphiql']) {
      const response = await fetch(`${test.url}${path}`, { headers: { accept: 'text/html' } });
      expect([path, response.status < 400]).toEqual([path, false]);
      expect(await response.text()).not.toContain('<');
    }
  });

  it('3 suggestions of fields', async () => {
    const { errors } = await ask('{ __schem productz(first: 1) { nodez { id } } }');
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    expect(JSON.stringify(errors)).not.toContain('products');
  });

  it('4 tracing', async () => {
    const response = await post(JSON.stringify({ query: '{ __typename }' }), 'application/json', {
      'apollo-federation-include-trace': 'ftv1',
      'x-apollo-tracing': '1',
    });
    const body = (await response.json()) as { extensions: object };
    expect(Object.keys(body.extensions)).toEqual(['cost']);
  });

  it('5 queries by GET, which a link can send', async () => {
    expect(await refused(await get('?query=%7B__typename%7D'))).toBe(400);
  });

  it('6 mutations by GET', async () => {
    const search = `?query=${encodeURIComponent('mutation { __typename }')}`;
    expect(await refused(await get(search))).toBe(400);
    expect(await refused(await get(search, { 'apollo-require-preflight': '1' }))).toBe(405);
  });

  it('7 forms', async () => {
    expect(await refused(await post('query=%7B__typename%7D', 'application/x-www-form-urlencoded'))).toBe(
      415,
    );
  });

  it('8 causes of failures in answers', async () => {
    for (const query of [
      '{ viewer ',
      'query ($id: ID!) { product(id: $id) { id } }',
      '{ product(id: "x") { id } }',
    ]) {
      const answer = await ask(query);
      expect(answer.errors.length).toBeGreaterThan(0);
      expect(JSON.stringify(answer)).not.toMatch(/stacktrace|exception|node_modules|\.ts:|\.js:|SELECT/i);
    }
  });

  it('9 many aliases', async () => {
    const { data, errors } = await ask(
      `{ ${Array.from({ length: 101 }, (_, i) => `a${i}:__typename`).join(' ')} }`,
    );
    expect([data, errors]).toEqual([
      undefined,
      [expect.objectContaining({ message: expect.stringMatching(/^Too complex: aliases/) })],
    ]);
  });

  it('10 batches', async () => {
    expect(await refused(await post(JSON.stringify(Array(10).fill({ query: '{ __typename }' }))))).toBe(400);
  });

  it('11 many directives and fields', async () => {
    const directives = await ask(`{ __typename ${'@aa'.repeat(10)} }`);
    expect([directives.data, directives.errors.length]).toEqual([undefined, 6]);
    const fields = await ask(`{ ${'__typename '.repeat(500)} }`);
    expect([fields.data, fields.errors.length]).toEqual([undefined, 1]);
  });

  it('12 introspection in a circle', async () => {
    const circle = `{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }`;
    const { data, errors } = await ask(circle);
    expect([data, errors.length > 0]).toEqual([undefined, true]);
  });
});
