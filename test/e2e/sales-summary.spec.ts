import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays, sellerContext } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { memberOf, productOf, type Member } from '../support/members.js';
import { summaryOf, type ModelGrouping, type ModelProduct, type ModelSale } from '../support/sales-model.js';

const NOW = new Date('2026-11-20T09:00:00Z');
/** Around the turn of a year, at which weeks, months and years part ways. */
const FIRST_DAY = '2025-12-22';
const DAYS = 24;

interface Step {
  readonly sales: readonly (() => ModelSale)[];
  readonly withdrawn: number | null;
  readonly rolledUp: string;
}

interface Question {
  readonly from: number;
  readonly length: number;
  readonly kind: string | null;
  readonly product: number | null;
  readonly ownersOnly: boolean;
  readonly asUser: boolean;
}

const SUMMARY = `query ($range: DateRange!, $groupBy: SalesGrouping!, $filter: SaleFilter) {
  salesSummary(range: $range, groupBy: $groupBy, filter: $filter) {
    key label quantity returnedQuantity revenue { amount } commission { amount } netAmount { amount }
    salesWithoutPrice salesWithoutCommission salesWithoutNetAmount
  }
}`;

describe('salesSummary', () => {
  let test: TestApp;
  let owner: Member;
  let user: Member;
  const products = new Map<string, ModelProduct>();
  const ids: string[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    owner = await test.register('owner');
    user = await memberOf(test, owner.tenantId, 'user', 'USER');
    await test.database.query(`SELECT ensure_month_partitions('sales', '2025-12-01', '2026-02-01')`);
    const given: ModelProduct[] = [
      { article: 'A', name: 'Lamp', brand: 'Brand', category: null },
      { article: 'B', name: null, brand: '', category: 'Cat' },
      { article: 'C', name: '', brand: 'Brand', category: 'Cat' },
    ];
    for (const [index, product] of given.entries()) {
      const id = await productOf(test, index === 2 ? owner : user, product.article);
      await test.database.query(`UPDATE products SET name = $2, brand = $3, category = $4 WHERE id = $1`, [
        ...[id, product.name, product.brand, product.category],
      ]);
      products.set(id, product);
      ids.push(id);
    }
  });
  afterAll(() => test.stop());

  const forgetAll = () =>
    test.database.query(
      `WITH a AS (DELETE FROM sales), b AS (DELETE FROM sales_daily), c AS (DELETE FROM sales_totals_daily)
       DELETE FROM rollup_marks`,
    );

  async function sell(sale: ModelSale): Promise<string> {
    const money = (value: number | null): string | null => (value === null ? null : (value / 100).toFixed(2));
    const [row] = await test.database.query<{ id: string }>(
      `WITH sold AS (
         INSERT INTO sales (tenant_id, user_id, product_id, external_id, kind, sale_date, quantity, price, commission,
           net_amount, warehouse_name)
         VALUES ($1, $2, $3, uuid_v7()::text, $4, $5, $6, $7, $8, $9, $10) RETURNING id
       ), marked AS (
         INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) VALUES ($1, $2, 'sales', $5)
       ) SELECT id FROM sold`,
      [
        ...[owner.tenantId, sale.owner, sale.product, sale.kind, sale.day, sale.quantity],
        ...[money(sale.price), money(sale.commission), money(sale.net), sale.warehouse],
      ],
    );
    return row?.id ?? '';
  }

  async function withdraw(id: string, sale: ModelSale): Promise<void> {
    await test.database.query(
      `WITH gone AS (DELETE FROM sales WHERE id = $1)
       INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) VALUES ($2, $3, 'sales', $4)`,
      [id, owner.tenantId, sale.owner, sale.day],
    );
  }

  const rollUp = (member: Member) =>
    test.app
      .get(RollupService, { strict: false })
      .run(sellerContext(member.tenantId, member.userId, () => NOW));

  async function summary(who: Member, variables: object): Promise<unknown[]> {
    const { data, errors } = await test.graphql(SUMMARY, variables, who.token);
    expect(errors).toBeUndefined();
    return (data.salesSummary as Record<string, { amount: string }>[]).map(
      ({ revenue, commission, netAmount, ...row }) => ({
        ...row,
        revenue: revenue?.amount,
        commission: commission?.amount,
        netAmount: netAmount?.amount,
      }),
    );
  }

  const day = fc.nat({ max: DAYS - 1 }).map((index) => addDays(FIRST_DAY, index));
  const amount = fc.option(fc.integer({ min: 0, max: 99_999_99 }), { freq: 3 });
  const sale = fc
    .record({
      product: fc.option(fc.nat({ max: 2 }), { freq: 5 }),
      day,
      kind: fc.constantFrom<'SALE' | 'RETURN'>('SALE', 'SALE', 'RETURN'),
      quantity: fc.integer({ min: 1, max: 30 }),
      price: fc.oneof(fc.integer({ min: 0, max: 99_999_99 }), fc.constant(0)),
      commission: amount,
      net: amount,
      warehouse: fc.option(fc.constantFrom('North', 'South', '')),
    })
    .map(({ product, ...row }) => (): ModelSale => {
      const id = product === null ? null : (ids[product] ?? null);
      return { ...row, product: id, owner: product === 2 ? owner.userId : user.userId };
    });
  const step = fc.record({
    sales: fc.array(sale, { minLength: 4, maxLength: 12 }),
    withdrawn: fc.option(fc.nat()),
    rolledUp: fc.constantFrom('nobody', 'user', 'both'),
  });
  const GROUPINGS: readonly ModelGrouping[] = [
    'DAY',
    'WEEK',
    'MONTH',
    'PRODUCT',
    'BRAND',
    'CATEGORY',
    'WAREHOUSE',
  ];
  const question = fc.record({
    from: fc.nat({ max: DAYS / 3 }),
    length: fc.integer({ min: DAYS / 3, max: DAYS }),
    kind: fc.option(fc.constantFrom('SALE', 'RETURN'), { freq: 2 }),
    product: fc.constantFrom(null, null, 0, 1, 2),
    ownersOnly: fc.constantFrom(false, false, true),
    asUser: fc.constantFrom(false, false, true),
  });

  /** @returns what is on record after all steps, by id */
  async function liveThrough(steps: readonly Step[]): Promise<Map<string, ModelSale>> {
    await forgetAll();
    const sold = new Map<string, ModelSale>();
    for (const { sales, withdrawn, rolledUp } of steps) {
      for (const make of sales) sold.set(await sell(make()), make());
      const [id, gone] = [...sold][(withdrawn ?? 0) % Math.max(sold.size, 1)] ?? [];
      if (withdrawn !== null && id !== undefined && gone) {
        await withdraw(id, gone);
        sold.delete(id);
      }
      if (rolledUp !== 'nobody') await rollUp(user);
      if (rolledUp === 'both') await rollUp(owner);
    }
    return sold;
  }

  async function check(sold: readonly ModelSale[], asked: Question): Promise<void> {
    const { from, length, kind, product, ownersOnly, asUser } = asked;
    const range = { from: addDays(FIRST_DAY, from), until: addDays(FIRST_DAY, from + length) };
    const meant = sold.filter((row) =>
      [
        range.from <= row.day && row.day < range.until,
        kind === null || row.kind === kind,
        product === null || row.product === ids[product],
        !ownersOnly || row.owner === owner.userId,
        !asUser || row.owner === user.userId,
      ].every(Boolean),
    );
    const filter = {
      kind,
      productIds: product === null ? null : [ids[product]],
      ownerId: ownersOnly ? owner.userId : null,
    };
    for (const groupBy of GROUPINGS) {
      const rows = await summary(asUser ? user : owner, { range, groupBy, filter });
      expect({ groupBy, rows }).toEqual({ groupBy, rows: summaryOf(meant, groupBy, products) });
    }
  }

  it('is the sum of the sales themselves, to the kopeck, whatever has been rolled up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.array(question, { minLength: 2, maxLength: 4 }),
        async (steps, questions) => {
          const sold = [...(await liveThrough(steps)).values()];
          for (const asked of questions) await check(sold, asked);
        },
      ),
      { seed: 20261120, numRuns: 30 },
    );
  }, 300_000);

  it('reads a day that is not rolled up from the sales, and no other', async () => {
    await forgetAll();
    const base = {
      owner: user.userId,
      product: null,
      kind: 'SALE',
      quantity: 1,
      commission: null,
      net: null,
    } as const;
    await sell({ ...base, day: FIRST_DAY, price: 100, warehouse: null });
    await sell({ ...base, day: addDays(FIRST_DAY, 1), price: 100, warehouse: null });
    await rollUp(user);
    // so that it shows from where a day is read
    await test.database.query(
      `WITH a AS (UPDATE sales_daily SET sold_revenue = 8) UPDATE sales_totals_daily SET sold_revenue = 7`,
    );
    await sell({ ...base, day: addDays(FIRST_DAY, 1), price: 200, warehouse: null });
    const range = { from: FIRST_DAY, until: addDays(FIRST_DAY, 9) };
    const shown = async (groupBy: ModelGrouping, filter: object) => {
      const rows = await summary(owner, { range, groupBy, filter });
      return (rows as { key: string; revenue: string }[]).map(({ key, revenue }) => [key, revenue]);
    };
    // by day out of a row a day, whoever's and of whichever kind; of some products, or by anything else, out of theirs
    for (const filter of [{}, { kind: 'SALE' }, { ownerId: user.userId }])
      expect(await shown('DAY', filter)).toEqual([
        [FIRST_DAY, '7.00'],
        [addDays(FIRST_DAY, 1), '3.00'],
      ]);
    expect(await shown('MONTH', {})).toEqual([['2025-12', '10.00']]);
    expect(await shown('WAREHOUSE', {})).toEqual([['', '11.00']]);
    expect(await shown('DAY', { productIds: [ids[0]] })).toEqual([]);
  });

  it('tells of a kind only where there was some of it', async () => {
    await forgetAll();
    const base = {
      owner: user.userId,
      quantity: 1,
      price: 100,
      commission: null,
      net: null,
      warehouse: null,
    } as const;
    await sell({ ...base, product: ids[0]!, kind: 'SALE', day: FIRST_DAY });
    await sell({ ...base, product: ids[1]!, kind: 'RETURN', day: FIRST_DAY });
    await sell({ ...base, product: ids[0]!, kind: 'SALE', day: addDays(FIRST_DAY, 1) });
    const range = { from: FIRST_DAY, until: addDays(FIRST_DAY, 9) };
    const keys = async (groupBy: ModelGrouping, kind: string) =>
      ((await summary(owner, { range, groupBy, filter: { kind } })) as { key: string }[]).map(
        ({ key }) => key,
      );
    const check = async () => {
      expect(await keys('DAY', 'SALE')).toEqual([FIRST_DAY, addDays(FIRST_DAY, 1)]);
      expect(await keys('DAY', 'RETURN')).toEqual([FIRST_DAY]);
      expect(await keys('PRODUCT', 'SALE')).toEqual([ids[0]]);
      expect(await keys('PRODUCT', 'RETURN')).toEqual([ids[1]]);
    };
    await check();
    await rollUp(user);
    await check();
  });

  it('has no day of which everything has been taken back', async () => {
    await forgetAll();
    const sale: ModelSale = {
      owner: user.userId, product: null, kind: 'SALE', day: FIRST_DAY, quantity: 1, price: 100, commission: 10, net: 90, warehouse: null,
    }; // prettier-ignore
    const id = await sell(sale);
    await sell({ ...sale, day: addDays(FIRST_DAY, 1) });
    await sell({ ...sale, owner: owner.userId });
    await rollUp(user);
    await rollUp(owner);
    await withdraw(id, sale);
    await rollUp(user);
    const range = { from: FIRST_DAY, until: addDays(FIRST_DAY, 9) };
    expect(await summary(user, { range, groupBy: 'DAY' })).toMatchObject([{ key: addDays(FIRST_DAY, 1) }]);
    expect(await summary(owner, { range, groupBy: 'DAY' })).toMatchObject([{ quantity: 1 }, { quantity: 1 }]);
    const left = await test.database.query(
      'SELECT user_id AS owner, day::text FROM sales_totals_daily ORDER BY day',
    );
    expect(left).toEqual([
      { owner: owner.userId, day: FIRST_DAY },
      { owner: user.userId, day: addDays(FIRST_DAY, 1) },
    ]);
  });

  it('counts as much as can be counted', async () => {
    await forgetAll();
    const most = { owner: user.userId, product: null, kind: 'SALE', commission: null, net: null } as const;
    for (const warehouse of ['North', 'South'])
      await sell({ ...most, quantity: 2_147_483_647, price: 0, day: FIRST_DAY, warehouse });
    const range = { from: FIRST_DAY, until: addDays(FIRST_DAY, 1) };
    expect(await summary(owner, { range, groupBy: 'DAY' })).toMatchObject([{ quantity: 2_147_483_647 }]);
    await rollUp(user);
    expect(await summary(owner, { range, groupBy: 'DAY' })).toMatchObject([{ quantity: 2_147_483_647 }]);
  });
});
