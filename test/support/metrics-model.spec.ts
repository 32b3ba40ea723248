import { describe, expect, it } from '@jest/globals';
import { SHARE, type StockDay } from '../../src/features/analytics/domain/daily-stock.js';
import { addDays } from '../../src/platform/context/index.js';
import { modelAbc, modelFigures, type ModelInputs, type SalesDay } from './metrics-model.js';

const FIRST = '2026-10-23';
const day = (index: number): string => addDays(FIRST, index);
const TODAY = day(30);
const window = Array.from({ length: 30 }, (_, index) => day(index));

function sold(index: number, units: number, price = 100n): SalesDay {
  return {
    day: day(index),
    sold: units,
    returned: 0,
    soldRevenue: BigInt(units) * price * 100n,
    returnedRevenue: 0n,
    net: BigInt(units) * price * 80n,
    netMissing: 0,
    unpriced: 0,
    priceMissing: 0,
  };
}

function stock(index: number, endQuantity: number, inStockShare = endQuantity > 0 ? SHARE : 0n): StockDay {
  return { day: day(index), endQuantity, inStockShare, knownShare: SHARE };
}

const inputs = (given: Partial<ModelInputs>): ModelInputs => ({
  today: TODAY,
  stockNow: 10,
  costs: [],
  sales: [],
  stock: [stock(-10, 10)],
  ...given,
});

describe('modelFigures', () => {
  it('knows nothing of a product without a record of stock, but what sold', () => {
    const sales = [sold(3, 2), { ...sold(4, 0), returned: 1, returnedRevenue: 5_000n }];
    expect(modelFigures(inputs({ stock: [], sales }))).toEqual({
      sold: 2,
      returned: 1,
      revenue: '150.00',
      cost: '0.00',
      costMissing: 2,
      profit: null,
      turnoverDays: null,
      daysOutOfStock: null,
      buyoutRate: '0.5000000000',
      xyzClass: 'NEW',
      reorderQuantity: null,
      stockoutDate: null,
      inStockDays: '0.00000000',
      knownDays: '0.00000000',
      velocity: null,
      daysOfCover: null,
      lostUnits: null,
      lostRevenue: null,
      reorderPoint: null,
      risk: 'NO_DEMAND',
    });
  });

  it('counts demand over the time in stock', () => {
    // 30 known days, 20 of them in stock; 20 units in all, at 100 each
    const figures = modelFigures(
      inputs({
        stockNow: 40,
        stock: [stock(-1, 5), stock(20, 0)],
        sales: [sold(0, 15), sold(5, 5)],
        costs: [{ from: FIRST, unitCost: 50_00n, leadTimeDays: 5 }],
      }),
    );
    expect(figures).toMatchObject({
      inStockDays: '20.00000000',
      knownDays: '30.00000000',
      velocity: '1.0000000000',
      daysOfCover: '40.0000000000',
      lostUnits: '10.0000000000',
      lostRevenue: '1000.0000000000',
      reorderPoint: 9, // d x L = 5: the 95 % quantile of Poisson(5)
      risk: 'OK',
    });
  });

  it('leaves out a day that began before the first record, and its sales with it', () => {
    const first: StockDay = {
      day: day(10),
      endQuantity: 5,
      inStockShare: SHARE / 2n,
      knownShare: SHARE / 2n,
    };
    const figures = modelFigures(inputs({ stock: [first], sales: [sold(9, 7), sold(10, 7), sold(11, 19)] }));
    expect(figures).toMatchObject({
      sold: 33,
      knownDays: '19.00000000',
      inStockDays: '19.00000000',
      velocity: '1.0000000000',
    });
  });

  it('counts a first day that was known from midnight on', () => {
    const figures = modelFigures(inputs({ stock: [stock(10, 5)], sales: [sold(10, 40)] }));
    expect(figures).toMatchObject({ knownDays: '20.00000000', velocity: '2.0000000000' });
  });

  it('has no velocity with less than a day in stock, and one with a day', () => {
    const short = [stock(-1, 0), stock(3, 0, SHARE - 1n)];
    expect(modelFigures(inputs({ stock: short, sales: [sold(3, 4)] }))).toMatchObject({
      velocity: null,
      lostUnits: null,
      risk: 'NO_DEMAND',
      inStockDays: '0.99999999',
    });
    const whole = [stock(-1, 0), stock(3, 0, SHARE)];
    expect(modelFigures(inputs({ stock: whole, sales: [sold(3, 4)] }))).toMatchObject({
      velocity: '4.0000000000',
      lostUnits: '116.0000000000',
    });
  });

  it('tells nothing sold from nothing known', () => {
    expect(modelFigures(inputs({}))).toMatchObject({
      velocity: '0.0000000000',
      daysOfCover: null,
      lostUnits: '0.0000000000',
      lostRevenue: null,
      reorderPoint: 0,
      risk: 'NO_DEMAND',
    });
  });

  it('takes the spread of demand into the reorder point', () => {
    // 30 units on each second day: mean 15, standard deviation 15; 14 days: 210 + 1.645 x 15 x sqrt(14) = 302.33
    const sales = window.flatMap((_, index) => (index % 2 === 0 ? [sold(index, 30)] : []));
    expect(modelFigures(inputs({ sales, stockNow: 303 }))).toMatchObject({
      reorderPoint: 303,
      risk: 'ORDER_NOW',
    });
  });

  it('does not round a whole number of units up', () => {
    // three days in stock, a unit on each: 1 x 11 and no spread
    const third = [stock(-1, 0), ...[0, 1, 2].map((index) => stock(index, 0, SHARE))];
    const sales = [0, 1, 2].map((index) => sold(index, 1));
    expect(
      modelFigures(
        inputs({ stock: third, sales, costs: [{ from: FIRST, unitCost: 50_00n, leadTimeDays: 11 }] }),
      ),
    ).toMatchObject({
      velocity: '1.0000000000',
      reorderPoint: 11,
    });
  });

  it.each([
    [0, 'OUT_OF_STOCK'],
    [9, 'ORDER_NOW'],
    [10, 'ORDER_SOON'], // 10 days, lead time 5 + 7
    [12, 'ORDER_SOON'],
    [13, 'OK'],
    [150, 'OK'],
    [151, 'OVERSTOCK'],
  ])('with a unit a day, five days of lead time and %d on hand is %s', (stockNow, risk) => {
    const sales = window.map((_, index) => sold(index, 1));
    expect(
      modelFigures(inputs({ sales, stockNow, costs: [{ from: FIRST, unitCost: 50_00n, leadTimeDays: 5 }] }))
        .risk,
    ).toBe(risk);
  });

  it('orders for the lead time, thirty days more and what has to be in reserve', () => {
    const sales = window.map((_, index) => sold(index, 1));
    const figures = modelFigures(
      inputs({ sales, stockNow: 4, costs: [{ from: FIRST, unitCost: 50_00n, leadTimeDays: 5 }] }),
    );
    // 35 units, and 9 - 5 in reserve, of which 4 are there
    expect(figures).toMatchObject({ reorderPoint: 9, reorderQuantity: 35, stockoutDate: day(34) });
  });

  it('takes the cost of the day, and before the first cost that one', () => {
    const costs = [
      { from: day(10), unitCost: 50_00n, leadTimeDays: null },
      { from: day(20), unitCost: 60_00n, leadTimeDays: null },
    ];
    const sales = [sold(5, 1), sold(15, 1), sold(25, 1)];
    expect(modelFigures(inputs({ sales, costs }))).toMatchObject({ cost: '160.00', profit: '80.00' });
    expect(modelFigures(inputs({ sales: [{ ...sold(5, 1), netMissing: 1 }], costs })).profit).toBeNull();
  });

  it('turns stock over in the days that it would last at the pace of the window', () => {
    expect(modelFigures(inputs({ sales: [sold(3, 60)] }))).toMatchObject({ turnoverDays: '5.0000000000' });
  });

  it('counts what came back of what had the time to', () => {
    const sales = [sold(16, 4), { ...sold(16, 0), returned: 1 }, sold(17, 100)];
    expect(modelFigures(inputs({ sales }))).toMatchObject({ buyoutRate: '0.7500000000' });
  });

  it.each([
    ['X', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]],
    ['X', [5, 15, 5, 15, 5, 15, 5, 15, 5, 15, 5, 15]],
    ['Y', [4, 15, 5, 15, 5, 15, 5, 15, 5, 15, 5, 15]],
    ['Y', [0, 10, 0, 10, 0, 10, 0, 10, 0, 10, 0, 10]],
    ['Z', [0, 0, 0, 10, 0, 10, 0, 10, 0, 10, 0, 10]],
    ['Z', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('is of class %s with %j a week', (xyzClass, weeks) => {
    // today is a Sunday: the week of the last six days is not complete
    const stock_ = [stock(-100, 10)];
    const sales = weeks.map((units, week) => sold(24 - 7 * week - 7, units));
    expect(modelFigures(inputs({ stock: stock_, sales })).xyzClass).toBe(xyzClass);
  });

  it('has no class of variation before the eighth usable week', () => {
    const weeks = Array.from({ length: 12 }, (_, week) => sold(24 - 7 * week - 7, 10));
    const since = (index: number): StockDay[] => [stock(index, 10)];
    expect(modelFigures(inputs({ stock: since(24 - 8 * 7), sales: weeks })).xyzClass).toBe('X');
    // two days of the eighth week are more than a fifth of it, one is less
    expect(modelFigures(inputs({ stock: since(24 - 8 * 7 + 5), sales: weeks })).xyzClass).not.toBe('NEW');
    expect(modelFigures(inputs({ stock: since(24 - 8 * 7 + 6), sales: weeks })).xyzClass).toBe('NEW');
  });
});

describe('modelAbc', () => {
  it('counts what stands before a product, of all that is above zero', () => {
    const revenues = ['80.00', '15.00', '5.00', '0.00', '-100.00'];
    const products = revenues.map((revenue, index) => ({ id: String(index), revenue }));
    expect(modelAbc(products)).toEqual(['A', 'B', 'C', 'C', 'C']);
    expect(modelAbc(products.with(0, { id: '0', revenue: '79.99' }))).toEqual(['A', 'A', 'B', 'C', 'C']);
  });
});
