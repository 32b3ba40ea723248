import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupService } from '../../src/features/analytics/index.js';
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
      const isStocked = (DAYS - ago) % 20 < 10;
      if (isStocked) await seller.sell({ ...ONE_SOLD, product: 1, quantity: 3, day: addDays(TODAY, -ago) });
    }
    await test.database.query(
      `UPDATE product_costs SET valid_from = valid_from - 365, lead_time_days = 3 WHERE product_id = $1`,
      [seller.products[1]],
    );
    await test.app.get(RollupService, { strict: false }).run(seller.ctx);
    const before = await fingerprintOf(test.database);
    const { code, stdout } = await backtest('--days', '40', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Record<string, Record<string, number>>;
    // the lead time has to be over: of twenty days, eight are in stock for all of it and four for a part; the last two are missing
    expect(report).toMatchObject({
      ...{ sellers: 1, days: 40, forecasts: 22, needs: 16 },
      velocity: { bias: 0, error: 0, coverage: 1 },
      naive: { coverage: 0 },
    });
    // of 30 days it sells in ten to twenty
    expect(report['naive']?.['bias']).toBeLessThan(-0.3);
    // nine units in three days: 14 are enough in 95 % of cases
    expect(report['velocity']?.['reorderPoint']).toBe(14);
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('refuses a number of days that is none', async () => {
    const { code, stderr } = await backtest('--days', '0');
    expect(code).toBe(1);
    expect(stderr).toContain('Expected a number from 1 to 730.');
  });
});
