import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { RollupService } from '../../src/features/analytics/index.js';
import { NightlyRollupTask } from '../../src/features/analytics/jobs/nightly-rollup.task.js';
import { RollupJob } from '../../src/features/analytics/jobs/rollup.job.js';
import { StockRetentionTask } from '../../src/features/stock/jobs/stock-retention.task.js';
import { StockLedgerCheck } from '../../src/features/stock/stock-ledger-check.queries.js';
import { sellerContext, systemContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { productOf, type Member } from '../support/members.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const CUT = '2026-07-01T00:00:00.000Z';

describe('the history of stock', () => {
  let test: TestApp;
  let seller: Member;
  let product: string;

  beforeAll(async () => {
    const options = { clock: new FixedClock(NOW), worker: false, env: { HISTORY_MONTHS: '4' } };
    test = await TestApp.start(options);
    seller = await test.register('seller');
    product = await productOf(test, seller);
  });
  afterAll(() => test.stop());

  const record = async (rows: readonly (readonly [string, number, string])[]) => {
    const observations = rows.map(([recordedAt, quantity, warehouseName]) => ({
      ...{ productId: product, recordedAt, quantity, warehouseName },
    }));
    const { data } = await test.graphql(
      `mutation ($observations: [StockObservationInput!]!) {
        recordStock(input: {observations: $observations}) { written userErrors { code field } }
      }`,
      { observations },
      seller.token,
    );
    return data.recordStock as object;
  };
  /** As a server without an end to its history would have recorded it. */
  const arrange = async (rows: readonly (readonly [string, number, number, string])[]) => {
    for (const [at, quantity, delta, warehouse] of rows) {
      await test.database.query(
        `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [seller.tenantId, seller.userId, product, warehouse, quantity, delta, at],
      );
    }
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
       SELECT DISTINCT ON (warehouse_name) tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at
       FROM stock_history ORDER BY warehouse_name, recorded_at DESC`,
    );
    await test.database.query(
      `UPDATE products SET stock_total = (SELECT sum(quantity) FROM stock_levels) WHERE id = $1`,
      [product],
    );
    await test.database.query(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_id, day) VALUES ($1, $2, 'stock', $3, '2026-01-01')`,
      [seller.tenantId, seller.userId, product],
    );
  };
  const history = async (): Promise<string[]> => {
    const rows = await test.database.query<{ line: string }>(
      `SELECT concat_ws(' ', warehouse_name, to_char(recorded_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI'), quantity, delta) AS line
       FROM stock_history ORDER BY warehouse_name, recorded_at`,
    );
    return rows.map(({ line }) => line);
  };
  const months = async (): Promise<string[]> => {
    const rows = await test.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid
       WHERE inhparent = 'stock_history'::regclass ORDER BY relname`,
    );
    return rows.map(({ name }) => name.slice(-7));
  };
  const stockAt = async (at: string): Promise<string[]> => {
    const { data } = await test.graphql(
      `query ($at: DateTime!) { stockAt(at: $at) { nodes { warehouseName quantity recordedAt } } }`,
      { at },
      seller.token,
    );
    return (data.stockAt.nodes as Record<string, unknown>[]).map((row) => Object.values(row).join(' '));
  };
  const daily = async (): Promise<string[]> => {
    const rows = await test.database.query<{ line: string }>(
      `SELECT concat_ws(' ', day, end_quantity, in_stock_share, known_share) AS line FROM stock_daily ORDER BY day`,
    );
    return rows.map(({ line }) => line);
  };
  const rollUp = () =>
    test.app
      .get(RollupService, { strict: false })
      .run(sellerContext(seller.tenantId, seller.userId, () => NOW));
  const differences = () => {
    const ctx = systemContext('test');
    const check = test.app.get(StockLedgerCheck, { strict: false });
    return test.app.get(Database, { strict: false }).read(ctx, () => check.differences(ctx, seller.tenantId));
  };

  it('loses its old months at night, and nothing that follows from them', async () => {
    await test.database.query(`SELECT ensure_month_partitions('stock_history', '2026-01-01', '2026-12-31')`);
    await arrange([
      ['2026-01-05T00:00:00Z', 9, 9, 'Old'],
      ['2026-06-30T23:59:59Z', 5, -4, 'Old'],
      ['2026-03-05T00:00:00Z', 3, 3, 'Both'],
      ['2026-10-05T00:00:00Z', 8, 5, 'Both'],
      ['2026-02-05T00:00:00Z', 1, 1, 'Exact'],
      [CUT, 2, 1, 'Exact'],
      ['2026-10-06T00:00:00Z', 4, 4, 'New'],
    ]);
    await rollUp();
    const before = { now: await stockAt(NOW.toISOString()), autumn: await stockAt('2026-09-01T00:00:00Z') };

    const task = test.app.get(StockRetentionTask, { strict: false });
    await task.run();
    await task.run(); // taken up again after a death

    expect((await months()).filter((month) => month < '2026_08')).toEqual(['2026_07']);
    expect(await history()).toEqual([
      'Both 07-01 00:00 3 3',
      'Both 10-05 00:00 8 5',
      'Exact 07-01 00:00 2 2',
      'New 10-06 00:00 4 4',
      'Old 07-01 00:00 5 5',
    ]);
    expect(await differences()).toEqual([]);
    expect((await stockAt(NOW.toISOString())).map((line) => line.split(' ')[1])).toEqual(
      before.now.map((line) => line.split(' ')[1]),
    );
    expect(await stockAt('2026-09-01T00:00:00Z')).toEqual([
      `Both 3 ${CUT}`,
      `Exact 2 ${CUT}`,
      `Old 5 ${CUT}`,
    ]);
    expect(before.autumn.map((line) => line.split(' ')[1])).toEqual(['3', '2', '5']);
    expect(await stockAt('2026-06-30T23:59:59Z')).toEqual([]);
    await rollUp();
    expect(await daily()).toEqual([
      '2026-07-01 10 0.87500000 0.87500000',
      '2026-10-05 15 1.00000000 1.00000000',
      '2026-10-06 19 1.00000000 1.00000000',
    ]);
  });

  it('leaves its marks to the nightly rollup, which comes next', async () => {
    await record([['2026-11-10T00:00:00Z', 6, 'New']]);
    await rollUp();
    await test.database.query(`SELECT ensure_month_partitions('stock_history', '2026-01-01', '2026-01-31')`);
    await test.database.query(`DELETE FROM pgboss.job`);
    await test.app.get(StockRetentionTask, { strict: false }).run();
    const marks = () =>
      test.database.query(`SELECT dataset, product_id AS product, day::text FROM rollup_marks`);
    const waiting = () => test.database.query(`SELECT data FROM pgboss.job WHERE name = 'rollup'`);
    expect(await marks()).toEqual([{ dataset: 'stock', product, day: '2026-07-01' }]);
    expect(await waiting()).toEqual([]);
    await test.app.get(NightlyRollupTask, { strict: false }).run();
    const job = { tenantId: seller.tenantId, userId: seller.userId };
    expect(await waiting()).toEqual([{ data: job }]);
    await test.app.get(RollupJob, { strict: false }).handle(job);
    expect(await marks()).toEqual([]);
    expect((await daily())[0]).toBe('2026-07-01 10 0.87500000 0.87500000');
  });

  it('goes on from the cut', async () => {
    expect(await record([['2026-07-02T00:00:00Z', 7, 'Old']])).toEqual({ written: 1, userErrors: [] });
    expect(await record([['2026-07-01T00:00:00Z', 3, 'Both']])).toEqual({ written: 0, userErrors: [] });
    expect(await differences()).toEqual([]);
    await rollUp();
    expect((await daily()).slice(0, 2)).toEqual([
      '2026-07-01 10 0.87500000 0.87500000',
      '2026-07-02 12 1.00000000 1.00000000',
    ]);
  });

  it('takes nothing older than what is kept', async () => {
    const before = await history();
    expect(await record([['2026-06-30T23:59:59.999Z', 3, 'Both']])).toEqual({
      written: null,
      userErrors: [{ code: 'INVALID', field: ['observations', '0', 'recordedAt'] }],
    });
    expect(await history()).toEqual(before);
  });

  it('is cut once a night by whichever process comes first', async () => {
    await test.database.query(`DELETE FROM pgboss.job`);
    const task = test.app.get(StockRetentionTask, { strict: false });
    await Promise.all([task.tick(), task.tick()]);
    expect(await test.database.query(`SELECT data FROM pgboss.job`)).toEqual([
      { data: { task: 'stock-retention' } },
    ]);
  });

  it('is kept whole where nothing else is said', async () => {
    const whole = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    try {
      await whole.database.query(
        `SELECT ensure_month_partitions('stock_history', '2020-01-01', '2020-01-31')`,
      );
      await whole.database.query(`DELETE FROM pgboss.job`);
      const task = whole.app.get(StockRetentionTask, { strict: false });
      await task.tick();
      await task.run();
      expect(await whole.database.query(`SELECT data FROM pgboss.job`)).toEqual([]);
      expect(
        await whole.database.query(`SELECT FROM pg_class WHERE relname = 'stock_history_2020_01'`),
      ).toHaveLength(1);
    } finally {
      await whole.stop();
    }
  });

  it('can be cut by the system alone, at a month that is long over', async () => {
    const as = async (url: string, cut: string | null) => {
      const client = new pg.Client(url);
      await client.connect();
      try {
        await client.query('SELECT drop_stock_history_before($1)', [cut]);
      } finally {
        await client.end();
      }
    };
    const before = await months();
    const { app, system } = test.database.urls;
    await expect(as(app, '2010-01-01')).rejects.toThrow('permission denied');
    await expect(as(system, '2010-01-02')).rejects.toThrow('no first day');
    await expect(as(system, null)).rejects.toThrow('no first day');
    const [{ near } = { near: '' }] = await test.database.query<{ near: string }>(
      `SELECT (date_trunc('month', CURRENT_DATE) - interval '2 months')::date::text AS near`,
    );
    await expect(as(system, near)).rejects.toThrow('too near');
    expect(await months()).toEqual(before);
  });
});
