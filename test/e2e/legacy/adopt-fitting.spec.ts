import { afterEach, describe, expect, it } from '@jest/globals';
import { VERSION_ONE } from '../../../src/adopt/survey/version-one.js';
import { columnsOfMigrations, columnTypesOfBaseline } from '../../../src/platform/database/baseline.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { tablePrints } from '../../support/legacy/table-prints.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const ID = 'd0000000-0000-0000-0000-000000000001';

/** Columns that somebody has made wider, and a row that needs it. */
const WIDER: readonly (readonly [table: string, change: string, key: string, reason: string])[] = [
  ['tenants', `ALTER TABLE tenants ALTER slug TYPE text; UPDATE tenants SET slug = repeat('x', 101) WHERE slug = 'romashka'`, '00000000-0000-0000-0000-000000000002', 'slug is longer than 100 characters'],
  ['users', `ALTER TABLE users ALTER phone TYPE varchar(50); UPDATE users SET phone = repeat('7', 21) WHERE id = '${OLEG}'`, OLEG, 'phone is longer than 20 characters'],
  ['subscriptions', `ALTER TABLE subscriptions ALTER price TYPE numeric(10,3); INSERT INTO subscriptions (id, user_id, plan_name, price) VALUES ('${ID}', '${OLEG}', 'pro', 9.999)`, ID, 'price has more than 8 digits, or more than 2 behind the point'],
  ['products', `ALTER TABLE products ALTER name TYPE text; UPDATE products SET name = repeat('я', 501) WHERE id = '${SHIRT}'`, SHIRT, 'name is longer than 500 characters'],
  ['products', `ALTER TABLE products ALTER reviews_count TYPE bigint; UPDATE products SET reviews_count = 2147483648 WHERE id = '${SHIRT}'`, SHIRT, 'reviews_count is beyond 2147483647'],
  ['products', `ALTER TABLE products ALTER price TYPE numeric; UPDATE products SET price = 100000000 WHERE id = '${SHIRT}'`, SHIRT, 'price has more than 8 digits, or more than 2 behind the point'],
  ['stock_history', `ALTER TABLE stock_history ALTER quantity TYPE bigint; INSERT INTO stock_history (id, product_id, quantity) VALUES ('${ID}', '${SHIRT}', 2147483648)`, ID, 'quantity is beyond 2147483647'],
  ['stock_history', `ALTER TABLE stock_history ALTER warehouse_name TYPE text; INSERT INTO stock_history (id, product_id, quantity, warehouse_name) VALUES ('${ID}', '${SHIRT}', 1, repeat('я', 256))`, ID, 'warehouse_name is longer than 255 characters'],
  ['sales', `ALTER TABLE sales ALTER wb_order_id TYPE text; INSERT INTO sales (id, user_id, wb_order_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', repeat('x', 101), CURRENT_DATE, 1, 1)`, ID, 'wb_order_id is longer than 100 characters'],
  ['analytics_cache', `ALTER TABLE analytics_cache ALTER period TYPE text; INSERT INTO analytics_cache (id, user_id, metric_type, period, data, expires_at) VALUES ('${ID}', '${OLEG}', 'm', repeat('x', 21), '{}', now())`, ID, 'period is longer than 20 characters'],
  ['notifications', `ALTER TABLE notifications ALTER title TYPE text; INSERT INTO notifications (id, user_id, type, title, message) VALUES ('${ID}', '${OLEG}', 'x', repeat('x', 256), 'x')`, ID, 'title is longer than 255 characters'],
  ['audit_log', `ALTER TABLE audit_log ALTER action TYPE text; INSERT INTO audit_log (id, action) VALUES ('${ID}', repeat('x', 101))`, ID, 'action is longer than 100 characters'],
  ['system_metrics', `ALTER TABLE system_metrics ALTER metric_value TYPE numeric(20,2); INSERT INTO system_metrics (id, metric_name, metric_value) VALUES ('${ID}', 'x', 10000000000000)`, ID, 'metric_value has more than 13 digits, or more than 2 behind the point'],
  ['users_old_backup', `ALTER TABLE users_old_backup ALTER phone TYPE text; UPDATE users_old_backup SET phone = repeat('7', 21) WHERE telegram_id = 700000009`, '700000009', 'phone is longer than 20 characters'],
  ['users_old_backup', `ALTER TABLE users_old_backup ALTER telegram_id DROP NOT NULL; INSERT INTO users_old_backup (name) VALUES ('Пётр')`, 'the one of Пётр', 'telegram_id is empty'],
]; // prettier-ignore

describe('an adoption', () => {
  let database: TestDatabase;

  afterEach(() => database.drop());

  it.each(WIDER)('is refused before it begins for a value of %s that does not fit: %#', async (table, change, key, reason) => {
    database = await createVersionOne({ change });
    const before = [await schemaLines(database), await tablePrints(database)];
    expect(await adoptByCommand(database)).toMatchObject({
      code: 2,
      stderr: `${table}: ${reason}: ${key}. Mend these rows, or delete them, and run again.\n`,
    });
    expect([await schemaLines(database), await tablePrints(database)]).toEqual(before);
    const { stdout } = await adoptByCommand(database, { args: ['--dry-run'] });
    expect(stdout).toContain(`  ${table} ${key}: ${reason}\n`);
  }); // prettier-ignore

  it('knows all columns, and the types of those of version 1, before there are such tables', async () => {
    database = await createTestDatabase();
    for (const table of Object.keys(VERSION_ONE) as (keyof typeof VERSION_ONE)[]) {
      const made = await database.query<{ name: string; type: string }>(
        `SELECT attname AS name, replace(replace(format_type(atttypid, atttypmod), 'character varying', 'varchar'), 'timestamp with time zone', 'timestamptz') AS type
         FROM pg_attribute WHERE attrelid = $1::regclass AND attname = ANY ($2)`,
        [table, Object.keys(VERSION_ONE[table])],
      );
      const known = await columnTypesOfBaseline(table);
      expect([table, made.map(({ name }) => [name, known.get(name)])]).toEqual([
        table,
        made.map(({ name, type }) => [name, type]),
      ]);
      expect(made).toHaveLength(Object.keys(VERSION_ONE[table]).length);
      const all = await database.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
        [table],
      );
      expect([table, (await columnsOfMigrations(table)).sort()]).toEqual([
        table,
        all.map(({ name }) => name).sort(),
      ]);
    }
  });

  it('takes wider columns over whose values fit', async () => {
    database = await createVersionOne({
      change: `
        ALTER TABLE products ALTER name TYPE text, ALTER price TYPE numeric, ALTER reviews_count TYPE bigint, ALTER discount TYPE bigint;
        ALTER TABLE sales ALTER wb_order_id TYPE text, ALTER commission TYPE numeric(15,4), ALTER quantity TYPE bigint;
        ALTER TABLE refresh_tokens ALTER token TYPE text;
        INSERT INTO refresh_tokens (user_id, token, expires_at) VALUES ('${OLEG}', repeat('x', 300), now());
        ALTER TABLE stock_history ALTER warehouse_name TYPE varchar(1000), ALTER recorded_at TYPE timestamp`,
    });
    expect(await adoptByCommand(database)).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes back the step for what somebody writes meanwhile and does not fit, and goes on there', async () => {
    database = await createVersionOne({
      change: `
        ALTER TABLE products ALTER name TYPE text;
        ALTER TABLE subscriptions ALTER auto_renew DROP NOT NULL; UPDATE subscriptions SET auto_renew = NULL WHERE price = 990`,
    });
    expect(await adoptByCommand(database)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^subscriptions: .* has no auto_renew\./),
    });
    await database.query(`UPDATE subscriptions SET auto_renew = false WHERE auto_renew IS NULL`);
    await database.query(`UPDATE products SET name = repeat('x', 501) WHERE id = $1`, [SHIRT]);
    expect(await adoptByCommand(database)).toEqual({
      code: 2,
      stdout: expect.any(String),
      stderr: `products: name is longer than 500 characters: ${SHIRT}. Mend these rows, or delete them, and run again.\n`,
    });
    expect(await database.query(`SELECT name FROM adoption.steps ORDER BY position DESC LIMIT 1`)).toEqual([
      { name: 'subscriptions' },
    ]);
    await database.query(`UPDATE products SET name = 'x' WHERE id = $1`, [SHIRT]);
    expect(await adoptByCommand(database)).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps what the panel wrote of any length, and where it wrote nothing', async () => {
    database = await createVersionOne({
      panel: true,
      change: `
        ALTER TABLE refresh_tokens ALTER token_hash TYPE text, ALTER device_info TYPE text, ALTER is_revoked DROP NOT NULL;
        ALTER TABLE subscriptions ALTER payment_external_id TYPE text, ALTER has_access DROP NOT NULL, ALTER status DROP NOT NULL;
        INSERT INTO refresh_tokens (user_id, token_hash, device_info, is_revoked, expires_at) VALUES ('${OLEG}', repeat('x', 300), repeat('y', 300), NULL, now());
        UPDATE subscriptions SET payment_external_id = repeat('z', 300) WHERE user_id = '${OLEG}';
        UPDATE subscriptions SET status = NULL, has_access = NULL WHERE user_id <> '${OLEG}'`,
    });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    const panel = await OldProgram.start(database);
    expect(
      await panel.run(`SELECT is_revoked, length(device_info) AS n FROM refresh_tokens WHERE device_info LIKE 'yyy%'`),
    ).toEqual([{ is_revoked: false, n: 300 }]);
    expect(
      await panel.run(`SELECT status, has_access, length(payment_external_id) AS n FROM subscriptions ORDER BY status`),
    ).toEqual([
      { status: 'paid', has_access: true, n: 300 },
      { status: 'unpaid', has_access: false, n: null },
    ]);
    await panel.end();
    expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    expect(
      await database.query(`SELECT status, user_id = '${OLEG}' AS oleg FROM subscriptions ORDER BY status`),
    ).toEqual([
      { status: 'active', oleg: true },
      { status: 'cancelled', oleg: false },
    ]);
  }); // prettier-ignore

  it('names a session of the panel that lacks what it has to have', async () => {
    database = await createVersionOne({
      panel: true,
      change: `ALTER TABLE refresh_tokens ALTER token_hash DROP NOT NULL; INSERT INTO refresh_tokens (id, user_id, expires_at) VALUES ('${ID}', '${OLEG}', now())`,
    });
    expect(await adoptByCommand(database)).toMatchObject({
      code: 2,
      stderr: `refresh_tokens: its token is empty: ${ID}. Mend these rows, or delete them, and run again.\n`,
    });
  });
});
