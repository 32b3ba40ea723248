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

/** All of them 8 to 100 characters, as a password must be. */
const CORPUS = [
  `' OR '1'='1`,
  `' OR 1=1 --`,
  `') OR ('1'='1`,
  `' UNION SELECT password_hash FROM users --`,
  `'; DROP TABLE users; --`,
  `'; UPDATE users SET is_admin = true; --`,
  `1; SELECT pg_sleep(90); --`,
  `'||(SELECT pg_sleep(90))||'`,
  `" OR "1"="1" --`,
  `$1 OR $2 OR true`,
  `$$; DROP TABLE tenants; $$`,
  `\\'; DROP TABLE tenants; --`,
  `%' OR '%'='%`,
  `%_%_%_%_%_%`,
  `'/**/OR/**/1=1/**/--`,
  `admin'/* and more`,
  `:id::uuid OR true`,
  `E'\\x27 OR true --'`,
  `{"$ne": null, "$gt": ""}`,
  `\${process.exit(1)}`,
  `; ls -la / #\`id\``,
  `*)(uid=*))(|(uid=*`,
];
/** As little to be found, and no attack. */
const HARMLESS = 'nosuchthing';
/** Where that would be in order, something of as odd a form as the corpus. */
const HARMLESS_AT: Readonly<Record<string, string>> = {
  'Mutation.updateTenant input.slug': 'no such thing',
};

/** What is longer is refused in other words, whatever it is. */
const LONGEST_AT: Readonly<Record<string, number>> = { 'Mutation.updateProfile input.phone': 20 };

/** What a try has made by right is taken away again: the next one would meet it. */
const UNDONE: Readonly<Record<string, string>> = {
  'Mutation.createProduct': `DELETE FROM products WHERE wb_article <> 'A'`,
};

/** What a try writes by right: an attempt is noted, a mail or a rollup is asked for. */
const NOTED: Readonly<Record<string, readonly string[]>> = {
  'Mutation.changePassword': ['audit_log'],
  'Mutation.createProduct': ['audit_log', 'rollup_marks'],
  'Mutation.login': ['audit_log'],
  'Mutation.logout': ['audit_log'],
  'Mutation.updateProfile': ['audit_log', 'users'],
  'Mutation.updateTenant': ['audit_log', 'tenants'],
};

const PLACES = ['Query', 'Mutation'].flatMap((root) => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${root}.${name}`) : [];
});
const ARGUMENTS = PLACES.flatMap((place) =>
  leavesOf(fieldAt(schema, place))
    .filter(({ type }) => ['String', 'ID', 'JSON', 'Date', 'DateTime', 'Decimal', 'BigInt'].includes(type))
    .map((leaf) => [place, leaf.path, leaf] as const),
);

describe('ASVS 1.2.4: SQL in an argument', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({
      clock: new FixedClock(new Date('2026-11-20T09:00:00Z')),
      worker: false,
      env: { LIMIT_DEPTH: '100', LIMIT_COST: '10000000', LIMIT_TOKENS: '100000' },
    });
    const account = await platformAdmin(test, 'victim');
    token = account.token;
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, stock_total)
       VALUES ($1, $2, 'A', 1, 'Secret', 'Secret', 'Secret', 1)`,
      [account.tenantId, account.userId],
    );
    await test.database.query(
      `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
       SELECT tenant_id, user_id, id, 'Secret', 1, 1, '2026-11-02' FROM products`,
    );
  });
  afterAll(() => test.stop());

  const comparable = (answer: GraphqlAnswer): string =>
    JSON.stringify(answer, (key, value: unknown) =>
      key === 'requestId' || key === 'locations' ? undefined : value,
    );

  const withoutNewIds = (place: string, answer: string): string =>
    UNDONE[place] === undefined ? answer : answer.replaceAll(/"id":"[0-9a-f-]{36}"/g, '"id":"ID"');

  it('is tried in every text, id, day, time and number that the schema takes', () => {
    expect(ARGUMENTS.length).toBeGreaterThan(30);
  });

  it.each(ARGUMENTS)(
    'is taken for text, and finds and changes nothing: %s %s',
    async (place, _path, leaf) => {
      const document = wholeDocument(schema, place);
      const needed = neededVariables(fieldAt(schema, place));
      const ask = async (whole: string) => {
        const text = whole.slice(0, LONGEST_AT[`${place} ${leaf.path}`]);
        const answer = await test.graphql(document, withValue(needed, leaf, text), token);
        const undo = UNDONE[place];
        if (undo !== undefined) await test.database.query(undo);
        // what an answer repeats of the argument is no difference
        const repeated = JSON.stringify(text).slice(1, -1);
        const quoted = JSON.stringify(repeated).slice(1, -1);
        return withoutNewIds(place, comparable(answer))
          .replaceAll(quoted, 'TEXT')
          .replaceAll(repeated, 'TEXT');
      };
      // that passwords are compared is of interest here, not the time that it takes
      for (const algorithm of [argon2idAlgorithm, bcryptAlgorithm])
        jest.spyOn(algorithm, 'verify').mockResolvedValue(false);
      const harmless = await ask(HARMLESS_AT[`${place} ${leaf.path}`] ?? HARMLESS);
      expect(harmless).not.toContain('INTERNAL');
      const before = await fingerprintOf(test.database);
      for (const text of CORPUS) expect([text, await ask(text)]).toEqual([text, harmless]);
      const after = await fingerprintOf(test.database);
      const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
      expect(changed.filter((table) => !NOTED[place]?.includes(table))).toEqual([]);
      jest.restoreAllMocks();
    },
  );

  it('is kept as it was written, where text is kept', async () => {
    const name = `Robert'); DROP TABLE tenants; -- %_ " \\ $1`;
    const { data } = await test.graphql(
      `mutation ($name: String!) { register(input: {email: "o'brien@example.com", password: "${PASSWORD}", tenantName: $name, fullName: $name}) {
        viewer { user { fullName email } tenant { name } } } }`,
      { name },
    );
    expect(data.register.viewer).toEqual({
      user: { fullName: name, email: "o'brien@example.com" },
      tenant: { name },
    });
  });

  it.each([
    ['%', 1],
    ['_', 1],
    ['\\', 1],
    ['100%', 1],
    ['a_b', 1],
    ['a\\b', 1],
    ['\\%', 0],
    ['a%b', 0],
    ['%%%', 0],
    ['__', 0],
  ])('is no wildcard in a search either: %s finds %i', async (search, count) => {
    const account = await test.register(`like-${Buffer.from(search).toString('hex')}`);
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name)
       SELECT $1, $2, 'A' || n, n, name FROM unnest(ARRAY['100% wool', 'a_b', 'a\\b', 'axb', 'plain']) WITH ORDINALITY AS t (name, n)`,
      [account.tenantId, account.userId],
    );
    const { data } = await test.graphql(
      'query ($search: String) { products(filter: {search: $search}) { totalCount } }',
      { search },
      account.token,
    );
    expect(data.products.totalCount).toBe(count);
  });
});
