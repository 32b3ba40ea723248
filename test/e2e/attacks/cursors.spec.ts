import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { TestApp } from '../../support/app.js';
import { fieldAt, leavesOf, neededVariables, wholeDocument } from '../../support/whole-document.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
const LISTS = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) =>
  leavesOf(fieldAt(schema, `Query.${name}`)).some(({ path }) => path === 'after'),
);
const ID = '01a20556-0000-7000-8000-000000000000';
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const CURSORS: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['a number', '1'],
  ['no base64', '%%%'],
  ['cut', encode(['syncRuns', ID]).slice(0, -4)],
  ['of no list', encode(['nosuchlist', ID])],
  ['of Object.prototype', encode(['__proto__', ID])],
  ['an object', encode({ kind: 'syncRuns', id: ID })],
  ['an object that would be somebody', encode({ __proto__: { isAdmin: true } })],
  ['a text', encode('syncRuns')],
  ['null', encode(null)],
  ['SQL for a key', encode(['syncRuns', "' OR 1=1 --"])],
  ['a key too many', encode(['syncRuns', ID, ID])],
  ['a number for an id', encode(['syncRuns', 1])],
  ['1e400 for a key', Buffer.from('["products.STOCK_TOTAL.ASC",1e400,"x"]').toString('base64url')],
  ['an id in capitals', encode(['syncRuns', ID.toUpperCase()])],
  ['U+0000 for a key', encode(['products.NAME.ASC', '\u0000', ID])],
  ['half a character for a key', encode(['products.NAME.ASC', '\ud800', ID])],
  ['the day 2027-02-29', encode(['sales.saleDate.desc', '2027-02-29', ID])],
  ['the year 0', encode(['stockHistory.recordedAt.desc', '0000-01-01T00:00:00Z', ID])],
  ['10 kB', 'A'.repeat(10_240)],
  ['10 kB and well formed', encode(['products.NAME.ASC', 'x'.repeat(10_240), ID])],
  ['nested 5,000 deep', Buffer.from(`${'['.repeat(3_000)}${']'.repeat(3_000)}`).toString('base64url')],
];

describe('ASVS 2.2.1: a cursor that no page has given', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({
      worker: false,
      env: { LIMIT_DEPTH: '100', LIMIT_COST: '10000000', LIMIT_TOKENS: '100000' },
    });
    const account = await test.register('victim');
    token = account.token;
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, stock_total)
       SELECT $1, $2, 'A' || n, n, 'Name ' || n, n FROM generate_series(1, 3) AS n`,
      [account.tenantId, account.userId],
    );
    await test.database.query('UPDATE users SET is_admin = true');
    token = await test.login('victim@example.com');
  });
  afterAll(() => test.stop());

  const cases = LISTS.flatMap((list) => CURSORS.map(([name, cursor]) => [list, name, cursor] as const));

  it.each(cases)('is refused: %s, %s', async (list, _name, after) => {
    const place = `Query.${list}`;
    const variables = { ...neededVariables(fieldAt(schema, place)), after };
    const { errors, data } = await test.graphql(wholeDocument(schema, place), variables, token);
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['after: expected a cursor of this list: the endCursor of one of its pages', 'BAD_USER_INPUT'],
    ]);
  });

  it('is refused when it is of the same list in another order, or of another list', async () => {
    const ask = (document: string, variables: object = {}) => test.graphql(document, variables, token);
    const page = 'query ($after: String, $orderBy: ProductOrder) { products(first: 1, after: $after, orderBy: $orderBy) { nodes { name } pageInfo { endCursor } } }';
    const byStock = { field: 'STOCK_TOTAL', direction: 'ASC' };
    const first = await ask(page, { orderBy: byStock });
    const after = first.data.products.pageInfo.endCursor as string;
    expect((await ask(page, { orderBy: byStock, after })).data.products.nodes).toEqual([{ name: 'Name 2' }]);
    for (const orderBy of [{ field: 'STOCK_TOTAL', direction: 'DESC' }, { field: 'NAME', direction: 'ASC' }, null])
      expect((await ask(page, { orderBy, after })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    for (const list of LISTS.filter((name) => name !== 'products')) {
      const variables = { ...neededVariables(fieldAt(schema, `Query.${list}`)), after };
      const { errors } = await ask(wholeDocument(schema, `Query.${list}`), variables);
      expect([list, errors?.[0]?.extensions.code]).toEqual([list, 'BAD_USER_INPUT']);
    }
  }); // prettier-ignore

  it('that was edited leads to another place of one’s own list, and to no other list', async () => {
    const other = await test.register('other');
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name) VALUES ($1, $2, 'B', 9, 'Name 1b')`,
      [other.tenantId, other.userId],
    );
    const after = encode(['products.NAME.ASC', 'Name 1', ID]);
    const { data } = await test.graphql(
      'query ($after: String) { products(after: $after) { nodes { name } } }',
      { after },
      token,
    );
    expect((data.products.nodes as { name: string }[]).map(({ name }) => name)).not.toContain('Name 1b');
    expect(data.products.nodes).toContainEqual({ name: 'Name 2' });
  });
});
