import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const MUG = 'c0000000-0000-0000-0000-000000000003';
const AGAIN = 'c0000000-0000-0000-0000-00000000000a';

/** One transaction, so that their times are the same. */
const SAMPLES = `
  INSERT INTO system_metrics (id, metric_name, metric_value, tags) VALUES
    ('d0000000-0000-0000-0000-000000000001', 'twice', 1, NULL), ('d0000000-0000-0000-0000-000000000002', 'twice', 2, NULL),
    ('d0000000-0000-0000-0000-000000000003', 'twice', 3, '{"of": "a"}'), ('d0000000-0000-0000-0000-000000000004', 'twice', 4, '{"of": "b"}')`;

describe('an adoption', () => {
  let database: TestDatabase;

  afterEach(() => database.drop());

  it('puts samples aside that another one has name, time and tags of', async () => {
    database = await createVersionOne({ change: SAMPLES });
    const { code, stdout, stderr } = await adoptByCommand(database);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      '  1 samples of metrics are put aside, since another one has their name, time and tags\n',
    );
    expect(
      await database.query(
        `SELECT metric_value, tags FROM system_metrics WHERE metric_name = 'twice' ORDER BY metric_value`,
      ),
    ).toEqual([
      { metric_value: '2.00', tags: null },
      { metric_value: '3.00', tags: { of: 'a' } },
      { metric_value: '4.00', tags: { of: 'b' } },
    ]);
    expect(
      await database.query(
        `SELECT row ->> 'metric_value' AS value, reason FROM adopt_quarantine WHERE table_name = 'system_metrics'`,
      ),
    ).toEqual([{ value: '1.00', reason: 'another sample of the same name, time and tags' }]);
  });

  it('keeps columns of your own of any type, which programs of version 1 go on reading', async () => {
    database = await createVersionOne({
      change: `
        ALTER TABLE users ADD COLUMN settings json, ADD COLUMN "isBeta" boolean DEFAULT false;
        ALTER TABLE sales ADD COLUMN place point;
        UPDATE users SET settings = '{"b": 1,  "a": 2}', "isBeta" = true WHERE id = '${OLEG}';
        UPDATE sales SET place = '(1,2)' WHERE wb_order_id = 'srid-9'`,
    });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    const bot = await OldProgram.start(database);
    await bot.run(`UPDATE users SET "isBeta" = NOT "isBeta" WHERE id = $1`, [BORIS]);
    expect(
      await bot.run(`SELECT id, settings::text AS settings FROM users WHERE "isBeta" ORDER BY id`),
    ).toEqual([
      { id: OLEG, settings: '{"b": 1,  "a": 2}' },
      { id: BORIS, settings: null },
    ]);
    expect(await bot.run(`SELECT place::text FROM sales WHERE wb_order_id = 'srid-9'`)).toEqual([
      { place: '(1,2)' },
    ]);
    await bot.end();
    expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    expect(await database.query(`SELECT settings FROM users WHERE "isBeta" ORDER BY id`)).toHaveLength(2);
  });

  it.each([[false], [true]])(
    'reads what the panel took for an address, with its programs going on: %p',
    async (legacyClients) => {
      database = await createVersionOne({
        panel: true,
        change: `
          INSERT INTO refresh_tokens (user_id, token_hash, expires_at, ip_address) VALUES
            ('${OLEG}', 'a', now(), 'unknown'), ('${OLEG}', 'b', now(), '203.0.113.7, 10.0.0.1'), ('${OLEG}', 'c', now(), ' ')`,
      });
      expect(await adoptByCommand(database, { legacyClients })).toMatchObject({ code: 0, stderr: '' });
      if (legacyClients) {
        const panel = await OldProgram.start(database);
        await panel.run(
          `INSERT INTO refresh_tokens (user_id, token_hash, expires_at, ip_address) VALUES ($1, 'd', now(), 'testclient')`,
          [OLEG],
        );
        // until the end it reads what it wrote
        expect(
          await panel.run(`SELECT ip_address FROM refresh_tokens WHERE token_hash IN ('a', 'd') ORDER BY 1`),
        ).toEqual([{ ip_address: 'testclient' }, { ip_address: 'unknown' }]);
        await panel.end();
        expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
      }
      expect(
        await database.query(
          `SELECT host(ip_address) AS address, count(*)::int AS n FROM refresh_tokens GROUP BY 1 ORDER BY 1`,
        ),
      ).toEqual([
        { address: '203.0.113.7', n: 1 },
        { address: null, n: legacyClients ? 4 : 3 },
      ]);
    },
  );

  it('goes on though goods have been told again, or deleted, since they were taken over', async () => {
    database = await createVersionOne({
      change: `INSERT INTO stock_history (product_id, warehouse_name, quantity) VALUES ('${SHIRT}', 'A', 2147483647), ('${SHIRT}', 'B', 1), ('${MUG}', 'D', 3)`,
    });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^stock_history: on hand are /),
    });
    const panel = await OldProgram.start(database);
    await panel.run(
      `INSERT INTO products (id, user_id, wb_article, wb_nm_id) VALUES ($1, $2, 'TSH-001', 100000001)`,
      [AGAIN, OLEG],
    );
    await panel.run(`INSERT INTO stock_history (product_id, warehouse_name, quantity) VALUES ($1, 'C', 7)`, [
      AGAIN,
    ]);
    await panel.run('DELETE FROM products WHERE id = $1', [MUG]);
    await panel.end();
    await database.query(`DELETE FROM stock_history WHERE warehouse_name IN ('A', 'B')`);
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    expect(
      await database.query(
        `SELECT warehouse_name, quantity FROM stock_levels WHERE product_id = $1 ORDER BY quantity`,
        [SHIRT],
      ),
    ).toEqual([
      { warehouse_name: 'Подольск', quantity: 0 },
      { warehouse_name: 'C', quantity: 7 },
      { warehouse_name: 'Коледино', quantity: 31 },
    ]);
  });

  it('goes on to its end though people have been deleted since their stock and sales were taken over', async () => {
    database = await createVersionOne({
      owner: 'stocktracker_owner',
      change: `
        ALTER TABLE notifications ALTER is_read DROP NOT NULL; UPDATE notifications SET is_read = NULL;
        UPDATE sales SET sale_date = sale_date - 120; UPDATE stock_history SET recorded_at = recorded_at - interval '120 days'`,
    });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^notifications: .* has no is_read/),
    });
    const panel = await OldProgram.start(database);
    await panel.run('DELETE FROM users WHERE id = $1', [BORIS]);
    // of a month of which nothing was on record
    await panel.run('INSERT INTO sales (user_id, sale_date, quantity, price) VALUES ($1, CURRENT_DATE, 1, 1)', [OLEG]);
    await panel.run('INSERT INTO stock_history (product_id, quantity) VALUES ($1, 1)', [SHIRT]);
    await panel.end();
    await database.query('UPDATE notifications SET is_read = false');
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    expect(await database.query('SELECT DISTINCT user_id FROM rollup_marks WHERE dataset <> $1', ['costs'])).toEqual([
      { user_id: OLEG },
    ]);
  }); // prettier-ignore
});
