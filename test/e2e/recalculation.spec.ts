import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { actualRollups, expectedRollups } from '../support/lived-rollups.js';
import { LivedSeller } from '../support/lived-seller.js';
import { LIVED_DAYS, livedStep, liveThrough, ONE_SOLD } from '../support/lived-steps.js';
import { auditOf } from '../support/people.js';
import { makeTeam, type Team } from '../support/team.js';

const NOW = new Date('2026-11-24T09:00:00Z');
const TODAY = '2026-11-24';
const RECALCULATE = `mutation ($range: DateRange) {
  recalculateAnalytics(input: {range: $range}) { daysRecalculated userErrors { code field message } }
}`;

interface Payload {
  readonly daysRecalculated: number | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[];
}

describe('recalculateAnalytics', () => {
  let test: TestApp;
  let team: Team;
  const sellers: LivedSeller[] = [];

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    await test.database.query(
      `SELECT ensure_month_partitions(name, $1, '2026-11-30') FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays(TODAY, -LIVED_DAYS - 32)],
    );
    team = await makeTeam(test, 'anew');
    for (const [index, { userId }] of [team.owner, team.user].entries()) {
      const seller = Object.assign(new LivedSeller(test.database, NOW, team.tenantId), { userId });
      await seller.addProducts();
      for (const step of fc.sample(livedStep, { numRuns: 5, seed: index + 3 }))
        await liveThrough(seller, step);
      sellers.push(seller);
    }
  });
  afterAll(() => test.stop());

  async function recalculate(range: object | null, token = team.admin.token): Promise<Payload> {
    const { data, errors } = await test.graphql(RECALCULATE, { range }, token);
    expect(errors).toBeUndefined();
    return data.recalculateAnalytics as Payload;
  }

  async function checkAll(): Promise<void> {
    for (const seller of sellers)
      expect(await actualRollups(test.database, seller)).toEqual(expectedRollups(seller));
  }

  it('takes in what waits, of the whole tenant', async () => {
    const [waiting] = await test.database.query<{ days: number }>(
      `SELECT count(DISTINCT day)::integer AS days FROM rollup_marks WHERE dataset <> 'costs'`,
    );
    expect(await recalculate(null)).toEqual({ daysRecalculated: waiting!.days, userErrors: [] });
    await checkAll();
    expect(await recalculate(null)).toEqual({ daysRecalculated: 0, userErrors: [] });
    const [left] = await test.database.query('SELECT FROM rollup_marks');
    expect(left).toBeUndefined();
  });

  it('takes in what waits of somebody without any product', async () => {
    const { userId } = team.user2;
    const unknown = Object.assign(new LivedSeller(test.database, NOW, team.tenantId), { userId });
    await unknown.sell({ ...ONE_SOLD, product: null, day: addDays(TODAY, -1) });
    expect(await recalculate(null)).toEqual({ daysRecalculated: 1, userErrors: [] });
    expect(await test.database.query('SELECT FROM rollup_marks')).toEqual([]);
    const range = { from: addDays(TODAY, -1), until: TODAY };
    await test.database.query('UPDATE sales_daily SET sold_quantity = 7 WHERE user_id = $1', [userId]);
    await recalculate(range);
    const days = await test.database.query(
      'SELECT sold_quantity AS sold FROM sales_daily WHERE user_id = $1',
      [userId],
    );
    expect(days).toEqual([{ sold: 1 }]);
    await test.database.query('WITH a AS (DELETE FROM sales WHERE user_id = $1), b AS (DELETE FROM sales_totals_daily WHERE user_id = $1) DELETE FROM sales_daily WHERE user_id = $1', [userId]); // prettier-ignore
  });

  it('takes the days of its range up again, from what is on record', async () => {
    for (const sql of [
      'UPDATE sales_daily SET sold_quantity = sold_quantity + 7 WHERE day >= $1',
      'UPDATE sales_totals_daily SET sold_quantity = sold_quantity + 7 WHERE day >= $1',
      // of a day on which nothing was sold
      `INSERT INTO sales_totals_daily SELECT (json_populate_record(t, json_build_object('day', (
         SELECT max(day)::date FROM generate_series($1::date, $1::date + ${LIVED_DAYS}, interval '1 day') AS day
         WHERE day::date NOT IN (SELECT day FROM sales_totals_daily))))).*
       FROM sales_totals_daily t LIMIT 1`,
      'UPDATE stock_daily SET end_quantity = end_quantity + 7, in_stock_share = 0 WHERE day >= $1',
      `INSERT INTO sales_daily SELECT tenant_id, user_id, $1::date + 1, product_id, 'Nowhere', 1, 0, 1, 0, 0, 0, 0, 0, 0
       FROM sales_daily WHERE product_id IS NOT NULL LIMIT 1`,
      'UPDATE product_metrics SET sold_30_days = 1 + 0 * ($1::date - CURRENT_DATE)',
    ])
      await test.database.query(sql, [addDays(TODAY, -LIVED_DAYS)]);
    const range = { from: addDays(TODAY, -LIVED_DAYS), until: addDays(TODAY, 30) };
    expect(await recalculate(range)).toEqual({ daysRecalculated: LIVED_DAYS + 1, userErrors: [] });
    await checkAll();
  });

  it('counts days that waited outside of the range, and leaves others alone', async () => {
    await sellers[0]!.sell({ ...ONE_SOLD, day: addDays(TODAY, -40) });
    await test.database.query(`UPDATE sales_daily SET returned_net = 99 WHERE day = $1`, [
      addDays(TODAY, -1),
    ]);
    const range = { from: addDays(TODAY, -3), until: addDays(TODAY, -1) };
    expect(await recalculate(range, team.owner.token)).toMatchObject({ daysRecalculated: 3 });
    const wrong = await test.database.query('SELECT FROM sales_daily WHERE returned_net = 99');
    await recalculate({ from: addDays(TODAY, -1), until: TODAY });
    expect(wrong.length).toBeGreaterThan(0);
    await checkAll();
  });

  it('does nothing of days to come', async () => {
    const range = { from: addDays(TODAY, 1), until: addDays(TODAY, 9) };
    expect(await recalculate(range)).toEqual({ daysRecalculated: 0, userErrors: [] });
  });

  it.each([
    [{ from: '2026-11-02', until: '2026-11-02' }, ['range', 'until']],
    [{ from: '2025-11-01', until: '2026-11-03' }, ['range']],
  ])('refuses %j', async (range, field) => {
    const before = await auditOf(test, team.tenantId);
    expect(await recalculate(range)).toMatchObject({
      daysRecalculated: null,
      userErrors: [{ code: 'INVALID', field }],
    });
    expect(await auditOf(test, team.tenantId)).toEqual(before);
  });

  it('takes a year', async () => {
    const range = { from: '2025-11-02', until: '2026-11-03' };
    expect(await recalculate(range)).toMatchObject({ daysRecalculated: 366 });
  });

  it('is on record, and asks workers for what it might not get to', async () => {
    await test.database.query('DELETE FROM pgboss.job');
    const range = { from: '2026-11-20', until: '2026-11-22' };
    await recalculate(range);
    expect((await auditOf(test, team.tenantId)).at(-1)).toMatchObject({
      action: 'analytics.recalculated',
      actor: team.admin.userId,
      changes: { range: [null, range], days: [null, 2] },
    });
    const jobs = await test.database.query<{ key: string }>(
      `SELECT singleton_key AS key FROM pgboss.job WHERE name = 'rollup' ORDER BY 1`,
    );
    expect(jobs.map(({ key }) => key)).toEqual([team.owner.userId, team.user.userId].sort());
  });

  it('leaves to workers what it did not get to', async () => {
    const rollups = test.app.get(RollupService, { strict: false });
    const run = rollups.run.bind(rollups);
    await test.database.query(
      `UPDATE sales_daily SET returned_net = 77 WHERE day BETWEEN '2026-11-01' AND '2026-11-23'`,
    );
    rollups.run = () => Promise.reject(new Error('killed'));
    const { errors } = await test.graphql(
      RECALCULATE,
      { range: { from: '2026-11-01', until: TODAY } },
      team.admin.token,
    );
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL');
    rollups.run = run;
    for (const seller of sellers) await rollups.run(seller.ctx);
    await checkAll();
  });
});
