import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { AbcClass } from '../../src/features/products/domain/abc-class.js';
import {
  OrderDirection,
  ProductOrderField,
  SORT_KEYS,
} from '../../src/features/products/domain/product-order.js';
import { cursorOf, type OrderKeys } from '../../src/features/products/product-cursors.js';
import { productPage, type ProductList } from '../../src/features/products/product-page.statement.js';
import { ProductSearchQueries } from '../../src/features/products/product-search.queries.js';
import type { Page } from '../../src/platform/graphql/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import {
  asCaller,
  connected,
  planOf,
  plansOfTen,
  runOf,
  wholeTenant,
  type PlanNode,
} from '../support/plan.js';

const TENANT = '01a20556-0000-7000-8000-000000000001';
const OWNER = '01a20556-0000-7000-8000-000000000101';
const PRODUCTS = 20_000;
const ctx = wholeTenant(TENANT, OWNER);

/** By node types, not by time: what a plan needs follows from the data, not from the machine. */
describe('what the catalogue asks of a tenant with 20,000 products', () => {
  let database: TestDatabase;
  let app: pg.Client;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    await fill(database);
    app = await connected(database.urls.app);
    owner = await connected(database.urls.owner);
  });
  afterAll(async () => {
    await app.end();
    await owner.end();
    await database.drop();
  });

  const inTransaction = <Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> =>
    asCaller(client, ctx, work);
  const pageOf = (list: Partial<ProductList>, after: Page<OrderKeys>['after'], limit = 100) => {
    const ordering = list.ordering ?? { field: ProductOrderField.NAME, direction: OrderDirection.ASC };
    const page = { kind: cursorOf(ordering), limit, after };
    const fields = new Set(['updatedAt']);
    return productPage(ctx, { criteria: {}, hits: null, ...list, ordering, page, fields });
  };
  /** Of the values at hand, and of the plan that a prepared statement comes to keep. */
  const plansOf = (list: Partial<ProductList>, after: Page<OrderKeys>['after']) => {
    const { statement, values } = pageOf(list, after);
    return inTransaction(app, async () => [
      await planOf(app, statement.text, values),
      await planOf(app, statement.text, null),
    ]);
  };
  const types = (plan: readonly PlanNode[]) => plan.map((node) => node['Node Type']);
  const SCANS = /Scan/;
  const indexes = (plan: readonly PlanNode[]) => [
    ...new Set(plan.filter((node) => SCANS.test(node['Node Type'])).map((node) => node['Index Name'])),
  ];

  const INDEX_OF = {
    NAME: 'products_name_idx',
    CREATED_AT: 'products_created_at_idx',
    UPDATED_AT: 'products_updated_at_idx',
    PRICE: 'products_price_idx',
    STOCK_TOTAL: 'products_stock_total_idx',
  } as const;
  const BY_CHANGE = {
    ordering: { field: ProductOrderField.UPDATED_AT, direction: OrderDirection.ASC },
  };
  const DEEP = {
    NAME: 'Name 15000',
    CREATED_AT: '2026-01-10T00:00:00.000000Z',
    UPDATED_AT: '2026-05-10T00:00:00.000000Z',
    PRICE: '500000',
    STOCK_TOTAL: 400,
  } as const;
  const ORDERS = (Object.keys(INDEX_OF) as (keyof typeof INDEX_OF)[]).flatMap((field) => [
    [field, OrderDirection.ASC] as const,
    [field, OrderDirection.DESC] as const,
  ]);

  it.each(ORDERS)(
    'is read along an index, without a sort: %s %s, the first page',
    async (field, direction) => {
      for (const plan of await plansOf({ ordering: { field: ProductOrderField[field], direction } }, null)) {
        // two stretches, those with a value and those without, are put together by an ordered append or a small sort
        expect(indexes(plan).filter((name) => name !== undefined)).toEqual([INDEX_OF[field]]);
        expect(types(plan)).not.toContain('Seq Scan');
        expect(types(plan)).not.toContain('Bitmap Heap Scan');
        expect(sortsOfTheTable(plan)).toEqual([]);
      }
    },
  );

  it.each(ORDERS)('begins at its place in the index: %s %s, a page far down', async (field, direction) => {
    const list = { ordering: { field: ProductOrderField[field], direction } };
    for (const plan of await plansOf(list, [DEEP[field], '01a20556-0000-7000-8000-0000000fffff'])) {
      const conditions = plan.map((node) => node['Index Cond'] ?? '').filter((it) => it !== '');
      const column = SORT_KEYS[field].sql.replace('p.', '');
      expect(conditions.some((it) => it.includes('ROW(') && it.includes(column))).toBe(true);
      expect(sortsOfTheTable(plan)).toEqual([]);
    }
  });

  it('is found by trigrams where few match', async () => {
    const plan = await runWithin('product_search_hits', '%гиппопотам%');
    expect(types(plan)).not.toContain('Seq Scan');
    expect(indexes(plan).filter((name) => name !== undefined)).toEqual(['product_search_key_idx']);
    expect(plan.find((node) => node['Index Name'] === 'product_search_key_idx')?.['Index Cond']).toMatch(
      /tenant_id = .* AND \(key ~~ '%gippopotam%'/,
    );
    const hits = await search('Гиппопотам');
    expect(hits).toHaveLength(PRODUCTS / 1000);
    const [page] = await plansOf({ criteria: { search: 'Гиппопотам' }, hits }, null);
    expect(types(page!)).not.toContain('Seq Scan');
    expect(indexes(page!).filter((name) => name !== undefined)).toEqual(['products_pkey']);
  });

  it('is found by digits where an article has a number, not by trigrams that all articles share', async () => {
    const candidates = (plan: readonly PlanNode[]) =>
      plan.find((node) => node['Node Type'] === 'Bitmap Index Scan')?.['Actual Rows'];
    const pattern = '%A-000002%';
    const plan = await runWithin('product_search_numbered', pattern);
    expect(indexes(plan).filter((name) => name !== undefined)).toEqual(['product_search_numbers_idx']);
    expect(plan.find((node) => node['Index Name'] === 'product_search_numbers_idx')?.['Index Cond']).toMatch(
      /tenant_id = .* AND \(product_search_numbers\(key\) @> /,
    );
    expect(candidates(plan)).toBe(1);
    expect(candidates(await runWithin('product_search_hits', pattern))).toBeGreaterThan(1000);
    expect(await search('A-000002')).toHaveLength(1);
    // an nmId as a whole, not what is within one
    expect(candidates(await runWithin('product_search_numbered', '%100012345%'))).toBe(1);
    expect(await search('100012345')).toHaveLength(1);
    expect(await search('0001234')).toEqual([]);
  });

  it('is found by digits even where the planner knows that many have them, and believes that few have the text', async () => {
    const plan = await runWithin('product_search_numbered', '%20000 mAh%');
    expect(indexes(plan).filter((name) => name !== undefined)).toEqual(['product_search_numbers_idx']);
    expect(await search('20000 mAh')).toHaveLength(500);
  });

  it('is found by trigrams where a number is too short, and by digits where a word is common', async () => {
    expect(await search('A-0123')).toHaveLength(100);
    expect(await search('Name 12345')).toHaveLength(1);
  });

  it('is followed in its order where many match, and where no trigram helps', async () => {
    for (const text of ['Name', 'e 1']) {
      expect(await search(text)).toBeNull();
      for (const plan of await plansOf({ criteria: { search: text } }, null)) {
        expect(indexes(plan).filter((name) => name !== undefined)).toEqual(['products_name_idx']);
        expect(types(plan)).not.toContain('Seq Scan');
        expect(sortsOfTheTable(plan)).toEqual([]);
      }
    }
  });

  it.each([[[AbcClass.A]], [Object.values(AbcClass)]])(
    'is followed in its order, looking up figures one by one, for the classes %j',
    async (abcClass) => {
      for (const plan of await plansOf({ criteria: { abcClass } }, null)) {
        expect(indexes(plan).toSorted()).toEqual(['product_metrics_pkey', 'products_name_idx']);
        expect(sortsOfTheTable(plan)).toEqual([]);
      }
      const deep = await plansOf({ criteria: { abcClass } }, [
        DEEP.NAME,
        '01a20556-0000-7000-8000-0000000fffff',
      ]);
      for (const plan of deep) {
        expect(indexes(plan)).toEqual(expect.arrayContaining(['product_metrics_pkey', 'products_name_idx']));
        expect(types(plan)).not.toContain('Seq Scan');
        expect(plan.map((node) => node['Index Cond'] ?? '').some((it) => it.includes('ROW('))).toBe(true);
      }
    },
  );

  it.each([
    ['the first page', {}, null],
    ['a page far down', {}, [DEEP.NAME, '01a20556-0000-7000-8000-0000000fffff']],
    ['the last page', BY_CHANGE, ['2026-05-14T21:18:00.000000Z', '01a20556-0000-7000-8000-000000000000']],
    ['the products without a name', {}, [null, 'ffffffff-0000-7000-8000-000000000000']],
    ['what a search has found', { criteria: { search: 'A-000002' }, hits: [TENANT] }, null],
  ] as [string, Partial<ProductList>, Page<OrderKeys>['after']][])(
    'is planned once, not at each request: %s',
    async (name, list, after) => {
      for (const limit of [20, 100]) {
        const { statement, values } = pageOf(list, after, limit);
        const plans = await inTransaction(app, () =>
          plansOfTen(app, `${name}, ${limit}`, { text: statement.text, values }),
        );
        // PostgreSQL weighs the plan for any values against those for five
        expect([limit, plans]).toEqual([limit, { anew: 5, kept: 5 }]);
      }
    },
  );

  it('could not be found by trigrams by the application itself: its policy stands before what may leak', async () => {
    const plan = await inTransaction(app, () =>
      planOf(app, 'SELECT product_id FROM product_search WHERE tenant_id = $1 AND key LIKE $2::text', [
        TENANT,
        '%gippopotam%',
      ]),
    );
    expect(plan.map((node) => node['Index Cond'] ?? '').join()).not.toContain('~~');
  });

  /** As the function runs: with its owner's rights and its own settings. */
  async function runWithin(name: string, pattern: string): Promise<PlanNode[]> {
    const [{ source, settings }] = (await database.query<{ source: string; settings: string[] }>(
      `SELECT prosrc AS source, proconfig AS settings FROM pg_proc WHERE proname = $1`,
      [name],
    )) as [{ source: string; settings: string[] }];
    const text = source.replaceAll('(pattern', '($1::text').replaceAll('most', '$2::integer');
    return inTransaction(owner, async () => {
      for (const setting of settings) {
        const [key, value] = setting.split('=');
        await owner.query(`SET LOCAL ${key} = ${value}`);
      }
      return runOf(owner, text, [pattern, 1000]);
    });
  }

  async function search(text: string): Promise<readonly string[] | null> {
    const queries = new ProductSearchQueries({
      row: async (_ctx: unknown, { text: sql }: { text: string }, values: readonly unknown[]) =>
        (await app.query<object>(sql, [...values])).rows[0],
    } as unknown as Database);
    return inTransaction(app, () => queries.hits(ctx, text));
  }
});

/** Sorts that are fed by more than the page: the one of two stretches has a limit below it. */
function sortsOfTheTable(plan: readonly PlanNode[]): string[] {
  return plan
    .filter((node) => node['Node Type'].includes('Sort'))
    .filter((node) => !below(node).includes('Limit'))
    .map((node) => node['Node Type']);
}

function below(node: PlanNode): string[] {
  return (node.Plans ?? []).flatMap((child) => [child['Node Type'], ...below(child)]);
}

/** One large tenant beside ten smaller ones, with names, prices and brands that few or many share; some are missing. */
async function fill(database: TestDatabase): Promise<void> {
  await database.query(
    `INSERT INTO tenants (id, name, slug) SELECT ('01a20556-0000-7000-8000-0000000000' || lpad(i::text, 2, '0'))::uuid, 'T' || i, 't' || i FROM generate_series(1, 11) i`,
  );
  await database.query(
    `INSERT INTO users (id, email, tenant_id, role)
     SELECT ('01a20556-0000-7000-8000-0000000001' || lpad(i::text, 2, '0'))::uuid, 'u' || i || '@example.com', ('01a20556-0000-7000-8000-0000000000' || lpad(i::text, 2, '0'))::uuid, 'OWNER'
     FROM generate_series(1, 11) i`,
  );
  await database.query(
    `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, brand, price, stock_total, created_at, updated_at)
     SELECT ('01a20556-0000-7000-8000-0000000000' || lpad(t::text, 2, '0'))::uuid, ('01a20556-0000-7000-8000-0000000001' || lpad(t::text, 2, '0'))::uuid, 'A-' || lpad(i::text, 6, '0'), 100000000 + i,
       CASE WHEN i % 50 > 0 THEN 'Name ' || (i * 7919) % 20000 || CASE WHEN i % 1000 = 1 THEN ' гиппопотам' ELSE '' END END,
       'Brand ' || i % 50 || CASE WHEN i % 40 = 0 THEN ' 20000 mAh' ELSE '' END, CASE WHEN i % 20 > 0 THEN (i * 37 % 100000) / 10.0 END, i * 13 % 500,
       timestamptz '2026-01-01' + (i * 31 % 20000) * interval '1 minute', timestamptz '2026-05-01' + (i * 7907 % 20000) * interval '1 minute'
     FROM generate_series(1, 11) t, generate_series(1, ${PRODUCTS}) i WHERE t = 1 OR i % 10 = 0 ORDER BY i, t`,
  );
  await database.query(
    `WITH fresh AS (
       UPDATE products p SET search_hash = hashtextextended(product_search_text(wb_article, name, brand, wb_nm_id), 0)
       RETURNING tenant_id, id, user_id, product_search_key(product_search_text(wb_article, name, brand, wb_nm_id)))
     INSERT INTO product_search SELECT * FROM fresh`,
  );
  // a tenth of the products is of class A
  await database.query(
    `INSERT INTO product_metrics (tenant_id, user_id, product_id, as_of, calculated_at, stock_now, sold_30_days,
       returned_30_days, revenue_30_days, cost_30_days, cost_missing, in_stock_days, known_days, abc_class, xyz_class, risk)
     SELECT tenant_id, user_id, id, '2026-11-22', now(), 0, 0, 0, 0, 0, 0, 0, 0,
       (ARRAY['A', 'B', 'B', 'C', 'C', 'C', 'C', 'C', 'C', 'C'])[1 + abs(hashtext(id::text)) % 10], 'NEW', 'NO_DEMAND'
     FROM products`,
  );
  // what an index of words has yet to take in, every search reads: nothing of it is left
  await database.query('VACUUM (ANALYZE) products, product_search, product_metrics');
}
