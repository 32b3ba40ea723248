import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, isObjectType } from 'graphql';
import { argon2idAlgorithm } from '../../../src/platform/crypto/argon2id.js';
import { bcryptAlgorithm } from '../../../src/platform/crypto/bcrypt.js';
import { PASSWORD, TestApp, type GraphqlAnswer } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { platformAdmin } from '../../support/people.js';
import {
  fieldAt,
  leavesOf,
  neededVariables,
  wholeDocument,
  withValue,
} from '../../support/whole-document.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
const ID = '01a20556-0000-7000-8000-000000000000';

/** JSON as it goes over the wire: of some of it JavaScript has no values. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  Int: ['2147483648', '-2147483649', '1e400', '-1e400', '1.5', '"1"', 'true', '[]', '{}', '9007199254740993'],
  Float: ['1e400', '"NaN"', '"Infinity"', '{}'],
  Boolean: ['"true"', '0', '1', '{}'],
  BigInt: ['"9223372036854775808"', '"-9223372036854775809"', '1e400', '"1e3"', '"0x10"', '"١"', '9007199254740993', '1.5', '""', 'true', '{}'],
  Decimal: ['"NaN"', '"Infinity"', '"1e400"', '1e400', '"1e3"', '"+1"', '"01"', '"1,5"', `"${'9'.repeat(40)}"`, '""', '{}'],
  Date: ['"0000-01-01"', '"10000-01-01"', '"2027-02-29"', '"2026-13-01"', '"2026-00-10"', '"2026-1-1"', '"2026-11-20T00:00:00Z"', '"now"', '"infinity"', '"-infinity"', '"epoch"', '""', '20261120', '{}'],
  DateTime: ['"0000-01-01T00:00:00Z"', '"10000-01-01T00:00:00Z"', '"+010000-01-01T00:00:00Z"', '"2027-02-29T00:00:00Z"', '"2026-11-20T24:00:00Z"', '"2026-11-20T23:59:60Z"', '"2026-11-20T09:00:00"', '"2026-03-29T02:30:00 Europe/Berlin"', '"2026-11-20"', '"now"', '"infinity"', '""', '1763800000', '{}'],
  String: ['"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '1', 'true', '{}'],
}; // prettier-ignore

/** Odd, and in order: answered, be it that nothing is found. */
const BEARABLE: Readonly<Record<string, readonly string[]>> = {
  String: [
    '"\\u202eright to left"',
    '"\\u200b\\u200d\\ufeff"',
    '"👩‍👩‍👧‍👦"',
    `"${'я'.repeat(300)}"`,
    `"${'x'.repeat(400_000)}"`,
    '"<script>alert(1)</script>"',
    '"__proto__"',
    '"constructor"',
    '"\\n\\r\\t"',
    '"%00%0a"',
  ],
  ID: [`"${ID.toUpperCase()}"`, `"{${ID}}"`, `"urn:uuid:${ID}"`, `"${ID.replaceAll('-', '')}"`, '""', '"x"', '0', '-1', `"${'1'.repeat(10_000)}"`, '"a\\u0000"', '"null"'],
  Int: ['-0'],
  DateTime: ['"2026-03-29T02:30:00+01:00"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999Z"', '"2026-11-20T09:00:00.123456789Z"', '"2026-11-20T09:00:00-23:59"'],
  Date: ['"0001-01-01"', '"9999-12-31"'],
  BigInt: ['"-9223372036854775808"', '"9223372036854775807"', '"-0"', '0'],
}; // prettier-ignore

interface Payload {
  readonly userErrors: readonly { code: string }[];
}

const PLACES = ['Query', 'Mutation'].flatMap((root) => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${root}.${name}`) : [];
});
const leavesWith = (values: Readonly<Record<string, readonly string[]>>) =>
  PLACES.flatMap((place) =>
    leavesOf(fieldAt(schema, place))
      .filter(({ type }) => values[type] !== undefined)
      .map((leaf) => [place, leaf.path, leaf] as const),
  );

describe('ASVS 2.2.1, 16.5.1: a value that is odd', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({
      clock: new FixedClock(new Date('2026-11-20T09:00:00Z')),
      worker: false,
      env: { LIMIT_DEPTH: '100', LIMIT_COST: '10000000', LIMIT_TOKENS: '100000' },
    });
    // of the platform, too: what is asked for by nobody else would be refused before it is looked at
    ({ token } = await platformAdmin(test, 'victim'));
    // passwords are compared hundreds of times; how long that takes is of no interest here
    for (const algorithm of [argon2idAlgorithm, bcryptAlgorithm])
      jest.spyOn(algorithm, 'verify').mockResolvedValue(false);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await test.stop();
  });

  /** Variables whose one value is JSON already. */
  async function send(query: string, variables: object, raw: string): Promise<GraphqlAnswer> {
    const body = JSON.stringify({ query, variables }).replace('"RAW"', () => raw);
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    });
    return { ...((await response.json()) as GraphqlAnswer), status: response.status };
  }
  const codesOf = ({ errors }: GraphqlAnswer) => [
    ...new Set((errors ?? []).map(({ extensions }) => extensions.code)),
  ];

  const refusalsOf = (answer: GraphqlAnswer): string[] => {
    const payloads: unknown[] = Object.values((answer.data ?? {}) as Record<string, unknown>);
    const errors = payloads.flatMap((payload) => (payload as Partial<Payload> | null)?.userErrors ?? []);
    return [...new Set([...codesOf(answer).map(String), ...errors.map(({ code }) => code)])];
  };

  it.each(leavesWith(REFUSED))(
    'is refused with a code, and changes nothing: %s %s',
    async (place, _path, leaf) => {
      const before = await fingerprintOf(test.database);
      const variables = withValue(neededVariables(fieldAt(schema, place)), leaf, 'RAW');
      for (const raw of REFUSED[leaf.type] ?? []) {
        const answer = await send(wholeDocument(schema, place), variables, raw);
        expect([raw, answer.status < 500]).toEqual([raw, true]);
        // what fits its type and can not be kept is an error of the mutation's input
        const known = place.startsWith('Mutation.') ? ['BAD_USER_INPUT', 'INVALID'] : ['BAD_USER_INPUT'];
        expect(known.map((code) => [code])).toContainEqual(refusalsOf(answer));
      }
      expect(await fingerprintOf(test.database)).toEqual(before);
    },
  );

  it.each(leavesWith(BEARABLE))(
    'is answered, be it by a refusal that says why: %s %s',
    async (place, _path, leaf) => {
      const variables = withValue(neededVariables(fieldAt(schema, place)), leaf, 'RAW');
      for (const raw of BEARABLE[leaf.type] ?? []) {
        const answer = await send(wholeDocument(schema, place), variables, raw);
        const codes = codesOf(answer);
        expect([
          raw.slice(0, 50),
          answer.status < 500,
          codes.filter((code) => code !== 'BAD_USER_INPUT'),
        ]).toEqual([raw.slice(0, 50), true, []]);
      }
    },
  );

  const withFirst = PLACES.filter((place) =>
    leavesOf(fieldAt(schema, place)).some(({ path }) => path === 'first'),
  );

  it.each(withFirst)('is no size of a page: %s', async (place) => {
    const document = wholeDocument(schema, place);
    const needed = neededVariables(fieldAt(schema, place));
    for (const first of [101, 0, -1, 1_000_000_000, 2_147_483_647, -2_147_483_648]) {
      const { errors, data } = await test.graphql(document, { ...needed, first }, token);
      const told = errors?.map(({ message, extensions }) => [message, extensions.code]);
      expect([first, data ?? null, told]).toEqual([
        first,
        null,
        [['first: expected a number from 1 to 100', 'BAD_USER_INPUT']],
      ]);
    }
  });

  it('comes back as it was: text from right to left, joined characters, HTML', async () => {
    const name = `<img src=x onerror=alert(1)> \u202eabc\u202c 👩‍👩‍👧‍👦 "quoted" & 'so'`;
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation ($name: String!) { register(input: {email: "html@example.com", password: "${PASSWORD}", tenantName: $name}) { viewer { tenant { name } } } }`,
        variables: { name },
      }),
    });
    expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    const { data } = (await response.json()) as GraphqlAnswer;
    expect(data.register.viewer.tenant.name).toBe(name);
  });

  it('is an id in capitals, which finds what the same id in small letters finds', async () => {
    const { token: owner, tenantId, userId } = await test.register('capitals');
    const [row] = await test.database.query<{ id: string }>(
      `INSERT INTO products (tenant_id, user_id, wb_article) VALUES ($1, $2, 'A') RETURNING id`,
      [tenantId, userId],
    );
    const ask = (id = '') =>
      test.graphql('query ($id: ID!) { product(id: $id) { wbArticle } }', { id }, owner);
    expect((await ask(row?.id.toUpperCase())).data).toEqual({ product: { wbArticle: 'A' } });
    expect(await ask(row?.id.toUpperCase())).toEqual(await ask(row?.id));
    expect((await ask(`{${row?.id ?? ''}}`)).data).toEqual({ product: null });
  });
});
