import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RequestContexts } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';

/** In other words than those that are known by heart: then Apollo's own way over HTTP is gone. */
const BY_HEART = {
  'application/json': 'application/json, text/plain',
  '*/*': '*/*, text/plain',
  'application/graphql-response+json': 'application/graphql-response+json, text/plain',
  'application/graphql-response+json, application/json':
    'application/graphql-response+json, application/json;q=1',
  'application/graphql-response+json,application/json;q=0.9':
    'application/graphql-response+json,application/json;q=0.8',
  'application/graphql-response+json, application/json;q=0.9':
    'application/graphql-response+json, application/json;q=0.8',
};

const VARIABLE = 'query ($first: Int!) { products(first: $first) { nodes { id } } }';
const TWO = 'query One { __typename } query Other { viewer { user { email } } }';
const ALIASES = `{ ${Array.from({ length: 200 }, (_, n) => `a${n}: __typename`).join(' ')} }`;

const BODIES: readonly (readonly [string, unknown])[] = [
  ['an answer', { query: '{ viewer { user { email } permissions } }' }],
  ['an answer with everything left open', { query: '{ __typename }', variables: null, operationName: null }],
  ['one of two operations', { query: TWO, operationName: 'Other' }],
  ['variables', { query: VARIABLE, variables: { first: 3 } }],
  [
    'an error beside data',
    { query: '{ __typename product(id: "1") { id } products(first: 0) { nodes { id } } }' },
  ],
  [
    'a payload with user errors',
    { query: 'mutation { renameTenant(input: {name: ""}) { userErrors { code } } }' },
  ],
  ['no GraphQL', { query: '{' }],
  ['an unknown field', { query: '{ nothing }' }],
  ['an operation that is not named', { query: TWO }],
  ['an operation that is not there', { query: TWO, operationName: 'Third' }],
  ['a variable that is missing', { query: VARIABLE }],
  ['a variable of another type', { query: VARIABLE, variables: { first: 'three' } }],
  ['what is too complex', { query: ALIASES }],
  ['variables that are no object', { query: VARIABLE, variables: [3] }],
  ['variables as text', { query: VARIABLE, variables: '{"first":3}' }],
  ['a name that is no text', { query: TWO, operationName: 1 }],
  ['extensions', { query: '{ __typename }', extensions: {} }],
  ['extensions that are no object', { query: '{ __typename }', extensions: [] }],
  ['a document by its hash', { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } }],
  ['an empty document', { query: '' }],
  ['a document that is no text', { query: { kind: 'Document' } }],
  ['nothing', {}],
];

/** Most operations go to Apollo by a shorter way than its own over HTTP: nobody is to be able to tell. */
describe('an operation that is posted', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start();
    ({ token } = await test.register('posted'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => test.stop());

  const answer = async (accept: string, body: unknown) => {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const { date: _, ...headers } = Object.fromEntries(response.headers);
    const text = await response.text();
    return {
      status: response.status,
      headers,
      text: text.replace(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":""'),
    };
  };

  const cases = Object.entries(BY_HEART).flatMap(([accept, other]) =>
    BODIES.map(([name, body]) => [name, accept, other, body] as const),
  );

  it.each(cases)('with %s is answered to %s as by Apollo over HTTP', async (_, accept, other, body) => {
    expect(await answer(accept, body)).toEqual(await answer(other, body));
  });

  it.each(Object.entries(BY_HEART))(
    'for %s is answered so too when nobody knows whose it is',
    async (accept, other) => {
      jest
        .spyOn(test.app.get(RequestContexts, { strict: false }), 'fromHttp')
        .mockRejectedValue(new Error('lost'));
      const body = { query: '{ viewer { user { email } } }' };
      const answered = await answer(accept, body);
      expect(answered).toEqual(await answer(other, body));
      expect(answered).toMatchObject({ status: 500, text: expect.not.stringContaining('lost') });
    },
  );
});
