import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FORMULAS } from '../../src/features/analytics/domain/formulas.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { RECOMPUTED, daysOf, type Inputs } from '../support/explained-model.js';
import { LivedSeller } from '../support/lived-seller.js';
import { LIVED_DAYS, livedStep, liveThrough, midnight, ONE_SOLD } from '../support/lived-steps.js';

const NOW = new Date('2026-11-24T09:00:00Z');
const FIGURES = Object.keys(FORMULAS);
const MONEY = ['revenue30Days', 'profit30Days', 'lostRevenue'];
const SHOWN = FIGURES.map((name) => (MONEY.includes(name) ? `${name} { amount currency }` : name));
const METRICS = `metrics { ${SHOWN.join(' ')} asOf explain { metric formula inputs value asOf } }`;
const OF_OWNER = `query ($ownerId: ID) {
  products(first: 10, filter: {ownerId: $ownerId}, orderBy: {field: CREATED_AT}) { nodes { id ${METRICS} } }
}`;

interface Explanation {
  readonly metric: string;
  readonly formula: string;
  readonly inputs: Inputs;
  readonly value: string | null;
  readonly asOf: string;
}

type Shown = string | number | { readonly amount: string } | null;
type Metrics = Readonly<Record<string, Shown>> & { readonly asOf: string; readonly explain: Explanation[] };

describe('figures of products and what they were made of', () => {
  let test: TestApp;
  let owner: { token: string; tenantId: string };

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    owner = await test.register('explain');
    await test.database.query(
      `SELECT ensure_month_partitions(name, $1, '2026-11-30') FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays('2026-11-24', -LIVED_DAYS - 32)],
    );
  });
  afterAll(() => test.stop());

  const join = () => new LivedSeller(test.database, NOW, owner.tenantId).create();
  const rollUp = (seller: LivedSeller) => test.app.get(RollupService, { strict: false }).run(seller.ctx);

  async function metricsOf(seller: LivedSeller): Promise<(Metrics | null)[]> {
    const { data, errors } = await test.graphql(OF_OWNER, { ownerId: seller.userId }, owner.token);
    expect(errors).toBeUndefined();
    const nodes = data.products.nodes as { id: string; metrics: Metrics | null }[];
    return seller.products.map((id) => nodes.find((node) => node.id === id)!.metrics);
  }

  function of(metrics: Metrics | null | undefined, figure: string): Explanation {
    return metrics!.explain.find(({ metric }) => metric === figure)!;
  }

  /** Each figure follows from its own explanation, and is the one that is shown. */
  function check(metrics: Metrics): void {
    expect(metrics.explain.map(({ metric }) => metric)).toEqual(FIGURES);
    for (const { metric, inputs, value, asOf } of metrics.explain) {
      expect([metric, RECOMPUTED[metric]!(inputs)]).toEqual([metric, value]);
      expect([metric, textOf(metrics[metric])]).toEqual([metric, value]);
      expect(asOf).toBe(metrics.asOf);
    }
    checkTogether(metrics);
  }

  /** What several of them take from the same days is what those days come to. */
  function checkTogether(metrics: Metrics): void {
    const spans = of(metrics, 'daysOutOfStock').inputs.stock;
    const days = spans.reduce((sum, span) => sum + daysOf(span), 0);
    const inStock = spans.reduce((sum, span) => sum + daysOf(span) * Number(span.inStock), 0);
    const { inputs } = of(metrics, 'lostUnits');
    expect(inputs.knownDays).toBe(days);
    expect(Number(inputs.inStockDays)).toBeCloseTo(inStock, 7);
    const known = (day: string): boolean => spans.some(({ from, until }) => day >= from && day < until);
    const soldByDay = Object.entries(of(metrics, 'sold30Days').inputs.soldByDay);
    expect(inputs.sold).toBe(soldByDay.reduce((sum, [day, sold]) => sum + (known(day) ? sold : 0), 0));
  }

  it('come to the same, whatever a seller has lived through', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(livedStep, { minLength: 1, maxLength: 5 }), async (steps) => {
        const seller = await join();
        for (const step of steps) {
          await liveThrough(seller, step);
          await rollUp(seller);
        }
        for (const metrics of await metricsOf(seller)) check(metrics!);
      }),
      { numRuns: 60, seed: 20261124 },
    );
  }, 300_000);

  it('are not there before the first rollup', async () => {
    expect(await metricsOf(await join())).toEqual([null, null, null, null]);
  });

  it('are explained as they were computed, whatever has changed since', async () => {
    const seller = await join();
    await seller.record(0, { warehouse: 'North', quantity: 50, at: midnight(seller, 30) });
    for (let ago = 1; ago <= 30; ago++)
      await seller.sell({ ...ONE_SOLD, quantity: 2, day: addDays(seller.today, -ago) });
    await rollUp(seller);
    const [before] = await metricsOf(seller);
    await seller.record(0, { warehouse: 'North', quantity: 0, at: midnight(seller, 0) });
    await seller.sell({ ...ONE_SOLD, day: addDays(seller.today, -1) });
    await test.database.query(
      `UPDATE product_costs SET lead_time_days = 1, unit_cost = 1 WHERE product_id = $1`,
      [seller.products[0]],
    );
    const [after] = await metricsOf(seller);
    expect(after).toEqual(before);
    check(after!);
    expect(of(after, 'daysOfCover').inputs).toMatchObject({ stockNow: 50, sold: 60, inStockDays: '30' });
  });

  it('say that a velocity of few days is a weak one', async () => {
    const seller = await join();
    await seller.record(0, { warehouse: 'North', quantity: 5, at: midnight(seller, 7) });
    await seller.record(1, { warehouse: 'North', quantity: 5, at: midnight(seller, 6) });
    await seller.record(2, { warehouse: 'North', quantity: 0, at: midnight(seller, 6) });
    await rollUp(seller);
    const all = await metricsOf(seller);
    expect(all.map((metrics) => of(metrics, 'velocity').inputs.lowConfidence)).toEqual([
      undefined,
      true,
      undefined,
      undefined,
    ]);
  });

  it('say that a lead time is taken for granted', async () => {
    const seller = await join();
    await rollUp(seller);
    const [granted, given] = await metricsOf(seller);
    expect(of(granted, 'reorderPoint').inputs).toMatchObject({ leadTimeDays: 14, leadTimeIsDefault: true });
    expect(of(given, 'reorderPoint').inputs).toMatchObject({ leadTimeDays: 3 });
    expect(of(given, 'reorderPoint').inputs).not.toHaveProperty('leadTimeIsDefault');
  });

  it('take the first unit cost for what was sold before, whatever stood there of lead times', async () => {
    const seller = await join();
    for (const ago of [2, 13])
      await seller.sell({ ...ONE_SOLD, product: 2, day: addDays(seller.today, -ago) });
    await rollUp(seller);
    expect(of((await metricsOf(seller))[2], 'profit30Days')).toMatchObject({
      value: '-12.40',
      inputs: { netAmount: '1.60', cost: '14.00', missing: { netAmountOfSales: 0, unitCostOfDays: 0 } },
    });
  });

  it('tell of how many sales a price is missing, and leave them out of the average', async () => {
    const seller = await join();
    await seller.record(0, { warehouse: 'North', quantity: 8, at: midnight(seller, 30) });
    await seller.record(0, { warehouse: 'North', quantity: 0, at: midnight(seller, 10) });
    for (const [ago, price, kind] of [
      [12, 300, 'SALE'],
      [12, 0, 'SALE'],
      [11, 0, 'RETURN'],
    ] as const)
      await seller.sell({ ...ONE_SOLD, quantity: 10, price, kind, day: addDays(seller.today, -ago) });
    await rollUp(seller);
    const [metrics] = await metricsOf(seller);
    check(metrics!);
    expect(of(metrics, 'revenue30Days')).toMatchObject({
      value: '30.00',
      inputs: { missing: { priceOfSales: 2 } },
    });
    expect(of(metrics, 'lostRevenue')).toMatchObject({
      value: '30.00',
      inputs: { sold: 20, soldPriced: 10, soldRevenue: '30.00' },
    });
  });

  it('tell how much is missing of a profit', async () => {
    const seller = await join();
    await seller.sell({ ...ONE_SOLD, net: null, day: addDays(seller.today, -2) });
    await seller.sell({ ...ONE_SOLD, product: 3, day: addDays(seller.today, -2) });
    await seller.sell({ ...ONE_SOLD, product: 3, day: addDays(seller.today, -3) });
    await rollUp(seller);
    const [first, , , last] = await metricsOf(seller);
    expect(of(first, 'profit30Days')).toMatchObject({
      value: null,
      inputs: { netAmount: null, cost: '10.00', missing: { netAmountOfSales: 1, unitCostOfDays: 0 } },
    });
    expect(of(last, 'profit30Days')).toMatchObject({
      value: null,
      inputs: { netAmount: '1.60', cost: null, missing: { netAmountOfSales: 0, unitCostOfDays: 2 } },
    });
  });
});

function textOf(shown: Shown | undefined): string | null {
  if (shown === null || shown === undefined) return null;
  return typeof shown === 'object' ? shown.amount : String(shown);
}
