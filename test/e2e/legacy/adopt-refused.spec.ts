import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand, lookHere } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { tablePrints } from '../../support/legacy/table-prints.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const ID = 'd0000000-0000-0000-0000-000000000001';

describe('an adoption', () => {
  let database: TestDatabase;

  afterEach(() => database.drop());

  const state = async () => [await schemaLines(database), await tablePrints(database)];

  /** Exit code 2, one line that says so, and all as it was. */
  async function refused(message: RegExp, options: Parameters<typeof adoptByCommand>[1] = {}): Promise<void> {
    const before = await state();
    const { code, stderr } = await adoptByCommand(database, options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await state()).toEqual(before);
  }

  /** The same of what lies in the database, for which no command is run. */
  async function isRefused(message: RegExp, options: Parameters<typeof lookHere>[1] = {}): Promise<void> {
    const before = await state();
    const { refusal } = await lookHere(database, options);
    expect(refusal).toMatch(message);
    expect(refusal?.split('\n')).toHaveLength(1);
    expect(await state()).toEqual(before);
  }

  const setInDatabase = (sql: string) =>
    database.query(sql.replace('%d', new URL(database.urls.superuser).pathname.slice(1)));

  it.each([
    ['no URL', 'not a url', /^--database-url: expected postgres:/],
    [
      'nobody there',
      'postgres://me:secret@127.0.0.1:1/x',
      /^--database-url: the database at 127\.0\.0\.1:1 as me: (?!.*secret)/,
    ],
  ])('is refused without a database: %s', async (_what, url, message) => {
    database = await createVersionOne();
    await refused(message, { url });
  });

  it('is refused to a role that owns none of it, and may not make the missing', async () => {
    database = await createVersionOne();
    await refused(/stocktracker_app may not create in the database.*does not own .*users/, {
      url: database.urls.app,
    });
    await refused(/^--database-url: .* password authentication failed/, {
      url: database.urls.superuser.replace(/:[^:@]*@/, ':wrong@'),
    });
  });

  it('is refused without a key to encrypt keys with, and needs none where there are none', async () => {
    database = await createVersionOne();
    await refused(/^ENCRYPTION_KEYS: required/, { env: { ENCRYPTION_KEYS: '' } });
    await refused(/^The environment is not usable\. ENCRYPTION_KEYS: /, { env: { ENCRYPTION_KEYS: 'x' } });
    await database.query('UPDATE users SET wb_api_key = NULL, wb_api_key_encrypted = NULL');
    // of somebody who is brought over
    await refused(/^ENCRYPTION_KEYS: required/, { env: { ENCRYPTION_KEYS: '' } });
    await database.query('UPDATE users_old_backup SET wb_api_key = NULL');
    expect(await adoptByCommand(database, { env: { ENCRYPTION_KEYS: '' } })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it.each([
    ['a table that is missing', 'DROP TABLE notifications', /There is no table notifications\./],
    ['a column that is missing', 'ALTER TABLE products DROP COLUMN discount', /products has no column discount\./],
    ['another type', 'ALTER TABLE products ALTER price TYPE text', /products\.price is of the type text\./],
    ['a column that has to be filled', 'ALTER TABLE sales ADD COLUMN shop text; UPDATE sales SET shop = 1; ALTER TABLE sales ALTER shop SET NOT NULL', /sales\.shop is a column of your own that may not be empty\. Give it a default\./],
    ['a view', 'CREATE VIEW cheap AS SELECT id FROM products WHERE price < 100', /The view cheap reads products\. Drop it before/],
    ['a foreign key', 'CREATE TABLE labels (product_id uuid REFERENCES products (id))', /labels refers to products by the foreign key labels_product_id_fkey\. Drop it before/],
    ['a foreign key to a table of your own', 'CREATE TABLE shops (id integer PRIMARY KEY); ALTER TABLE sales ADD COLUMN shop integer REFERENCES shops', /sales refers to your shops by the foreign key sales_shop_fkey\. Drop it before/],
    ['a trigger', 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER mine BEFORE INSERT ON sales FOR EACH ROW EXECUTE FUNCTION f()', /sales has a trigger or a rule of your own, mine\. Drop it before/],
    ['a rule', 'CREATE RULE mine AS ON INSERT TO sales DO ALSO NOTIFY sold', /sales has a trigger or a rule of your own, mine\. Drop it before/],
    ['a policy', 'CREATE POLICY mine ON users USING (true)', /users is no plain table/],
    ['row-level security', 'ALTER TABLE users ENABLE ROW LEVEL SECURITY', /users is no plain table/],
    ['a name that is taken', 'CREATE TABLE invitations (id integer)', /^invitations: version 2 has tables of this name\. Rename yours/],
    ['a name that a month has', 'CREATE TABLE sales_2020_01 (id integer)', /^sales_2020_01: version 2 has tables of this name\. Rename yours/],
    ['a name that a column has', 'ALTER TABLE products ADD COLUMN tenant_id uuid, ADD COLUMN search_hash text; ALTER TABLE users ADD COLUMN locale text', /^products\.tenant_id, products\.search_hash, users\.locale: version 2 has columns of this name\. Rename yours/],
    ['a name that a schema has', 'CREATE SCHEMA legacy; CREATE SCHEMA pgboss', /^legacy, pgboss: version 2 has schemas of this name\. Rename yours/],
    ['a publication', 'CREATE PUBLICATION of_all FOR ALL TABLES', /^The publication of_all has tables of version 1\. Drop it before/],
    ['an address that is text', 'ALTER TABLE audit_log ALTER ip_address TYPE varchar(45)', /audit_log\.ip_address is of the type character varying\(45\)\./],
    ['a column that is generated', 'ALTER TABLE sales ADD COLUMN total numeric GENERATED ALWAYS AS (price * quantity) STORED', /sales\.total is a column of your own that is generated\. Drop it before/],
    ['a column that counts', 'ALTER TABLE sales ADD COLUMN n serial', /sales\.n is a column of your own that counts by itself\. Drop it before/],
  ])('is refused where something is strange: %s', async (_what, change, message) => {
    database = await createVersionOne({ change });
    await isRefused(message);
    await isRefused(message, { dryRun: true });
  }); // prettier-ignore

  it.each([
    ['of the database', 'ALTER DATABASE %d SET search_path = other, public'],
    ['of a role', 'ALTER ROLE stocktracker_app IN DATABASE %d SET search_path = other, public'],
    ['of nowhere', 'ALTER DATABASE %d SET search_path = nowhere'],
  ])('is refused where tables would be looked for elsewhere: %s', async (_what, sql) => {
    database = await createVersionOne({ change: 'CREATE SCHEMA other' });
    await setInDatabase(sql);
    await refused(
      /^The search_path of stocktracker_\w+ in this database is (other, public|nowhere): .* would be looked for in (other|none) before public\. Change it/,
    );
    await refused(/The search_path of stocktracker_app /, { args: ['--dry-run'] });
    await setInDatabase(sql.replace('=', 'TO public, other --'));
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps where programs of version 1 look for tables of their own', async () => {
    database = await createVersionOne({
      change: `CREATE SCHEMA bot; CREATE TABLE bot.notes (note text); GRANT USAGE ON SCHEMA bot TO stocktracker; GRANT ALL ON bot.notes TO stocktracker`,
    });
    await setInDatabase('ALTER ROLE stocktracker IN DATABASE %d SET search_path = bot, public');
    const path = async () => {
      const bot = await OldProgram.start(database);
      await bot.run('INSERT INTO notes VALUES ($1)', ['x']);
      const [row] = await bot.run(`SELECT current_setting('search_path') AS path`);
      await bot.end();
      return row;
    };
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    expect(await path()).toEqual({ path: 'legacy, bot, public' });
    expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    expect(await path()).toEqual({ path: 'bot, public' });
  });

  it.each([
    ['tables in another schema', 'ALTER SCHEMA public RENAME TO app; CREATE SCHEMA public', /^This is no database of version 1 that can be adopted\. Its tables are in the schema app, .* Move them there \(ALTER TABLE app\.users SET SCHEMA public/],
    ['an extension in another schema', 'CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions', /^The extension pg_trgm is in the schema extensions, where version 2 does not look: ALTER EXTENSION pg_trgm SET SCHEMA public\./],
  ])('is refused with %s', async (_what, change, message) => {
    database = await createVersionOne({ change });
    await refused(message);
  }); // prettier-ignore

  it('has nothing to do with an empty database', async () => {
    database = await createVersionOne();
    await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    expect(await adoptByCommand(database)).toEqual({
      code: 0,
      stdout: 'Nothing to do: the database is empty. Version 2 makes its tables when it starts.\n',
      stderr: '',
    });
  });

  it.each([
    ['users', `DROP VIEW v_active_users, v_admin_stats; ALTER TABLE users ALTER role TYPE text; ALTER TABLE users ALTER role DROP DEFAULT; UPDATE users SET role = 'BOSS' WHERE id = '${OLEG}'`, OLEG, 'role is none of owner, admin, user, viewer'],
    ['users', `ALTER TABLE users DROP CONSTRAINT users_telegram_id_key; UPDATE users SET telegram_id = 700000004 WHERE id IN ('${OLEG}', '${BORIS}')`, `${OLEG}, ${BORIS}`, 'telegram_id is also that of another one'],
    ['users', `ALTER TABLE users ALTER email DROP NOT NULL; UPDATE users SET email = NULL WHERE id = '${OLEG}'`, OLEG, 'email is empty'],
    ['stock_history', `INSERT INTO stock_history (id, product_id, quantity) VALUES ('${ID}', '${SHIRT}', -1)`, ID, 'quantity is below zero'],
    ['stock_history', `ALTER TABLE stock_history DROP CONSTRAINT stock_history_product_id_fkey; INSERT INTO stock_history (id, product_id, quantity) VALUES ('${ID}', '${OLEG}', 1)`, ID, 'product_id is of no product'],
    ['stock_history', `INSERT INTO stock_history (id, product_id, quantity, recorded_at) VALUES ('${ID}', '${SHIRT}', 1, '1970-01-01')`, ID, 'recorded_at is before 2000 or more than 400 days ahead'],
    ['sales', `INSERT INTO sales (id, user_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', CURRENT_DATE, 0, 1)`, ID, 'quantity is zero'],
    ['sales', `INSERT INTO sales (id, user_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', CURRENT_DATE, 1, -1)`, ID, 'price is below zero, and quantity is not'],
    ['sales', `INSERT INTO sales (id, user_id, product_id, sale_date, quantity, price) VALUES ('${ID}', '${BORIS}', '${SHIRT}', CURRENT_DATE, 1, 1)`, ID, 'product_id is of a product of another user'],
    ['sales', `INSERT INTO sales (id, user_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', 'infinity', 1, 1)`, ID, 'sale_date is before 2000 or more than 400 days ahead'],
    ['sales', `ALTER TABLE sales DROP CONSTRAINT sales_user_id_fkey; INSERT INTO sales (id, user_id, sale_date, quantity, price) VALUES ('${ID}', '${ID}', CURRENT_DATE, 1, 1)`, ID, 'user_id is of no user'],
    ['notifications', `ALTER TABLE notifications DROP CONSTRAINT notifications_user_id_fkey; INSERT INTO notifications (id, user_id, type, title, message) VALUES ('${ID}', '${ID}', 'x', 'x', 'x')`, ID, 'user_id is of no user'],
    ['products', `UPDATE products SET price = 'NaN' WHERE id = '${SHIRT}'`, SHIRT, 'price or rating is no number'],
    ['sales', `INSERT INTO sales (id, user_id, sale_date, quantity, price, net_amount) VALUES ('${ID}', '${OLEG}', CURRENT_DATE, 1, 1, 'NaN')`, ID, 'price or commission or net_amount is no number'],
    ['sales', `INSERT INTO sales (id, user_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', CURRENT_DATE, -2147483648, 1)`, ID, 'quantity has no positive counterpart'],
    ['sales', `ALTER TABLE sales ALTER quantity DROP NOT NULL; INSERT INTO sales (id, user_id, sale_date, price) VALUES ('${ID}', '${OLEG}', CURRENT_DATE, 1)`, ID, 'sale_date or quantity or price or created_at is empty'],
    ['users', `UPDATE users SET subscription_expires_at = 'infinity' WHERE id = '${OLEG}'`, OLEG, 'subscription_expires_at or .* is infinite'],
    ['system_metrics', `INSERT INTO system_metrics (id, metric_name, metric_value, tags) SELECT '${ID}', 'x', 1, jsonb_object_agg(n, md5(n::text)) FROM generate_series(1, 300) n`, ID, 'tags are longer than 2000 bytes'],
    ['users', `DROP VIEW v_active_users, v_admin_stats; ALTER TABLE users ALTER payment_status DROP DEFAULT; ALTER TABLE users ALTER payment_status TYPE text; UPDATE users SET payment_status = 'owes' WHERE id = '${OLEG}'`, OLEG, 'payment_status is none of free, trial, .*, failed'],
    ['subscriptions', `ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_user_id_fkey; INSERT INTO subscriptions (id, user_id, plan_name) VALUES ('${ID}', '${ID}', 'x')`, ID, 'user_id is of no user'],
    ['subscriptions', `INSERT INTO subscriptions (id, user_id, plan_name, expires_at) VALUES ('${ID}', '${OLEG}', 'x', 'infinity')`, ID, 'started_at or .* is infinite'],
    ['subscriptions', `DROP VIEW v_active_users; ALTER TABLE subscriptions ALTER status DROP DEFAULT; ALTER TABLE subscriptions ALTER status TYPE text; INSERT INTO subscriptions (id, user_id, plan_name, status) VALUES ('${ID}', '${OLEG}', 'x', 'gone')`, ID, 'status is none of trial, active, .*, unpaid'],
    ['products', `ALTER TABLE products DROP CONSTRAINT products_user_id_fkey; INSERT INTO products (id, user_id, wb_article) VALUES ('${ID}', '${ID}', 'x')`, ID, 'user_id is of no user'],
    ['stock_history', `ALTER TABLE stock_history ALTER quantity DROP NOT NULL; INSERT INTO stock_history (id, product_id) VALUES ('${ID}', '${SHIRT}')`, ID, 'quantity or recorded_at or created_at is empty'],
    ['sales', `ALTER TABLE sales DROP CONSTRAINT sales_product_id_fkey; INSERT INTO sales (id, user_id, product_id, sale_date, quantity, price) VALUES ('${ID}', '${OLEG}', '${ID}', CURRENT_DATE, 1, 1)`, ID, 'product_id is of no product'],
    ['analytics_cache', `ALTER TABLE analytics_cache DROP CONSTRAINT analytics_cache_user_id_fkey; INSERT INTO analytics_cache (id, user_id, metric_type, period, data, expires_at) VALUES ('${ID}', '${ID}', 'x', 'x', '{}', now())`, ID, 'user_id is of no user'],
    ['audit_log', `ALTER TABLE audit_log ALTER action DROP NOT NULL; INSERT INTO audit_log (id) VALUES ('${ID}')`, ID, 'action or created_at is empty'],
    ['system_metrics', `ALTER TABLE system_metrics ALTER metric_value DROP NOT NULL; INSERT INTO system_metrics (id, metric_name) VALUES ('${ID}', 'x')`, ID, 'metric_name or metric_value or recorded_at is empty'],
    ['system_metrics', `INSERT INTO system_metrics (id, metric_name, metric_value) VALUES ('${ID}', 'x', 'NaN')`, ID, 'metric_value is no number'],
    ['system_metrics', `INSERT INTO system_metrics (id, metric_name, metric_value, recorded_at) VALUES ('${ID}', 'x', 1, '1999-12-31')`, ID, 'recorded_at is before 2000 or more than 400 days ahead'],
    ['audit_log', `INSERT INTO audit_log (id, action, created_at) VALUES ('${ID}', 'x', '-infinity')`, ID, 'created_at is before 2000 or more than 400 days ahead'],
  ])('is refused before it begins for a row of %s that fits no rule: %#', async (table, change, key, reason) => {
    database = await createVersionOne({ change });
    await isRefused(new RegExp(`^${table}: ${reason}: ${key}\\. Mend these rows, or delete them, and run again\\.`));
    const { plan } = await lookHere(database, { dryRun: true });
    for (const each of key.split(', '))
      expect(plan).toMatch(new RegExp(`^  ${table} ${each}: ${reason}( \\(\\d such\\))?$`, 'm'));
  }); // prettier-ignore

  it('names some of many such rows, and how many there are', async () => {
    database = await createVersionOne({
      change: `INSERT INTO sales (user_id, sale_date, quantity, price) SELECT '${OLEG}', CURRENT_DATE, 0, 1 FROM generate_series(1, 12)`,
    });
    await refused(/^sales: quantity is zero: ([0-9a-f-]{36}, ){4}[0-9a-f-]{36} and 7 more\./);
  });

  it.each([
    ['of no tenant', `ALTER TABLE users DROP CONSTRAINT users_tenant_id_fkey; UPDATE users SET tenant_id = '${ID}' WHERE id = '${OLEG}'`,
      new RegExp(`^people: .* foreign key constraint "users_tenant_id_fkey": Key \\(tenant_id\\)=\\(${ID}\\) is not present in table "tenants"\\.\n$`)],
    ['of more than anybody counts', `INSERT INTO stock_history (product_id, warehouse_name, quantity) VALUES ('${SHIRT}', 'A', 2147483647), ('${SHIRT}', 'B', 1)`,
      new RegExp(`^stock_history: on hand are 2147483679 of ${SHIRT}, which is more than 2147483647\\. Mend its last records`)],
  ])('takes back the step, and names a row %s', async (_what, change, message) => {
    database = await createVersionOne({ change });
    expect(await adoptByCommand(database)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  }); // prettier-ignore

  it('takes back the step in which a row lacks what it has to have, and goes on there', async () => {
    database = await createVersionOne({
      change:
        'ALTER TABLE notifications ALTER is_read DROP NOT NULL; UPDATE notifications SET is_read = NULL',
    });
    const [row] = await database.query<{ id: string }>('SELECT id FROM notifications');
    expect(await adoptByCommand(database)).toMatchObject({
      code: 2,
      stderr: `notifications: ${row!.id} has no is_read. Fill it, or delete the row, and run again.\n`,
    });
    const tenants = await database.query('SELECT id, created_at FROM tenants ORDER BY id');
    expect(tenants).toHaveLength(8);
    expect(
      await database.query(
        `SELECT attname FROM pg_attribute WHERE attrelid = 'notifications'::regclass AND attname = 'tenant_id'`,
      ),
    ).toEqual([]);

    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({
      code: 2,
      stderr: 'The adoption was begun with LEGACY_CLIENTS=0: end it with the same.\n',
    });
    expect(await adoptByCommand(database, { args: ['--keep-default-tenant'] })).toMatchObject({
      code: 2,
      stderr: 'The adoption was begun without --keep-default-tenant: end it so.\n',
    });
    expect(await endLegacyByCommand(database)).toMatchObject({
      code: 2,
      stderr: 'The database is being adopted. Run adopt to its end before.\n',
    });
    const looked = await adoptByCommand(database, { args: ['--dry-run'] });
    expect(looked).toMatchObject({ code: 0, stderr: '' });
    expect(looked.stdout).toContain('  1 users without a tenant get one of their own\n');
    expect(looked.stdout).toMatch(
      /\nBegun already\. Done: people, keys, sessions, subscriptions, products, stock, sales\.\nNothing has been changed\.\n$/,
    );
    await database.query('UPDATE notifications SET is_read = false');
    const { code, stdout } = await adoptByCommand(database);
    expect(code).toBe(0);
    expect(stdout).toContain('  users: 6 rows, 8 after (2 brought)');
    expect(await database.query('SELECT id, created_at FROM tenants ORDER BY id')).toEqual(tenants);
  });

  it('waits for nobody for ever, says for whom it waited, and goes on when they have ended', async () => {
    database = await createVersionOne();
    const other = new pg.Client({
      connectionString: database.urls.superuser,
      application_name: 'nightly report',
    });
    await other.connect();
    await other.query('BEGIN; SELECT count(*) FROM sales');
    const url = `${database.urls.superuser}?options=-c%20lock_timeout%3D300`;
    const { code, stderr } = await adoptByCommand(database, { url });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /lock timeout.*In a transaction are: postgres nightly report \(pid \d+, since .*\)\. End it, and run again\./,
    );
    await other.query('COMMIT');
    await other.end();
    expect(await adoptByCommand(database, { url })).toMatchObject({ code: 0, stderr: '' });
  });
});
