import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import fc from 'fast-check';
import { createApplication } from '../../src/application.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { StockRisk, WINDOW_DAYS, XyzClass } from '../../src/features/analytics/domain/rules.js';
import { NightlyRollup } from '../../src/features/analytics/jobs/nightly-rollup.js';
import { NIGHTLY_ROLLUP, NightlyRollupTask } from '../../src/features/analytics/jobs/nightly-rollup.task.js';
import { RollupMarksRepository } from '../../src/features/analytics/rollup-marks.repository.js';
import { addDays, businessDay } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { testSettings } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { actualRollups, expectedRollups } from '../support/lived-rollups.js';
import { LivedSeller } from '../support/lived-seller.js';
import { LIVED_DAYS, livedStep, liveThrough, midnight, ONE_SOLD } from '../support/lived-steps.js';
import { stopTimetable } from '../support/timetable.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const TODAY = businessDay(NOW);
const HALF_A_DAY = 43_200_000_000n;
const NOTHING_DONE = {
  salesDays: 0,
  stockProducts: 0,
  salesRows: 0,
  stockRows: 0,
  metricRows: 0,
  snapshotRows: 0,
};

const WAYS = ['once', 'twice at once', 'killed', 'not at all'] as const;
type Way = (typeof WAYS)[number];
const how = fc.constantFrom(...WAYS);

/** Every class and risk, and of each figure that may be undefined, that it is and that it is not. */
const ALL_STATES = [
  ...['velocity', 'daysOfCover', 'turnoverDays', 'daysOutOfStock', 'lostUnits', 'lostRevenue'],
  ...['buyoutRate', 'profit', 'reorderPoint', 'reorderQuantity', 'stockoutDate'],
]
  .flatMap((name) => [`${name} null`, `${name} is known`])
  .concat(
    ['A', 'B', 'C'].map((name) => `abcClass ${name}`),
    Object.keys(XyzClass).map((name) => `xyzClass ${name}`),
    Object.keys(StockRisk).map((name) => `risk ${name}`),
  );

function statesOf(row: object): string[] {
  return Object.entries(row).map(([name, value]) => {
    const isTold = value === null || name.endsWith('Class') || name === 'risk';
    return `${name} ${isTold ? value : 'is known'}`;
  });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}

describe('rollup', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let rollups: RollupService;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.query(
      `SELECT ensure_month_partitions(name, $1, $2) FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays(TODAY, -LIVED_DAYS - 32), TODAY],
    );
    app = await createApplication(testSettings(db, { worker: false }), new FixedClock(NOW));
    await stopTimetable(app);
    rollups = app.get(RollupService, { strict: false });
    database = app.get(Database, { strict: false });
  });

  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const killed = (seller: LivedSeller): Promise<unknown> => {
    const ctx = seller.ctx;
    const run = database.write(ctx, async () => {
      await rollups.run(ctx);
      throw new Error('killed');
    });
    return run.catch(() => undefined);
  };

  const runAs = async (way: Way, seller: LivedSeller): Promise<void> => {
    if (way === 'once') await rollups.run(seller.ctx);
    if (way === 'twice at once') await Promise.all([rollups.run(seller.ctx), rollups.run(seller.ctx)]);
    if (way === 'killed') await killed(seller);
  };

  // a week has just ended, or is about to
  it.each(['2026-11-22', '2026-11-23'])(
    'leaves what the definitions say on %s, whatever changed late, was run twice or was killed',
    async (today) => {
      const now = new Date(`${today}T09:00:00Z`);
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(livedStep, how), { minLength: 1, maxLength: 5 }),
          async (steps) => {
            const seller = await new LivedSeller(db, now).create();
            for (const [step, way] of steps) {
              await liveThrough(seller, step);
              await runAs(way, seller);
            }
            await rollups.run(seller.ctx);
            const found = await actualRollups(db, seller);
            expect(found).toEqual(expectedRollups(seller));
            for (const state of found.metrics.flatMap(statesOf)) seen.add(state);
            expect(await rollups.run(seller.ctx)).toEqual(NOTHING_DONE);
          },
        ),
        { numRuns: 40, seed: 20261122 },
      );
      // what never came up was not compared
      expect(ALL_STATES.filter((state) => !seen.has(state))).toEqual([]);
    },
    300_000,
  );

  it('leaves everything as it was when it is killed, after whichever statement', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    for (const step of fc.sample(livedStep, { numRuns: 3, seed: 1 })) await liveThrough(seller, step);
    await rollups.run(seller.ctx);
    for (const step of fc.sample(livedStep, { numRuns: 3, seed: 2 })) await liveThrough(seller, step);
    const before = await fingerprintOf(db);
    const rows = database.rows.bind(database);
    for (let last = 1; ; last++) {
      let sent = 0;
      const dying = jest.spyOn(database, 'rows').mockImplementation(async (...asked) => {
        if (++sent > last) throw new Error('killed');
        return rows(...asked);
      });
      const ending = await rollups.run(seller.ctx).then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.message : 'strange'),
      );
      dying.mockRestore();
      if (ending === 'done') break;
      expect([last, ending, await fingerprintOf(db)]).toEqual([last, 'killed', before]);
    }
    expect(await actualRollups(db, seller)).toEqual(expectedRollups(seller));
  });

  it('leaves classes of variation as they are while no complete week has changed', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const classes = async () => {
      const found = await db.query<{ class: string }>(
        `SELECT DISTINCT xyz_class AS class FROM product_metrics WHERE user_id = $1`,
        [seller.userId],
      );
      return found.map((row) => row.class);
    };
    // as no rollup would have them
    const spoil = () =>
      db.query(`UPDATE product_metrics SET xyz_class = 'X' WHERE user_id = $1`, [seller.userId]);
    await rollups.run(seller.ctx);
    await spoil();
    // today is Sunday: this week began six days ago
    await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -6) });
    await seller.record(0, { warehouse: 'North', quantity: 4, at: midnight(seller, 6) });
    await rollups.run(seller.ctx);
    expect(await classes()).toEqual(['X']);
    await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -7) });
    await rollups.run(seller.ctx);
    expect(await classes()).toEqual(['NEW']);
    await spoil();
    await seller.record(1, { warehouse: 'North', quantity: 4, at: midnight(seller, 7) });
    await rollups.run(seller.ctx);
    expect(await classes()).toEqual(['NEW']);
    await spoil();
    const nextDay = Object.assign(new LivedSeller(db, new Date('2026-11-23T09:00:00Z'), seller.tenantId), {
      userId: seller.userId,
    });
    await rollups.run(nextDay.ctx);
    expect(await classes()).toEqual(['NEW']);
  });

  it('takes the newest day for its own when it began before midnight and waited', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const yesterday = Object.assign(new LivedSeller(db, new Date('2026-11-21T20:59:00Z'), seller.tenantId), {
      userId: seller.userId,
    });
    await rollups.run(seller.ctx);
    await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -1) });
    await rollups.run(yesterday.ctx);
    expect(await actualRollups(db, seller)).toEqual(expectedRollups(seller));
  });

  it('takes no cost and no lead time of a day to come', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    await seller.sell({ ...ONE_SOLD, product: 3, day: addDays(TODAY, -1) });
    for (const product of seller.products) {
      await db.query(
        `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
         VALUES ($1, $2, $3, $4, 1, 88)`,
        [seller.tenantId, product, seller.userId, addDays(TODAY, 1)],
      );
    }
    await rollups.run(seller.ctx);
    expect(await actualRollups(db, seller)).toEqual(expectedRollups(seller));
    expect(
      await db.query(
        `SELECT lead_time_days AS days FROM product_metrics WHERE user_id = $1 ORDER BY array_position($2, product_id)`,
        [seller.userId, seller.products],
      ),
    ).toEqual([{ days: null }, { days: 3 }, { days: 20 }, { days: null }]);
  });

  it('gives all of the work to one of two at once', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const noon = midnight(seller, 3) + HALF_A_DAY;
    await seller.record(0, { warehouse: 'North', quantity: 4, at: noon });
    const runs = await Promise.all([rollups.run(seller.ctx), rollups.run(seller.ctx)]);
    expect(runs.map((run) => run.stockProducts).sort()).toEqual([0, 1]);
    expect(runs.map((run) => run.metricRows).sort()).toEqual([0, 4]);
  });

  it('waits for another one of the same seller, even with nothing to do', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    await rollups.run(seller.ctx);
    const gate = Promise.withResolvers<undefined>();
    const order: string[] = [];
    const held = database.write(seller.ctx, async () => {
      await rollups.run(seller.ctx);
      order.push('first took the lock');
      await gate.promise;
      order.push('first ends');
    });
    await until(() => order.length === 1);
    const second = rollups.run(seller.ctx).then(() => order.push('second ends'));
    await until(async () => {
      const [row] = await db.query<{ waiting: boolean }>(
        `SELECT count(*) > 0 AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      return row?.waiting === true || order.length > 1;
    });
    gate.resolve(undefined);
    await Promise.all([held, second]);
    expect(order).toEqual(['first took the lock', 'first ends', 'second ends']);
  });

  it('takes back the row of a day on which goods turn out to have only moved', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const noon = (ago: number): bigint => midnight(seller, ago) + HALF_A_DAY;
    await seller.record(0, { warehouse: 'North', quantity: 5, at: noon(9) });
    await seller.record(0, { warehouse: 'North', quantity: 0, at: noon(5) });
    await rollups.run(seller.ctx);
    expect((await actualRollups(db, seller)).stock).toHaveLength(2);
    await seller.record(0, { warehouse: 'South', quantity: 5, at: noon(5) });
    await rollups.run(seller.ctx);
    expect(await actualRollups(db, seller)).toEqual(expectedRollups(seller));
    expect((await actualRollups(db, seller)).stock).toHaveLength(1);
  });

  it('leaves what a writer commits meanwhile to the next one', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -2) });
    await database.write(seller.ctx, async () => {
      await rollups.run(seller.ctx);
      await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -2) }); // on a connection of its own
    });
    expect(await rollups.run(seller.ctx)).toMatchObject({ salesDays: 1, salesRows: 2 });
    expect(await actualRollups(db, seller)).toEqual(expectedRollups(seller));
  });

  it('draws the lines between the risks where the definitions do', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const start = midnight(seller, WINDOW_DAYS);
    await seller.record(1, { warehouse: 'North', quantity: 1, at: start });
    for (let ago = 1; ago <= WINDOW_DAYS; ago++)
      await seller.sell({ ...ONE_SOLD, product: 1, day: addDays(TODAY, -ago) });
    const risks: string[] = [];
    // a unit a day; three days of lead time, for which 6 are enough in 95 % of cases
    for (const stockNow of [0, 1, 6, 7, 10, 11, 150, 151]) {
      await db.query(`UPDATE products SET stock_total = $2 WHERE id = $1`, [seller.products[1], stockNow]);
      await rollups.run(seller.ctx);
      risks.push(`${stockNow} ${(await actualRollups(db, seller)).metrics[1]!.risk}`);
    }
    expect(risks).toEqual([
      '0 OUT_OF_STOCK',
      ...['1 ORDER_NOW', '6 ORDER_NOW', '7 ORDER_SOON', '10 ORDER_SOON'],
      ...['11 OK', '150 OK', '151 OVERSTOCK'],
    ]);
  });

  it('writes nothing when what was marked has not changed', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const day = addDays(TODAY, -3);
    for (const index of [null, 0, 1]) await seller.sell({ ...ONE_SOLD, product: index, day });
    await rollups.run(seller.ctx);
    await db.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day) VALUES ($1, $2, 'sales', $3)`,
      [seller.tenantId, seller.userId, day],
    );
    expect(await rollups.run(seller.ctx)).toMatchObject({ salesDays: 1, salesRows: 0, metricRows: 0 });
    // nor locks any figures, which is a write too
    expect(
      await db.query(`SELECT DISTINCT xmax::text AS "by" FROM product_metrics WHERE user_id = $1`, [
        seller.userId,
      ]),
    ).toEqual([{ by: '0' }]);
  });

  it('takes marks of one product and of many, and of each product the first day', async () => {
    const seller = await new LivedSeller(db, NOW).create();
    const [one, two, three] = [...seller.products].sort();
    for (const [product, products, day] of [
      [one, null, '2026-11-10'],
      [null, [one, two], '2026-11-12'],
      [null, [two, three], '2026-11-09'],
    ]) {
      await db.query(
        `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, product_ids, day)
         VALUES ($1, $2, 'stock', $3, $4, $5)`,
        [seller.tenantId, seller.userId, product, products, day],
      );
    }
    const marks = app.get(RollupMarksRepository, { strict: false });
    const taken = await app.get(Database, { strict: false }).write(seller.ctx, () => marks.take(seller.ctx));
    expect(taken).toEqual({
      salesDays: [],
      stockProducts: [one, two, three],
      stockDays: ['2026-11-10', '2026-11-09', '2026-11-09'],
    });
  });

  it('takes the marks of its own seller alone', async () => {
    const [one, other] = [await new LivedSeller(db, NOW).create(), await new LivedSeller(db, NOW).create()];
    for (const seller of [one, other]) await seller.sell({ ...ONE_SOLD, day: addDays(TODAY, -1) });
    await rollups.run(one.ctx);
    const left = await db.query<{ user: string }>(
      `SELECT DISTINCT user_id AS "user" FROM rollup_marks WHERE tenant_id = ANY ($1)`,
      [[one.tenantId, other.tenantId]],
    );
    expect(left).toEqual([{ user: other.userId }]);
  });

  it('is due half an hour after midnight in Moscow, wherever the machine stands', () => {
    const job = app.get(SchedulerRegistry, { strict: false }).getCronJob(NIGHTLY_ROLLUP);
    const due = job.nextDate().toJSDate();
    expect(due.toISOString()).toMatch(/T21:30:00\.000Z$/);
    const [next] = job.nextDates(2).slice(1);
    expect(next!.toJSDate().getTime() - due.getTime()).toBe(86_400_000);
  });

  it('is dispatched once a night, for every active seller with products or marks', async () => {
    await db.query(`DELETE FROM pgboss.job`);
    const seller = await new LivedSeller(db, NOW).create();
    const unknown = await new LivedSeller(db, NOW).create();
    await db.query(`DELETE FROM products WHERE user_id = $1`, [unknown.userId]);
    await unknown.sell({ ...ONE_SOLD, product: null, day: addDays(TODAY, -1) });
    const bare = await new LivedSeller(db, NOW).create();
    for (const table of ['products', 'rollup_marks'])
      await db.query(`DELETE FROM ${table} WHERE user_id = $1`, [bare.userId]);
    const suspended = await new LivedSeller(db, NOW).create();
    await db.query(`UPDATE tenants SET is_active = false WHERE id = $1`, [suspended.tenantId]);
    const idle = await new LivedSeller(db, NOW).create();
    const colleague = await new LivedSeller(db, NOW, seller.tenantId).create();
    await db.query(`UPDATE users SET is_active = false WHERE id = ANY ($1)`, [
      [idle.userId, colleague.userId],
    ]);
    const nightly = app.get(NightlyRollup, { strict: false });
    await Promise.all([nightly.fire(), nightly.fire(), nightly.fire()]);
    const dispatched = await db.query<{ data: object }>(
      `SELECT data FROM pgboss.job WHERE name = 'dispatch'`,
    );
    expect(dispatched).toEqual([{ data: { task: 'nightly-rollup', day: TODAY } }]);

    const task = app.get(NightlyRollupTask, { strict: false });
    await task.run();
    await task.run(); // taken up again after a death
    const jobs = await db.query<{ data: { userId: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'rollup'`,
    );
    const users = jobs.map(({ data }) => data.userId);
    for (const { userId } of [seller, unknown, colleague])
      expect(users.filter((id) => id === userId)).toHaveLength(1);
    for (const { userId } of [bare, suspended, idle]) expect(users).not.toContain(userId);
    expect(new Set(users).size).toBe(users.length);
  });
});
