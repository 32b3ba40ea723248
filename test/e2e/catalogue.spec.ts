import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupService } from '../../src/features/analytics/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T09:00:00Z');

interface Node {
  readonly id: string;
  readonly name: string | null;
  readonly price: { amount: string } | null;
  readonly stockTotal: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly wbArticle: string;
}

describe('the catalogue', () => {
  let test: TestApp;
  let account: { token: string; tenantId: string; userId: string };

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW) });
    account = await test.register('catalogue');
    const { tenantId, userId } = account;
    // names, prices and times that tie, and some that are missing
    await test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, price, stock_total, created_at, updated_at, archived_at)
       SELECT uuid_v7(), $1, $2, 'A-' || i, 1000 + i, CASE WHEN i % 7 > 0 THEN 'Name ' || i % 5 END,
         CASE WHEN i % 4 > 0 THEN 'Brand ' || i % 3 END, 'Cat ' || i % 2, CASE WHEN i % 6 > 0 THEN (i % 8) * 100 END,
         i % 9, timestamptz '2026-01-01' + (i % 10) * interval '1 day 1 microsecond',
         timestamptz '2026-02-01' + (i % 4) * interval '1 hour', CASE WHEN i > 60 THEN now() END
       FROM generate_series(1, 65) AS i`,
      [tenantId, userId],
    );
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
       SELECT tenant_id, user_id, id, 'W' || w, CASE w WHEN 1 THEN stock_total ELSE 0 END, '2026-11-01'
       FROM products, generate_series(1, 2) AS w WHERE tenant_id = $1`,
      [tenantId],
    );
    await test.database.query(
      `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
       SELECT tenant_id, user_id, id, 'W1', i, 1, timestamptz '2026-11-01' + i * interval '1 minute'
       FROM products, generate_series(1, 3) AS i WHERE tenant_id = $1`,
      [tenantId],
    );
    await test.database.query(
      `INSERT INTO sales (tenant_id, user_id, product_id, external_id, kind, sale_date, quantity, price, commission, net_amount, warehouse_name)
       SELECT p.tenant_id, p.user_id, CASE WHEN i % 11 > 0 THEN p.id END, p.wb_article || '-' || i,
         CASE WHEN i % 5 = 0 THEN 'RETURN' ELSE 'SALE' END, date '2026-11-19' - i, 1 + i % 3, 10.01 * i, 1.10, 8.80,
         CASE WHEN i % 3 > 0 THEN 'W' || i % 3 END
       FROM products p, generate_series(1, 30) AS i WHERE p.tenant_id = $1 AND p.wb_nm_id % 3 = 0`,
      [tenantId],
    );
    await test.database.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) SELECT DISTINCT tenant_id, user_id, 'sales', sale_date FROM sales`,
    );
    await test.app.get(RollupService, { strict: false }).run(sellerContext(tenantId, userId, () => NOW));
  });
  afterAll(() => test.stop());

  const ask = (query: string, variables: object = {}) => test.graphql(query, variables, account.token);

  const PAGE = `query ($first: Int, $after: String, $orderBy: ProductOrder, $filter: ProductFilter) {
    products(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
      nodes { id name price { amount } stockTotal createdAt updatedAt wbArticle } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
    }
  }`;

  async function all(orderBy: object | null, first: number, filter: object | null = null): Promise<Node[]> {
    const nodes: Node[] = [];
    for (let after: string | null = null; ;) {
      const { data } = await ask(PAGE, { first, after, orderBy, filter });
      const page = data.products;
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      nodes.push(...(page.nodes as Node[]));
      if (!page.pageInfo.hasNextPage) return nodes;
      after = page.pageInfo.endCursor as string;
    }
  }

  const KEYS: Readonly<Record<string, (node: Node) => string | number | null>> = {
    NAME: (node) => node.name,
    PRICE: (node) => (node.price === null ? null : Number(node.price.amount)),
    STOCK_TOTAL: (node) => node.stockTotal,
    CREATED_AT: (node) => node.createdAt,
    UPDATED_AT: (node) => node.updatedAt,
    SOLD_30_DAYS: () => null,
    DAYS_OF_COVER: () => null,
  };
  const ORDERS = Object.keys(KEYS).flatMap((field) => [[field, 'ASC'] as const, [field, 'DESC'] as const]);

  it.each(ORDERS)('gives every product exactly once, page by page: %s %s', async (field, direction) => {
    const pages = await all({ field, direction }, 7);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(60);
    expect(pages.map(({ id }) => id)).toEqual((await all({ field, direction }, 100)).map(({ id }) => id));
    const keys = pages.map((node) => KEYS[field]?.(node) ?? null);
    const known = keys.filter((key) => key !== null);
    // what has no value comes last, up and down
    expect(keys.slice(known.length).every((key) => key === null)).toBe(true);
    const sign = direction === 'ASC' ? 1 : -1;
    expect(known).toEqual([...known].sort((a, b) => (a < b ? -sign : a > b ? sign : 0)));
  });

  it('counts the whole list, and leaves out archived products unless they are asked for', async () => {
    const { data } = await ask(PAGE, { first: 1 });
    expect(data.products.totalCount).toBe(60);
    expect(await all(null, 100, { isArchived: true })).toHaveLength(5);
  });

  it.each([
    ['search by article', { search: 'a-1' }, 11],
    ['search by exact nm id', { search: '1005' }, 1],
    ['search with a wildcard, which is none', { search: '%' }, 0],
    ['brands', { brands: ['Brand 1'] }, 15],
    ['categories', { categories: ['Cat 0'] }, 30],
    ['nm ids, archived ones too', { wbNmIds: ['1001', '1062', '99'] }, 2],
    ['in stock', { inStock: false }, 6],
    ['stock range', { stockTotal: { min: 7, max: 8 } }, 12],
    ['brand and stock', { brands: ['Brand 1'], stockTotal: { min: 1, max: 1 } }, 6],
  ])('filters: %s', async (_name, filter, count) => {
    const { data, errors } = await ask(PAGE, { first: 100, filter });
    expect(errors).toBeUndefined();
    expect(data.products.nodes).toHaveLength(count);
    expect(data.products.totalCount).toBe(count);
  });

  it('shows a product with what belongs to it', async () => {
    const [node] = await all(null, 1, { wbNmIds: ['1002'] });
    const { data } = await ask(
      `query ($id: ID!) { product(id: $id) {
        wbNmId inStock isArchived owner { email } stockLevels { warehouseName quantity inTransitToCustomer }
        stockHistory(first: 2) { nodes { quantity delta recordedAt product { wbNmId } } totalCount pageInfo { hasNextPage } }
        sales(first: 2, range: {from: "2026-11-01", until: "2026-11-18"}) { nodes { saleDate kind quantity price { amount currency } product { wbNmId } } totalCount }
      } }`,
      { id: node?.id },
    );
    expect(data.product).toEqual({
      wbNmId: '1002',
      inStock: true,
      isArchived: false,
      owner: { email: 'catalogue@example.com' },
      stockLevels: [
        { warehouseName: 'W1', quantity: 2, inTransitToCustomer: 0 },
        { warehouseName: 'W2', quantity: 0, inTransitToCustomer: 0 },
      ],
      stockHistory: {
        nodes: [
          { quantity: 3, delta: 1, recordedAt: '2026-11-01T00:03:00.000Z', product: { wbNmId: '1002' } },
          { quantity: 2, delta: 1, recordedAt: '2026-11-01T00:02:00.000Z', product: { wbNmId: '1002' } },
        ],
        totalCount: 3,
        pageInfo: { hasNextPage: true },
      },
      sales: {
        nodes: [
          {
            saleDate: '2026-11-17',
            kind: 'SALE',
            quantity: 3,
            price: { amount: '20.02', currency: 'RUB' },
            product: { wbNmId: '1002' },
          },
          {
            saleDate: '2026-11-16',
            kind: 'SALE',
            quantity: 1,
            price: { amount: '30.03', currency: 'RUB' },
            product: { wbNmId: '1002' },
          },
        ],
        totalCount: 16,
      },
    });
  });

  it('adds up: warehouses, products and levels tell of the same stock', async () => {
    const { data } = await ask('{ warehouses { name stockTotal productCount } }');
    const nodes = [...(await all(null, 100)), ...(await all(null, 100, { isArchived: true }))];
    expect(data.warehouses).toEqual([
      {
        name: 'W1',
        stockTotal: nodes.reduce((sum, { stockTotal }) => sum + stockTotal, 0),
        productCount: nodes.filter(({ stockTotal }) => stockTotal > 0).length,
      },
      { name: 'W2', stockTotal: 0, productCount: 0 },
    ]);
  });

  it.each(['DAY', 'WEEK', 'MONTH', 'PRODUCT', 'BRAND', 'CATEGORY', 'WAREHOUSE'])(
    'sums sales by %s to the kopeck, returns taken off',
    async (groupBy) => {
      const { data, errors } = await ask(
        `query ($groupBy: SalesGrouping!) { salesSummary(range: {from: "2026-10-25", until: "2026-11-15"}, groupBy: $groupBy) {
          key quantity returnedQuantity revenue { amount } commission { amount } netAmount { amount } } }`,
        { groupBy },
      );
      expect(errors).toBeUndefined();
      const rows = data.salesSummary as {
        quantity: number;
        returnedQuantity: number;
        revenue: { amount: string };
        netAmount: { amount: string };
        commission: { amount: string };
      }[];
      const kopecks = (pick: (row: (typeof rows)[number]) => string) =>
        rows.reduce((sum, row) => sum + Math.round(Number(pick(row)) * 100), 0);
      const [raw] = await test.database.query<object>(
        `SELECT sum(quantity) FILTER (WHERE kind = 'SALE')::int AS sold, sum(quantity) FILTER (WHERE kind = 'RETURN')::int AS returned,
           round(sum(price * quantity * CASE kind WHEN 'SALE' THEN 100 ELSE -100 END))::int AS revenue,
           round(sum(net_amount * CASE kind WHEN 'SALE' THEN 100 ELSE -100 END))::int AS net,
           round(sum(commission * CASE kind WHEN 'SALE' THEN 100 ELSE -100 END))::int AS commission
         FROM sales WHERE sale_date >= '2026-10-25' AND sale_date < '2026-11-15'`,
      );
      expect({
        sold: rows.reduce((sum, { quantity }) => sum + quantity, 0),
        returned: rows.reduce((sum, { returnedQuantity }) => sum + returnedQuantity, 0),
        revenue: kopecks((row) => row.revenue.amount),
        net: kopecks((row) => row.netAmount.amount),
        commission: kopecks((row) => row.commission.amount),
      }).toEqual(raw);
    },
  );

  it.each([
    ['first: 0', '{ products(first: 0) { totalCount } }', /first/],
    ['first: 101', '{ products(first: 101) { totalCount } }', /first/],
    ['a cursor of another list', '{ sales(after: "WyJwcm9kdWN0cyJd") { totalCount } }', /after/],
    ['an unknown field', '{ products { nope } }', /nope/],
    [
      'no such day',
      '{ salesSummary(range: {from: "2027-02-29", until: "2027-03-01"}, groupBy: DAY) { key } }',
      /2027-02-29|calendar|Date/,
    ],
    [
      'a range that ends before it begins',
      '{ salesSummary(range: {from: "2026-03-02", until: "2026-03-01"}, groupBy: DAY) { key } }',
      /range/,
    ],
    ['a text with NUL', '{ products(filter: {search: "a\\u0000b"}) { totalCount } }', /search/],
    ['no syntax', '{ products(', /Syntax/],
    ['a subscription', 'subscription { syncProgress { id } }', /subscription/],
  ])('answers BAD_USER_INPUT to %s', async (_name, query, message) => {
    const { errors, data } = await ask(query);
    expect(data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toMatch(message);
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules|SELECT/);
  });
});
