import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, isObjectType } from 'graphql';
import { createRandom } from '../../support/random.js';
import { argon2idAlgorithm } from '../../../src/platform/crypto/argon2id.js';
import { bcryptAlgorithm } from '../../../src/platform/crypto/bcrypt.js';
import { Database } from '../../../src/platform/database/index.js';
import { TestApp } from '../../support/app.js';
import { platformAdmin } from '../../support/people.js';
import {
  fieldAt,
  leavesOf,
  neededVariables,
  wholeDocument,
  withValue,
} from '../../support/whole-document.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
const PLACES = ['Query', 'Mutation'].flatMap((root) => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${root}.${name}`) : [];
});
/** Such ends sessions: nothing would be left to be asked. */
const ENDS = ['Mutation.logout'];

const VALUES = [null, '', 0, -1, 1.5, true, [], {}, [[]], { a: { b: [1] } }, 'x', '\u0000', '\ud800', "'", '2027-02-29', 1e21, 'x'.repeat(3_000), ['x', null], { __proto__: null }]; // prettier-ignore
const PIECES = ['{', '}', '(', ')', '"', '...', '@skip(if: true)', '@nope', '$', '\u0000', '#', ' on ', '__typename', 'a: ', '&', '"""', '[', '😀', 'fragment F on Query { ...F }']; // prettier-ignore

/** Words of what lies below, which no answer may hold. */
const INNARDS =
  /\b(select|insert into|update \w+ set|delete from|where|returning|pg_catalog|relation|constraint|syntax error at or near|sqlstate|ECONNREFUSED|node_modules|stocktracker|postgres(ql)?:\/\/|argon2id\$|at \w+\.\w+ \(|TypeError|ReferenceError|RangeError|stack)\b|\/(work|home|src|dist|app)\/|\.(ts|js):\d+|eyJ[A-Za-z0-9_-]{10}/i;

describe('ASVS 13.4.2, 16.5.1: an answer', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({ worker: false });
    // of the platform, too: what is asked for by nobody else would be refused before it is looked at
    ({ token } = await platformAdmin(test, 'victim'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => test.stop());

  const post = async (body: string, signedIn: boolean) => {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signedIn && { authorization: `Bearer ${token}` }) },
      body,
    });
    return { status: response.status, text: await response.text() };
  };

  it('tells nothing of what lies below, whatever is asked: 500 odd requests', async () => {
    // passwords are compared hundreds of times; how long that takes is of no interest here
    for (const algorithm of [argon2idAlgorithm, bcryptAlgorithm])
      jest.spyOn(algorithm, 'verify').mockResolvedValue(false);
    const random = createRandom(20261120);
    for (let round = 0; round < 500; round++) {
      const place = random.pick(PLACES.filter((one) => !ENDS.includes(one)));
      const field = fieldAt(schema, place);
      let query = wholeDocument(schema, place);
      let variables: object = neededVariables(field);
      const leaves = leavesOf(field);
      if (leaves.length > 0 && random.chance(0.7))
        variables = withValue(variables, random.pick(leaves), random.pick(VALUES));
      for (let cuts = random.integer(3); cuts > 0; cuts--) {
        const at = random.integer(query.length);
        query = random.chance(0.5)
          ? query.slice(0, at) + random.pick(PIECES) + query.slice(at)
          : query.slice(0, at) + query.slice(at + random.integer(12));
      }
      let body = JSON.stringify({ query, variables });
      if (random.chance(0.1)) body = body.slice(0, random.integer(body.length));
      const { status, text } = await post(body, random.chance(0.8));
      expect([round, body, text.match(INNARDS)?.[0]]).toEqual([round, body, undefined]);
      expect([round, body, status >= 200 && status < 500, text.includes('INTERNAL')]).toEqual([
        round,
        body,
        true,
        false,
      ]);
    }
    const { data } = await test.graphql('{ viewer { user { email } } }', {}, token);
    expect(data.viewer.user.email).toBe('victim@example.com');
  });

  it.each([
    '{ productz { nodes { idd } } vewer { user { id } } }',
    '{ product(ID: "1") { id } }',
    'query ($f: ProductFiltre) { products(filter: $f) { totalCount } }',
    '{ products(filter: {serch: "x"}) { totalCount } }',
    '{ users(role: OWNR) { totalCount } }',
    '{ viewer { ... on Uzer { id } } }',
    'mutation { logn(input: {}) { userErrors { code } } }',
    'subscription { syncProgres { id } }',
    'query ($f: ProductFilter) { products(filter: $f) { totalCount } }',
    'query ($r: Role) { users(role: $r) { totalCount } }',
  ])('does not tell what could have been meant: %s', async (query) => {
    const { errors } = await test.graphql(query, { f: { serch: 'x' }, r: 'OWNR' }, token);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });

  const SECRET =
    'SELECT password_hash FROM users; postgres://stocktracker_app:hunter2@db/x at /work/src/x.ts:1 eyJhbGciOiJub25lIn0';
  const failures: [string, Error][] = [
    ['a bug', new TypeError(SECRET)],
    ['an error of the database', Object.assign(new Error(SECRET), { code: '42P01', detail: SECRET, query: SECRET, table: 'users' })],
    ['an error that brings a code of its own', Object.assign(new Error(SECRET), { extensions: { code: SECRET, secret: SECRET } })],
    ['an error with a cause', new Error(SECRET, { cause: new Error(SECRET) })],
    ['many errors', new AggregateError([new Error(SECRET)], SECRET)],
  ]; // prettier-ignore

  it.each(failures)(
    'to what failed below says that it failed, and under which number: %s',
    async (_name, failure) => {
      jest.spyOn(Database.prototype, 'rows').mockRejectedValue(failure);
      for (const query of ['{ tenant { name } }', 'mutation { startSync(input: {}) { syncRun { id } } }']) {
        const { text } = await post(JSON.stringify({ query }), true);
        expect(text).not.toMatch(/password_hash|hunter2|SELECT|eyJ|x\.ts|42P01|stack|cause/);
        expect(JSON.parse(text)).toMatchObject({
          errors: [
            { message: 'Internal error', extensions: { code: 'INTERNAL', requestId: expect.any(String) } },
          ],
        });
      }
    },
  );

  it.each([...failures])('to who could not be identified says no more: %s', async (_name, failure) => {
    const fresh = await test.login('victim@example.com');
    jest.spyOn(Database.prototype, 'rows').mockRejectedValue(failure);
    const { errors } = await test.graphql('{ tenant { name } }', {}, fresh);
    expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['Internal error', 'INTERNAL'],
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/password_hash|hunter2|SELECT|eyJ/);
  });
});
