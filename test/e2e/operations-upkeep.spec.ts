import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OperationsUpkeepTask } from '../../src/features/metrics/jobs/operations-upkeep.task.js';
import { DISPATCH_QUEUE } from '../../src/platform/jobs/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

/** By the clock of the database, which has a say in which months may be dropped. */
const NOW = new Date();
const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

describe('the upkeep of operations', () => {
  let test: TestApp;
  let seller: { tenantId: string; userId: string };
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    seller = await test.register('seller');
  });
  afterAll(() => test.stop());

  const run = () => test.app.get(OperationsUpkeepTask, { strict: false }).run();
  const count = async (table: string) =>
    (await test.database.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]!.n;

  it('ends counts of requests after a day', async () => {
    await test.database.query(
      `INSERT INTO api_minutes (minute, process_id, figures) SELECT t, uuid_v7(), '{}' FROM unnest($1::timestamptz[]) AS t`,
      [[ago(1.001), ago(0.999), ago(30)]],
    );
    await run();
    expect(await count('api_minutes')).toBe(1);
  });

  it('ends notifications that were read after 90 days, more than a batch of them, and none that was not read', async () => {
    await test.database.query('DELETE FROM notifications');
    const notify = (days: number, isRead: boolean, many = 1) =>
      test.database.query(
        `INSERT INTO notifications (tenant_id, user_id, type, title, message, is_read, created_at)
         SELECT $1, $2, 'SECURITY', $5, '', $3, $4 FROM generate_series(1, $6)`,
        [seller.tenantId, seller.userId, isRead, ago(days), `${days} ${isRead}`, many],
      );
    await notify(91, true, 2_500);
    await notify(89, true);
    await notify(400, false);
    await run();
    const left = await test.database.query<{ title: string }>(
      'SELECT title FROM notifications ORDER BY title',
    );
    expect(left).toEqual([{ title: '400 false' }, { title: '89 true' }]);
  });

  it('ends runs of syncs after 90 days, and none that is not over', async () => {
    await test.database.query(
      `INSERT INTO sync_runs (tenant_id, id, user_id, state, queued_at, finished_at)
       SELECT $1, uuid_v7(), $2, state, $3, finished FROM (VALUES ('SUCCEEDED', $4::timestamptz), ('FAILED', $5), ('RUNNING', NULL))
         AS v (state, finished)`,
      [seller.tenantId, seller.userId, ago(400), ago(91), ago(89)],
    );
    await run();
    const left = await test.database.query<{ state: string }>('SELECT state FROM sync_runs ORDER BY state');
    expect(left).toEqual([{ state: 'FAILED' }, { state: 'RUNNING' }]);
  });

  it('drops months of samples that are older than 13 complete ones, and is done with that when it is done twice', async () => {
    const month = (back: number): Date =>
      new Date(Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() - back, 1));
    const day = (date: Date): string => date.toISOString().slice(0, 10);
    await test.database.query(`SELECT ensure_month_partitions('system_metrics', $1, $2)`, [
      day(month(15)),
      day(month(12)),
    ]);
    await test.database.query(
      `INSERT INTO system_metrics (metric_name, metric_value, recorded_at) SELECT 'x', 1, t FROM unnest($1::timestamptz[]) AS t`,
      [[month(15), new Date(month(13).getTime() - 1), month(13), month(12), NOW]],
    );
    await run();
    const left = () =>
      test.database.query<{ at: Date }>('SELECT recorded_at AS at FROM system_metrics ORDER BY recorded_at');
    expect((await left()).map(({ at }) => at)).toEqual([month(13), month(12), NOW]);
    await run();
    expect(await left()).toHaveLength(3);
  });

  it('is one job a day, however many processes ask', async () => {
    await test.database.query('DELETE FROM pgboss.job');
    const task = test.app.get(OperationsUpkeepTask, { strict: false });
    await task.tick();
    await task.tick();
    const jobs = await test.database.query(
      `SELECT FROM pgboss.job WHERE name = $1 AND data->>'task' = 'operations-upkeep'`,
      [DISPATCH_QUEUE],
    );
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ['in the middle of a month', `date_trunc('month', CURRENT_DATE)::date - 200`, 'no first day'],
    [
      'of the last three months',
      `(date_trunc('month', CURRENT_DATE) - interval '2 months')::date`,
      'too near',
    ],
    ['that is none', 'NULL::date', 'no first day'],
  ])('can not be made to drop months before a day %s', async (_which, day, message) => {
    await expect(test.database.query(`SELECT drop_system_metrics_before(${day})`)).rejects.toThrow(message);
  });
});
