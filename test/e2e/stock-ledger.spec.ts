import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RollupService } from '../../src/features/analytics/index.js';
import { StockLedgerCheck } from '../../src/features/stock/stock-ledger-check.queries.js';
import { StockSnapshotRepository } from '../../src/features/stock/index.js';
import { sellerContext, systemContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { productOf, type Member } from '../support/members.js';
import { StockModel, type ModelAnswer, type ModelObservation } from '../support/stock-model.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const HOUR = 3_600_000;

const RECORD = `mutation ($observations: [StockObservationInput!]!) {
  recordStock(input: {observations: $observations}) { written unchanged userErrors { code } }
}`;

const AT = `query ($at: DateTime!, $after: String, $productIds: [ID!], $warehouseName: String, $first: Int) {
  stockAt(at: $at, after: $after, productIds: $productIds, warehouseName: $warehouseName, first: $first) {
    nodes { product { id } warehouseName quantity recordedAt inTransitToCustomer inTransitFromCustomer }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`;

interface Row {
  product: { id: string };
  warehouseName: string;
  quantity: number;
  recordedAt: string;
}

describe('the ledger of stock', () => {
  let test: TestApp;
  let seller: Member;
  let database: Database;
  const products: string[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    seller = await test.register('seller');
    database = test.app.get(Database, { strict: false });
    for (const article of ['A', 'B', 'C']) products.push(await productOf(test, seller, article));
    products.sort();
  });
  afterAll(() => test.stop());

  async function forget(): Promise<void> {
    await test.database.query(
      `WITH a AS (DELETE FROM stock_history), b AS (DELETE FROM stock_levels), e AS (DELETE FROM stock_confirmations), c AS (DELETE FROM stock_daily),
         d AS (DELETE FROM rollup_marks) UPDATE products SET stock_total = 0, in_stock = false`,
    );
  }

  async function record(batch: readonly ModelObservation[]): Promise<ModelAnswer> {
    const observations = batch.map(({ product, warehouse, quantity, at }) => ({
      productId: product,
      warehouseName: warehouse,
      quantity,
      recordedAt: new Date(at).toISOString(),
    }));
    const { data, errors } = await test.graphql(RECORD, { observations }, seller.token);
    expect(errors).toBeUndefined();
    const { written, unchanged, userErrors } = data.recordStock;
    if (userErrors.length === 0) return { written, unchanged };
    expect(new Set((userErrors as { code: string }[]).map(({ code }) => code))).toEqual(
      new Set(['CONFLICT']),
    );
    return 'CONFLICT';
  }

  async function state(): Promise<string[]> {
    const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;
    const rows = await test.database.query<{ line: string }>(
      `SELECT concat_ws(' ', 'record', product_id, warehouse_name, ${ms('recorded_at')}, quantity, delta) AS line FROM stock_history
       UNION ALL SELECT concat_ws(' ', 'level', product_id, warehouse_name, ${ms('recorded_at')}, quantity,
         coalesce((CASE WHEN confirmed_at > recorded_at THEN ${ms('confirmed_at')} END)::text, ''))
         FROM stock_levels LEFT JOIN stock_confirmations USING (tenant_id, product_id, warehouse_name)
       UNION ALL SELECT concat_ws(' ', 'total', id, stock_total, in_stock::text) FROM products p
         WHERE EXISTS (SELECT FROM stock_levels l WHERE l.product_id = p.id)`,
    );
    return rows.map(({ line }) => line).sort();
  }

  const differences = () =>
    database.read(ctx, () =>
      test.app.get(StockLedgerCheck, { strict: false }).differences(ctx, seller.tenantId),
    );
  const ctx = systemContext('test');

  async function stockAt(at: number, first: number, narrower: object = {}): Promise<string[]> {
    const lines: string[] = [];
    for (let after: string | null = null; ;) {
      const variables = { at: new Date(at).toISOString(), after, first, ...narrower };
      const { data } = await test.graphql(AT, variables, seller.token);
      const { nodes, pageInfo, totalCount } = data.stockAt;
      for (const { product, warehouseName, quantity, recordedAt } of nodes as Row[])
        lines.push(`${product.id} ${warehouseName} ${Date.parse(recordedAt)} ${quantity}`);
      if (!pageInfo.hasNextPage) {
        expect(totalCount).toBe(lines.length);
        return lines;
      }
      after = pageInfo.endCursor as string;
    }
  }

  const daily = () =>
    test.database.query(
      `SELECT product_id, day::text, end_quantity, in_stock_share, known_share FROM stock_daily ORDER BY 1, 2`,
    );
  const rollUp = () =>
    test.app
      .get(RollupService, { strict: false })
      .run(sellerContext(seller.tenantId, seller.userId, () => NOW));

  /** Few instants, so that they meet; on both sides of a month's end in UTC and in Moscow. */
  const instant = fc
    .integer({ min: 0, max: 11 })
    .map((step) => Date.parse('2026-10-31T18:00:00Z') + step * HOUR);
  const observation = fc.record({
    product: fc.nat({ max: 1 }).map((index) => () => products[index] ?? ''),
    warehouse: fc.constantFrom('North', 'South'),
    quantity: fc.nat({ max: 3 }),
    at: instant,
  });
  /** What is given twice for one instant is another test's. */
  const batch = fc
    .uniqueArray(observation, {
      minLength: 1,
      maxLength: 6,
      comparator: (a, b) => a.at === b.at && a.warehouse === b.warehouse,
    })
    .map((rows) => () => rows.map(({ product, ...row }) => ({ ...row, product: product() })));

  it('holds what a plain list of records would, whatever comes late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(batch, fc.boolean()), { minLength: 1, maxLength: 6 }),
        fc.array(instant, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (batches, instants, first) => {
          await forget();
          const model = new StockModel();
          for (const [rows, rolledUp] of batches) {
            expect(await record(rows())).toEqual(model.record(rows()));
            if (rolledUp) await rollUp();
          }
          expect(await state()).toEqual(model.state());
          expect(await differences()).toEqual([]);
          for (const at of [...instants, instants[0]! - 1, NOW.getTime()])
            expect(await stockAt(at, first)).toEqual(model.stockAt(at));
          await rollUp();
          const kept = await daily();
          await test.database.query(
            `WITH gone AS (DELETE FROM stock_daily)
             INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day)
             SELECT tenant_id, user_id, 'stock', id, '2000-01-01' FROM products`,
          );
          await rollUp();
          expect(kept).toEqual(await daily());
        },
      ),
      { seed: 20261120, numRuns: 30 },
    );
  }, 300_000);

  it('ends as if batches that come at once had come one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 4 }), async (batches) => {
        await forget();
        const answers = await Promise.all(batches.map((rows) => record(rows())));
        const [after, possible] = [await state(), ordersOf(batches.length)];
        const fits = possible.some((order) => {
          const model = new StockModel();
          const told = order.map((index) => [index, model.record(batches[index]!())] as const);
          return (
            JSON.stringify(model.state()) === JSON.stringify(after) &&
            told.every(([index, answer]) => JSON.stringify(answer) === JSON.stringify(answers[index]))
          );
        });
        expect({ fits, after, answers }).toEqual({ fits: true, after, answers });
        expect(await differences()).toEqual([]);
      }),
      { seed: 20261121, numRuns: 30 },
    );
  }, 300_000);

  it('stays right while a snapshot of the marketplace is written', async () => {
    await forget();
    await test.database.query(`UPDATE products SET wb_nm_id = 1000 + ascii(wb_article)`);
    const snapshots = test.app.get(StockSnapshotRepository, { strict: false });
    const stage = (quantity: number) =>
      test.database.query(
        `WITH gone AS (DELETE FROM sync_stage) INSERT INTO sync_stage (tenant_id, user_id, dataset, nm_id, warehouse_name,
           source, quantity, in_transit_to_customer, in_transit_from_customer)
         SELECT tenant_id, user_id, 'stock', wb_nm_id, 'North', 'wb', $1, 0, 0 FROM products WHERE wb_nm_id IS NOT NULL`,
        [quantity],
      );
    for (let round = 0; round < 10; round++) {
      await stage(round % 3);
      const of = sellerContext(seller.tenantId, seller.userId, () => NOW);
      const at = NOW.getTime() - HOUR * (10 - round);
      await Promise.all([
        database.write(of, () => snapshots.apply(of, ['wb'])),
        ...[1, 2, 3].map((step) =>
          record(
            products.map((product) => ({
              product,
              warehouse: 'North',
              quantity: step * round,
              at: at + step,
            })),
          ),
        ),
      ]);
      expect(await differences()).toEqual([]);
    }
  }, 60_000);

  it('is checked: every row that does not follow from the history is named', async () => {
    await forget();
    const [product] = products as [string];
    const at = Date.parse('2026-11-01T00:00:00Z');
    await record([
      { product, warehouse: 'North', quantity: 5, at },
      { product, warehouse: 'South', quantity: 2, at },
    ]);
    expect(await differences()).toEqual([]);
    await test.database.query(
      `WITH a AS (UPDATE stock_history SET delta = 4 WHERE warehouse_name = 'North'),
         b AS (UPDATE stock_levels SET quantity = 3 WHERE warehouse_name = 'South')
       UPDATE products SET stock_total = 8 WHERE id = $1`,
      [product],
    );
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
       SELECT tenant_id, user_id, id, 'East', 0, $2 FROM products WHERE id = $1`,
      [product, new Date(at)],
    );
    const base = { productId: product, recordedAt: new Date(at) };
    expect(await differences()).toEqual([
      { ...base, kind: 'DELTA', warehouseName: 'North', expected: 5, actual: 4 },
      { ...base, kind: 'LEVEL', warehouseName: 'East', expected: null, actual: 0 },
      { ...base, kind: 'LEVEL', warehouseName: 'South', expected: 2, actual: 3 },
      { kind: 'TOTAL', productId: product, warehouseName: null, recordedAt: null, expected: 7, actual: 8 },
    ]);
  });

  it('of the past shows what is asked for, to whom it belongs', async () => {
    await forget();
    const [a, b] = products as [string, string];
    const at = Date.parse('2026-11-01T00:00:00Z');
    await record([
      { product: a, warehouse: 'North', quantity: 5, at },
      { product: a, warehouse: 'South', quantity: 6, at },
      { product: b, warehouse: 'North', quantity: 7, at },
      { product: b, warehouse: 'North', quantity: 0, at: at + HOUR },
    ]);
    await test.database.query(`UPDATE stock_levels SET in_transit_to_customer = 9`);
    expect(await stockAt(at, 1, { warehouseName: 'North' })).toEqual([
      `${a} North ${at} 5`,
      `${b} North ${at} 7`,
    ]);
    expect(await stockAt(at + HOUR, 1, { productIds: [b, 'none'] })).toEqual([`${b} North ${at + HOUR} 0`]);
    expect(await stockAt(at - 1, 1)).toEqual([]);
    const stranger = await test.register('stranger');
    const { data } = await test.graphql(AT, { at: NOW.toISOString(), productIds: [a] }, stranger.token);
    expect(data.stockAt).toMatchObject({ nodes: [], totalCount: 0 });
    const { data: mine } = await test.graphql(AT, { at: NOW.toISOString() }, seller.token);
    expect(mine.stockAt.nodes[0]).toMatchObject({ inTransitToCustomer: 0, inTransitFromCustomer: 0 });
    for (const variables of [{ first: 0 }, { first: 101 }, { after: 'none' }]) {
      const { errors } = await test.graphql(AT, { at: NOW.toISOString(), ...variables }, seller.token);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

function ordersOf(count: number): number[][] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => [...order.slice(0, place), count - 1, ...order.slice(place)]),
  );
}
