import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupService, type BacktestReport } from '../../src/features/analytics/index.js';
import { addDays, businessDay } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { databaseEnvironment, runCli } from '../support/command.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { LivedSeller } from '../support/lived-seller.js';
import { midnight, ONE_SOLD } from '../support/lived-steps.js';

/** The command has a clock of its own: everything is told from today on. */
const NOW = new Date();
const TODAY = businessDay(NOW);
const DAYS = 100;

/** Ten days in stock, and ten without. */
const isStocked = (ago: number): boolean => (DAYS - ago) % 20 < 10;

/** What the plain average of 30 days would have told of it, day by day. */
function naiveByHand(days: number, leadTime: number) {
  const count = (last: number, first: number): number =>
    Array.from({ length: first - last + 1 }, (_, index) => last + index).filter(isStocked).length;
  const told = Array.from({ length: days }, (_, index) => index + 1)
    .filter((ago) => ago >= leadTime)
    .map((ago) => ({
      pace: (3 * count(ago + 1, ago + 30)) / 30,
      stocked: count(ago - leadTime + 1, ago),
    }))
    .filter(({ stocked }) => stocked > 0);
  const sum = (of: (one: (typeof told)[number]) => number, among = told): number =>
    among.reduce((total, one) => total + of(one), 0);
  const sold = sum(({ stocked }) => 3 * stocked);
  const units = sum(({ pace, stocked }) => pace * stocked);
  const always = told.filter(({ stocked }) => stocked === leadTime);
  return {
    ...{ sold, units, bias: units / sold - 1 },
    error: sum(({ pace, stocked }) => Math.abs(pace - 3) * stocked) / sold,
    reorderPoint: sum(({ pace }) => Math.ceil(pace * leadTime), always) / always.length,
  };
}

describe('analytics:backtest', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ worker: false });
    await test.database.query(
      `SELECT ensure_month_partitions(name, $1, $2) FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays(TODAY, -DAYS - 32), TODAY],
    );
  });
  afterAll(() => test.stop());

  const backtest = (...args: string[]) =>
    runCli(['analytics:backtest', ...args], {
      ...databaseEnvironment(test.database),
      ENCRYPTION_KEYS: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=',
    });

  it('has nothing to tell of nobody', async () => {
    const { code, stdout } = await backtest();
    expect([code, stdout]).toEqual([
      0,
      [
        'Sellers: 0. Days: 60. Forecasts compared: 0; of products in stock all along: 0.',
        '',
        '           bias      error     coverage   reorder point',
        'velocity   -         -         -          -',
        'naive      -         -         -          -',
        '',
      ].join('\n'),
    ]);
  });

  it('tells what is lost by counting days out of stock as days of no demand', async () => {
    const seller = await new LivedSeller(test.database, NOW).create();
    // three units a day while in stock, which it is for ten days of every twenty; three days of lead time
    for (let ago = DAYS; ago >= 0; ago -= 20) {
      await seller.record(1, { warehouse: 'North', quantity: 50, at: midnight(seller, ago) });
      if (ago >= 10)
        await seller.record(1, { warehouse: 'North', quantity: 0, at: midnight(seller, ago - 10) });
    }
    for (let ago = DAYS; ago > 0; ago--) {
      if (isStocked(ago))
        await seller.sell({ ...ONE_SOLD, product: 1, quantity: 3, day: addDays(TODAY, -ago) });
    }
    await test.database.query(
      `UPDATE product_costs SET valid_from = valid_from - 365, lead_time_days = 3 WHERE product_id = $1`,
      [seller.products[1]],
    );
    await test.app.get(RollupService, { strict: false }).run(seller.ctx);
    const before = await fingerprintOf(test.database);
    const { code, stdout } = await backtest('--days', '40', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as BacktestReport;
    // the lead time has to be over: of twenty days, eight are in stock for all of it and four for a part; the last two are missing
    expect(report).toMatchObject({ sellers: 1, days: 40, forecasts: 22, needs: 16 });
    // nine units in three days: 14 are enough in 95 % of cases
    expect(report.velocity).toEqual({ bias: 0, error: 0, coverage: 1, reorderPoint: 14 });
    const expected = naiveByHand(40, 3);
    expect(report.naive.bias).toBeCloseTo(expected.bias, 9);
    expect(report.naive.error).toBeCloseTo(expected.error, 9);
    expect(report.naive.coverage).toBe(0);
    expect(report.naive.reorderPoint).toBeCloseTo(expected.reorderPoint, 9);
    expect(await fingerprintOf(test.database)).toEqual(before);
    await addsUpAnother(report);
  });

  /** Somebody who never ran out and sells three a day: there the plain average is right too, and keeps no reserve. */
  async function addsUpAnother({ forecasts, needs }: BacktestReport): Promise<void> {
    const seller = await new LivedSeller(test.database, NOW).create();
    await seller.record(3, { warehouse: 'North', quantity: 500, at: midnight(seller, DAYS) });
    for (let ago = DAYS; ago > 0; ago--)
      await seller.sell({ ...ONE_SOLD, product: 3, quantity: 3, day: addDays(TODAY, -ago) });
    await test.app.get(RollupService, { strict: false }).run(seller.ctx);
    const { code, stdout } = await backtest('--days', '40');
    expect(code).toBe(0);
    // 14 days of lead time, since none is set: the last 13 days of standing there are not over
    const [all, stocked] = [forecasts + 27, needs + 27];
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      `Sellers: 2. Days: 40. Forecasts compared: ${all}; of products in stock all along: ${stocked}.`,
    );
    const bias = (naiveByHand(40, 3).units + 27 * 42) / (naiveByHand(40, 3).sold + 27 * 42) - 1;
    expect(lines[3]).toMatch(/^velocity {3}0\.0 % {5}0\.0 % {5}100\.0 % /);
    expect(lines[4]).toContain(`${(bias * 100).toFixed(1)} %`);
    expect(lines[4]).toContain(`${((27 / stocked) * 100).toFixed(1)} %`);
  }

  it('refuses a number of days that is none', async () => {
    const { code, stderr } = await backtest('--days', '0');
    expect(code).toBe(1);
    expect(stderr).toContain('Expected a number from 1 to 730.');
  });
});
