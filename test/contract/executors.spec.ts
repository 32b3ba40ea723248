import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { isIntrospectionType, isObjectType, type GraphQLSchema } from 'graphql';
import { createApplication } from '../../src/application.js';
import { CompiledDocuments } from '../../src/platform/graphql/compiled/compiled-documents.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { wholeDocumentOf } from '../support/whole-document-of.js';

const NOW = new Date('2026-11-20T09:00:00Z');
/** From the third time on a document is compiled. */
const TIMES = 4;

interface Asked {
  readonly query: string;
  readonly variables?: object;
}

/** Shapes that whole documents do not have. */
const SHAPES: readonly Asked[] = [
  { query: '{ a: viewer { b: user { c: email } } viewer { permissions user { email role } } }' },
  { query: '{ viewer { ...A } } fragment A on Viewer { user { ...B id } } fragment B on User { email id }' },
  { query: '{ viewer { ... on Viewer { user { id } } ... { tenant { name } } } }' },
  {
    query:
      'query ($a: Boolean!) { viewer { user { id @include(if: $a) email @skip(if: $a) } tenant @skip(if: $a) { id } } }',
    variables: { a: true },
  },
  {
    query: 'query ($a: Boolean = false) { viewer { user { id @include(if: $a) email @skip(if: $a) } } }',
  },
  {
    query:
      'query ($n: Int = 2, $f: ProductFilter) { products(first: $n, filter: $f) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } }',
    variables: { f: { brands: ['Brand 1'], stockTotal: { min: 1 }, isArchived: null } },
  },
  { query: 'query A { viewer { user { id } } } query B { viewer { user { email } } }' },
  { query: '{ product(id: "01a20556-0000-7000-8000-000000000000") { name } }' },
  // what is refused
  { query: 'query ($n: Int!) { products(first: $n) { nodes { name } } }' },
  { query: 'query ($n: Int!) { products(first: $n) { nodes { name } } }', variables: { n: '2' } },
  { query: 'query ($n: Int!) { products(first: $n) { nodes { name } } }', variables: { n: 2_147_483_648 } },
  { query: '{ products(first: 0) { nodes { name } } viewer { user { email } } }' },
  { query: '{ stockHistory(filter: {range: {from: "2026-13-01T00:00:00Z"}}) { nodes { id } } }' },
  { query: '{ products(after: "no cursor") { nodes { name } } }' },
  { query: '{ viewer { nobody } }' },
];

describe('compiled execution', () => {
  let test: TestApp;
  let interpreting: NestFastifyApplication;
  let interpretingUrl: string;
  let token: string;
  let schema: GraphQLSchema;
  const find = jest.spyOn(CompiledDocuments.prototype, 'find');

  beforeAll(async () => {
    const clock = new FixedClock(NOW);
    test = await TestApp.start({ clock, env: { LIMIT_COST: '10000000' } });
    interpreting = await createApplication(
      { ...test.settings, compiledExecution: false, worker: false },
      clock,
    );
    await interpreting.listen(0, '127.0.0.1');
    interpretingUrl = await interpreting.getUrl();
    const account = await test.register('executed');
    // whoever may ask everything
    await test.database.query('UPDATE users SET is_admin = true WHERE id = $1', [account.userId]);
    token = await test.login(account.email);
    await fill(test, account);
    schema = test.app.get(GraphQLSchemaHost, { strict: false }).schema;
  });
  afterAll(async () => {
    await interpreting.close();
    await test.stop();
  });

  const answers = async (url: string, asked: Asked): Promise<string> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
    });
    // the one thing that no two answers share
    const text = (await response.text()).replace(/"requestId":"[^"]+"/g, '"requestId":""');
    return `${response.status} ${response.headers.get('content-type')} ${text}`;
  };

  const expectSame = async (asked: Asked): Promise<string> => {
    const wanted = await answers(interpretingUrl, asked);
    for (let time = 0; time < TIMES; time++) expect(await answers(test.url, asked)).toBe(wanted);
    return wanted;
  };

  it('answers every query byte by byte as graphql-js does', async () => {
    for (const name of Object.keys(schema.getQueryType()?.getFields() ?? {})) {
      find.mockClear();
      const answer = await expectSame({ query: wholeDocumentOf(schema, name, 4) });
      expect([name, answer]).toEqual([name, expect.stringContaining('"data":{')]);
      // and did so by compiled code
      expect([name, find.mock.results.at(-1)?.value]).toEqual([name, expect.any(Function)]);
    }
  });

  it.each(SHAPES)('answers as graphql-js does: $query', async (asked) => {
    await expectSame(asked);
  });

  it('leaves fields without a resolver that only hand out a property', () => {
    const product = schema.getType('Product');
    if (!isObjectType(product)) throw new Error('No Product');
    const { name, owner } = product.getFields();
    expect([name?.resolve, owner?.resolve]).toEqual([undefined, expect.any(Function)]);
  });

  it('leaves nothing of Nest between a field without arguments and its method', () => {
    const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
    const called = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter((type) => !roots.has(type) && !isIntrospectionType(type))
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ name, args, resolve }) => resolve && args.length === 0 && name !== 'totalCount')
      // of a method that is handed out as it is; Nest's own, for the sake of decorated parameters, has another name
      .map(({ name, resolve }) => [name, resolve?.name.replaceAll('bound ', '')]);
    expect(called.length).toBeGreaterThan(10);
    expect(called).toEqual(called.map(([name]) => [name, name]));
  });
});

async function fill(
  test: TestApp,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<void> {
  const { database } = test;
  await database.query(
    `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, price, stock_total, created_at, updated_at)
     SELECT uuid_v7(), $1, $2, 'A-' || i, 9007199254740990 + i, CASE WHEN i % 3 > 0 THEN 'Имя "' || i END, 'Brand ' || i % 3,
       'Cat', CASE WHEN i % 2 > 0 THEN i * 10.10 END, i, '2026-01-01', '2026-01-02'
     FROM generate_series(1, 30) AS i`,
    [tenantId, userId],
  );
  await database.query(
    `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
     SELECT tenant_id, user_id, id, 'W' || w, stock_total, '2026-11-01' FROM products, generate_series(1, 2) AS w`,
  );
  await database.query(
    `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
     SELECT tenant_id, user_id, id, 'W1', 1, 1, '2026-11-01' FROM products`,
  );
  await database.query(
    `INSERT INTO sales (tenant_id, user_id, product_id, external_id, kind, sale_date, quantity, price, commission)
     SELECT tenant_id, user_id, id, wb_article, 'SALE', date '2025-12-31' + 31, 1, 10.01, NULL FROM products`,
  );
  await database.query(
    `INSERT INTO sync_runs (tenant_id, id, user_id, state, queued_at) VALUES ($1, uuid_v7(), $2, 'QUEUED', '2026-11-01')`,
    [tenantId, userId],
  );
}
