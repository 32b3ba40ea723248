import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { TestApp } from '../support/app.js';

/** The published audits of the GraphQL over HTTP specification. */
describe('GraphQL over HTTP', () => {
  let test: TestApp;
  const audits = serverAudits({
    url: () => `${test.url}/graphql`,
    // as a client does that may send GET: the server wants to know that no mere link has sent it
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: [...new Headers(init.headers), ['apollo-require-preflight', '1']],
      }),
  });

  beforeAll(async () => {
    test = await TestApp.start();
  });
  afterAll(() => test.stop());

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result).toMatchObject({ status: 'ok' });
    },
  );

  const RESPONSE = 'application/graphql-response+json; charset=utf-8';
  const JSON_TYPE = 'application/json; charset=utf-8';

  it.each([
    ['APPLICATION/GRAPHQL-RESPONSE+JSON', RESPONSE, 400],
    ['application/json;q=0.5, application/graphql-response+json;q=0.6', RESPONSE, 400],
    ['application/graphql-response+json;q=0, application/json', JSON_TYPE, 200],
    ['application/json, application/graphql-response+json', JSON_TYPE, 200],
    ['application/graphql-response+json;q=0.5, */*', JSON_TYPE, 200],
  ])('refuses a document to %s as %s by %i', async (accept, type, status) => {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: '{ nothing }' }),
    });
    expect([response.headers.get('content-type'), response.status]).toEqual([type, status]);
  });
});
