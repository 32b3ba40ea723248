import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../platform/context/index.js';
import { SHARE, type StockDay } from './daily-stock.js';
import { productMetrics, WINDOW_DAYS, type MetricInputs, type SalesDay } from './product-metrics.js';

const FIRST = '2026-10-23';
const day = (index: number): string => addDays(FIRST, index);
const window = Array.from({ length: WINDOW_DAYS }, (_, index) => day(index));

function sold(index: number, units: number, price = 100n): SalesDay {
  return {
    day: day(index),
    sold: units,
    returned: 0,
    soldRevenue: BigInt(units) * price * 100n,
    returnedRevenue: 0n,
  };
}

function stock(index: number, endQuantity: number, inStockShare = endQuantity > 0 ? SHARE : 0n): StockDay {
  return { day: day(index), endQuantity, inStockShare, knownShare: SHARE };
}

const inputs = (given: Partial<MetricInputs>): MetricInputs => ({
  window,
  stockNow: 10,
  leadTimeDays: null,
  sales: [],
  stock: [stock(-10, 10)],
  ...given,
});

describe('productMetrics', () => {
  it('knows nothing of a product without a record of stock, but what sold', () => {
    const sales = [sold(3, 2), { ...sold(4, 0), returned: 1, returnedRevenue: 5_000n }];
    expect(productMetrics(inputs({ stock: [], sales }))).toEqual({
      sold: 2,
      returned: 1,
      revenue: '150.00',
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
    const figures = productMetrics(
      inputs({
        stockNow: 40,
        stock: [stock(-1, 5), stock(20, 0)],
        sales: [sold(0, 15), sold(5, 5)],
        leadTimeDays: 5,
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
    const figures = productMetrics(
      inputs({ stock: [first], sales: [sold(9, 7), sold(10, 7), sold(11, 19)] }),
    );
    expect(figures).toMatchObject({
      sold: 33,
      knownDays: '19.00000000',
      inStockDays: '19.00000000',
      velocity: '1.0000000000',
    });
  });

  it('counts a first day that was known from midnight on', () => {
    const figures = productMetrics(inputs({ stock: [stock(10, 5)], sales: [sold(10, 40)] }));
    expect(figures).toMatchObject({ knownDays: '20.00000000', velocity: '2.0000000000' });
  });

  it('has no velocity with less than a day in stock, and one with a day', () => {
    const short = [stock(-1, 0), stock(3, 0, SHARE - 1n)];
    expect(productMetrics(inputs({ stock: short, sales: [sold(3, 4)] }))).toMatchObject({
      velocity: null,
      lostUnits: null,
      risk: 'NO_DEMAND',
      inStockDays: '0.99999999',
    });
    const whole = [stock(-1, 0), stock(3, 0, SHARE)];
    expect(productMetrics(inputs({ stock: whole, sales: [sold(3, 4)] }))).toMatchObject({
      velocity: '4.0000000000',
      lostUnits: '116.0000000000',
    });
  });

  it('tells nothing sold from nothing known', () => {
    expect(productMetrics(inputs({}))).toMatchObject({
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
    expect(productMetrics(inputs({ sales, stockNow: 303 }))).toMatchObject({
      reorderPoint: 303,
      risk: 'ORDER_NOW',
    });
  });

  it('does not round a whole number of units up', () => {
    // three days in stock, a unit on each: 1 x 11 and no spread
    const third = [stock(-1, 0), ...[0, 1, 2].map((index) => stock(index, 0, SHARE))];
    const sales = [0, 1, 2].map((index) => sold(index, 1));
    expect(productMetrics(inputs({ stock: third, sales, leadTimeDays: 11 }))).toMatchObject({
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
    expect(productMetrics(inputs({ sales, stockNow, leadTimeDays: 5 })).risk).toBe(risk);
  });
});
