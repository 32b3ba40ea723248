import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { makeTeam, type Member, type Team } from '../support/team.js';
import { expectedList, type CatalogueRow, type Filter, type Order } from '../support/catalogue-model.js';

const PRODUCTS = 300;
const PAGE = `query ($first: Int, $after: String, $orderBy: ProductOrder, $filter: ProductFilter) {
  products(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

/** Random, and the same in every run: a generator with a seed of its own (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const NAMES = [
  'Кружка',
  'кружка синяя',
  'Mug',
  'mug 100%',
  'Ёлка_1',
  'A\\B',
  '',
  'Зонт',
  'ЗОНТ большой',
  '12345',
];
const BRANDS = ['Acme', 'ACME', 'Бренд', 'бренд 2'];

describe('lists of products, beside a list made in memory', () => {
  let test: TestApp;
  let team: Team;
  let rows: CatalogueRow[];

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(new Date('2026-11-20T09:00:00Z')) });
    team = await makeTeam(test, 'lists');
    const other = await test.register('lists-foreign');
    rows = catalogue([team.owner.userId, team.user.userId, team.user2.userId]);
    await insert(test, team.tenantId, rows);
    await insert(test, other.tenantId, catalogue([other.userId]));
    // some are known to the index of the search, some were written past it
    await test.database.query(
      `UPDATE products SET search_hash = hashtextextended(product_search_text(wb_article, name, brand, wb_nm_id), 0)
       WHERE wb_nm_id IS NULL OR wb_nm_id % 3 > 0`,
    );
    await test.database.query(
      `INSERT INTO product_search SELECT tenant_id, id, user_id, product_search_key(product_search_text(wb_article, name, brand, wb_nm_id))
       FROM products WHERE NOT search_stale`,
    );
  });
  afterAll(() => test.stop());

  const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 4 });
  const range = (max: number) =>
    fc
      .record({ min: fc.integer({ min: -1, max }), max: fc.integer({ min: -1, max }) }, { requiredKeys: [] })
      .filter(({ min, max: most }) => min === undefined || most === undefined || min <= most);
  const filters = () => {
    const ids = rows.map(({ id }) => id);
    const members = [team.owner, team.user, team.user2].map(({ userId }) => userId);
    return fc.record<Filter>(
      {
        search: fc.constantFrom(
          'круж',
          'КРУЖКА',
          'mug',
          '100%',
          '%',
          '_',
          '\\',
          'ёлка_',
          ' зонт ',
          'a-1',
          '1005',
          '123',
          'acme',
          'x',
          '',
          'бренд 2',
        ),
        ids: few(fc.constantFrom(...ids, ids[0]?.toUpperCase() ?? '', 'nope')),
        wbNmIds: few(fc.constantFrom('1001', '1002', '1005', '1299', '5')),
        brands: few(fc.constantFrom(...BRANDS, 'nobody')),
        categories: few(fc.constantFrom('C1', 'C2', 'c1')),
        ownerId: fc.constantFrom(...members, 'nope'),
        inStock: fc.boolean(),
        isArchived: fc.boolean(),
        stockTotal: range(10),
        daysOfCover: range(20),
        abcClass: few(fc.constantFrom('A', 'B', 'C')),
      },
      { requiredKeys: [] },
    );
  };
  const orders = fc.record<Order>({
    field: fc.constantFrom(
      'NAME',
      'CREATED_AT',
      'UPDATED_AT',
      'PRICE',
      'STOCK_TOTAL',
      'SOLD_30_DAYS',
      'DAYS_OF_COVER',
    ),
    direction: fc.constantFrom('ASC', 'DESC'),
  });

  async function walk(
    who: Member,
    filter: Filter,
    orderBy: Order,
    first: number,
  ): Promise<{ ids: string[]; total: number }> {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { data, errors } = await test.graphql(PAGE, { first, after, filter, orderBy }, who.token);
      expect(errors).toBeUndefined();
      const { nodes, pageInfo, totalCount } = data.products;
      const edges = data.products.edges as { cursor: string }[];
      ids.push(...(nodes as { id: string }[]).map(({ id }) => id));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
      expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
      if (!pageInfo.hasNextPage) return { ids, total: totalCount as number };
      expect(nodes).toHaveLength(first);
      after = pageInfo.endCursor as string;
    }
  }

  const seenBy = (who: Member) =>
    who === team.user || who === team.user2 ? rows.filter(({ ownerId }) => ownerId === who.userId) : rows;

  it('are the same in every order, whoever asks', async () => {
    for (const field of [
      'NAME',
      'CREATED_AT',
      'UPDATED_AT',
      'PRICE',
      'STOCK_TOTAL',
      'SOLD_30_DAYS',
      'DAYS_OF_COVER',
    ] as const) {
      for (const direction of ['ASC', 'DESC'] as const) {
        for (const who of [team.viewer, team.user]) {
          const expected = expectedList(seenBy(who), {}, { field, direction });
          expect(await walk(who, {}, { field, direction }, 37)).toEqual({
            ids: expected,
            total: expected.length,
          });
        }
      }
    }
  });

  it('are the same for any filter, order and page size', async () => {
    const who = fc.constantFrom<keyof Team>('owner', 'admin', 'user', 'user2', 'viewer');
    await fc.assert(
      fc.asyncProperty(
        who,
        filters(),
        orders,
        fc.integer({ min: 1, max: 40 }),
        async (role, filter, order, first) => {
          const member = team[role] as Member;
          const expected = expectedList(seenBy(member), filter, order);
          const size = Math.max(first, Math.ceil(expected.length / 12));
          expect(await walk(member, filter, order, size)).toEqual({ ids: expected, total: expected.length });
        },
      ),
      { numRuns: 250, seed: 8 },
    );
  });

  it('are the same for each filter by itself, with something found by most', async () => {
    const alone: Filter[] = [
      ...[
        'круж',
        'КРУЖКА',
        'mug',
        '100%',
        '%',
        '_',
        '\\',
        'ёлка_',
        ' зонт ',
        'a-1',
        '1005',
        'acme',
        'бренд 2',
      ].map((search) => ({ search })),
      { ids: rows.slice(0, 5).map(({ id }) => id) },
      { ids: [] },
      { wbNmIds: ['1001', '1005'] },
      { brands: ['Acme', 'Бренд'] },
      { categories: ['C1'] },
      { ownerId: team.user2.userId },
      { inStock: true },
      { inStock: false },
      { isArchived: true },
      { stockTotal: { min: 3, max: 6 } },
      { daysOfCover: { min: 5 } },
      { daysOfCover: { max: 5 } },
      { abcClass: ['A', 'B'] },
      { abcClass: ['C'] },
    ];
    const order: Order = { field: 'UPDATED_AT', direction: 'DESC' };
    let found = 0;
    for (const filter of alone) {
      const expected = expectedList(rows, filter, order);
      if (expected.length > 0) found++;
      expect([filter, await walk(team.owner, filter, order, 60)]).toEqual([
        filter,
        { ids: expected, total: expected.length },
      ]);
    }
    expect(found).toBeGreaterThan(alone.length - 3);
  });
});

function catalogue(owners: readonly string[]): CatalogueRow[] {
  const random = seeded(20261127);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const maybe = <Value>(share: number, value: Value): Value | null => (random() < share ? value : null);
  const whole = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: PRODUCTS }, (_, i) => ({
    id: `01a20556-0000-7000-8000-${(whole(2 ** 32) * 2 ** 16 + i).toString(16).padStart(12, '0')}`,
    ownerId: pick(owners),
    wbArticle: `A-${i}`,
    wbNmId: maybe(0.8, String(1000 + i)),
    name: maybe(0.9, pick(NAMES)),
    brand: maybe(0.7, pick(BRANDS)),
    category: maybe(0.8, pick(['C1', 'C2', 'c1'])),
    price: maybe(0.8, (whole(8) * 10.25).toFixed(2)),
    stockTotal: whole(9),
    // microseconds that a Date can not hold
    createdAt: `2026-0${1 + whole(3)}-01T00:00:00.00000${whole(4)}Z`,
    updatedAt: `2026-05-0${1 + whole(3)}T00:00:00.00000${whole(4)}Z`,
    isArchived: random() < 0.15,
    metrics: maybe(0.6, {
      sold: whole(6),
      daysOfCover: maybe(0.7, (whole(80) / 4).toFixed(2)),
      abcClass: pick(['A', 'B', 'C']),
    }),
  }));
}

async function insert(test: TestApp, tenantId: string, products: readonly CatalogueRow[]): Promise<void> {
  // ids of one tenant may be another's too
  await test.database.query(
    `INSERT INTO products (tenant_id, id, user_id, wb_article, wb_nm_id, name, brand, category, price, stock_total, created_at, updated_at, archived_at)
     SELECT $1, id, "ownerId", "wbArticle", "wbNmId", name, brand, category, price, "stockTotal", "createdAt", "updatedAt",
       CASE WHEN "isArchived" THEN now() END
     FROM jsonb_to_recordset($2) AS r (id uuid, "ownerId" uuid, "wbArticle" text, "wbNmId" bigint, name text, brand text, category text,
       price numeric, "stockTotal" integer, "createdAt" timestamptz, "updatedAt" timestamptz, "isArchived" boolean)`,
    [tenantId, JSON.stringify(products)],
  );
  await test.database.query(
    `INSERT INTO product_metrics (tenant_id, product_id, user_id, as_of, sold_30_days, returned_30_days, revenue_30_days, in_stock_days,
       known_days, days_of_cover, risk, calculated_at, stock_now, cost_30_days, cost_missing, abc_class, xyz_class)
     SELECT $1, id, "ownerId", '2026-11-20', (metrics->>'sold')::integer, 0, 0, 0, 0, (metrics->>'daysOfCover')::numeric, 'OK', now(),
       0, 0, 0, metrics->>'abcClass', 'NEW'
     FROM jsonb_to_recordset($2) AS r (id uuid, "ownerId" uuid, metrics jsonb) WHERE metrics <> 'null'`,
    [tenantId, JSON.stringify(products)],
  );
}
