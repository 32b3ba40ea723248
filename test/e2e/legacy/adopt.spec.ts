import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StockLedgerCheck } from '../../../src/features/stock/stock-ledger-check.queries.js';
import { systemContext } from '../../../src/platform/context/index.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import { Database } from '../../../src/platform/database/index.js';
import { TestApp } from '../../support/app.js';
import type { TestDatabase } from '../../support/database.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { adoptByCommand, KEY } from '../../support/legacy/adopting.js';
import { tablePrints } from '../../support/legacy/table-prints.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const ANNA = 'a0000000-0000-0000-0000-000000000001';
const OLEG = 'a0000000-0000-0000-0000-000000000002';
const VERA = 'a0000000-0000-0000-0000-000000000003';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const POLINA = 'a0000000-0000-0000-0000-000000000005';
const ANNA_OF_BOT = 'a0000000-0000-0000-0000-000000000006';
const ROMASHKA = '00000000-0000-0000-0000-000000000002';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const SECOND_SHIRT = 'c0000000-0000-0000-0000-000000000002';

/** Something that version 1 never had, in the tables that stay and in one that is made anew, and beside them. */
const OWN = `
  ALTER TABLE products ADD COLUMN shelf text DEFAULT 'A';
  UPDATE products SET shelf = 'B' WHERE wb_article = 'MUG-7';
  ALTER TABLE sales ADD COLUMN channel text NOT NULL DEFAULT 'web';
  UPDATE sales SET channel = 'shop' WHERE wb_order_id = 'srid-9';
  CREATE INDEX sales_channel_idx ON sales (channel);
  CREATE TABLE remarks (id serial PRIMARY KEY, user_id uuid REFERENCES users (id), text text);
  INSERT INTO remarks (user_id, text) VALUES ('${OLEG}', 'pays late');
  UPDATE sales SET id = ('d0000000-0000-0000-0000-00000000000' || right(product_id::text, 1))::uuid WHERE wb_order_id = 'srid-2';
  UPDATE stock_history SET id = '00000000-0000-0000-0000-000000000000' WHERE product_id = '${SECOND_SHIRT}';
  UPDATE products SET in_stock = false WHERE wb_article = 'SOCK-1';
  UPDATE users SET is_verified = true WHERE email = 'admin@example.com';
  INSERT INTO sales (id, user_id, wb_order_id, sale_date, quantity, price)
    VALUES ('d0000000-0000-0000-0000-000000000009', '${OLEG}', 'old', '2021-02-28', 1, 5)`;

/** Lines that were to be said. */
function missingIn(said: string, lines: readonly string[]): string[] {
  const told = said.split('\n');
  return lines.filter((line) => !told.includes(line));
}

describe('a database of version 1', () => {
  let database: TestDatabase;
  let said: string;

  beforeAll(async () => {
    database = await createVersionOne({ change: OWN });
  });
  afterAll(() => database.drop());

  const one = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row | undefined> =>
    (await database.query<Row>(sql, values))[0];

  it('is looked at without being changed', async () => {
    const state = async () => [await schemaLines(database), await tablePrints(database)];
    const before = await state();
    const { code, stdout, stderr } = await adoptByCommand(database, { args: ['--dry-run'] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(
      missingIn(stdout, [
        'A database of version 1.',
        '  users: 6 rows',
        '  users_old_backup: 4 rows',
        'Kept as they are: remarks.',
        'Columns of your own are kept: products (shelf), sales (channel).',
        '  1 users without a tenant get one of their own',
        '  3 users leave the default tenant for one of their own',
        '  2 people of users_old_backup are brought over',
        '  2 keys of the marketplace are encrypted',
        '  1 refresh tokens (token) of version 1 end',
        '  4 payment statuses get the one spelling',
        '  1 products are put aside, since another one has their nm id or article',
        '  1 records of stock are put aside, since another one has their product, warehouse and instant',
        '  1 records of stock get a warehouse, or lose space around it',
        '  1 sales are put aside, since another one has their order and kind',
        '  1 sales become returns',
        `  Admin@Example.com of ${ANNA}`,
        `  admin@example.com of ${ANNA_OF_BOT}`,
        `  owner@romashka.example of ${OLEG}`,
        '  OWNER@romashka.example of users_old_backup 700000008',
        'Nothing has been changed.',
      ]),
    ).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('is adopted, with the same report before, and every column compared after', async () => {
    const dry = await adoptByCommand(database, { args: ['--dry-run'] });
    const { code, stdout, stderr } = await adoptByCommand(database);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    said = stdout;
    expect(said.startsWith(dry.stdout.replace('Nothing has been changed.\n', ''))).toBe(true);
    expect(said.split('\n').filter((line) => /rows\/s/.test(line)).length).toBeGreaterThan(8);
    expect(
      missingIn(said, [
        '  users: 6 rows, 8 after (2 brought); 18 of 23 columns keep all their values',
        '    email: 1 others: differed from an older one by capitals only',
        '    is_verified: 1 others: the address is another one now',
        '    tenant_id: 4 others: got a tenant of their own',
        '    payment_status: 4 others: one spelling for each status',
        '  products: 5 rows, 4 after (1 put aside); 16 of 16 columns keep all their values',
        '  products: 4 rows, 4 after; 15 of 16 columns keep all their values',
        '    in_stock: 1 others: follows what is on hand',
        '  stock_history: 7 rows, 6 after (1 put aside); 5 of 6 columns keep all their values',
        '  sales: 7 rows, 6 after (1 put aside); 7 of 11 columns keep all their values',
        '    product_id: 1 others: of a product that was there twice',
        '    quantity: 1 others: of a return: its kind carries the sign',
        '  audit_log: 1 rows, 1 after; 10 of 10 columns keep all their values',
        `  users: the address admin@example.com of ${ANNA_OF_BOT} is admin+2@example.com now.`,
        'Adopted.',
      ]),
    ).toEqual([]);
  });

  it('is left alone the second time', async () => {
    const before = await fingerprintOf(database);
    expect(await adoptByCommand(database)).toEqual({
      code: 0,
      stdout: 'Nothing to do: the database is one of version 2.\n',
      stderr: '',
    });
    const again = await adoptByCommand(database, { args: ['--json'] });
    expect(JSON.parse(again.stdout)).toEqual({ outcome: 'nothing to do', plan: null, steps: [] });
    expect(await fingerprintOf(database)).toEqual(before);
  });

  it('gives everybody a tenant: strangers their own, colleagues theirs', async () => {
    const users = await database.query<{
      id: string;
      email: string;
      tenant: string;
      role: string;
      status: string;
    }>(
      `SELECT u.id, u.email, t.name AS tenant, u.role, u.payment_status AS status FROM users u JOIN tenants t ON t.id = u.tenant_id ORDER BY u.created_at, u.id`,
    );
    const byId = new Map(users.map(({ id, ...user }) => [id, user]));
    expect([ANNA, OLEG, VERA, BORIS, POLINA, ANNA_OF_BOT].map((id) => byId.get(id))).toEqual([
      { email: 'Admin@Example.com', tenant: 'Анна Админ', role: 'OWNER', status: 'paid' },
      { email: 'owner@romashka.example', tenant: 'ООО Ромашка', role: 'OWNER', status: 'paid' },
      { email: 'viewer@romashka.example', tenant: 'ООО Ромашка', role: 'VIEWER', status: 'free' },
      { email: 'user_700000004@telegram.bot', tenant: '<b>Борис</b>', role: 'OWNER', status: 'free' },
      { email: 'user_700000005@telegram.bot', tenant: 'Полина', role: 'OWNER', status: 'trial' },
      { email: 'admin+2@example.com', tenant: 'Анна из бота', role: 'OWNER', status: 'expired' },
    ]);
    const shared = await database.query(`SELECT tenant_id FROM users GROUP BY tenant_id HAVING count(*) > 1`);
    expect(shared).toEqual([{ tenant_id: ROMASHKA }]);
    const slugs = await database.query<{ slug: string }>(
      `SELECT slug FROM tenants WHERE slug LIKE 'seller-%'`,
    );
    expect(slugs).toHaveLength(6);
    for (const { slug } of slugs) expect(slug).toMatch(/^seller-[0-9a-f]{15}$/);
  });

  it('brings over people whom nobody had brought over, and makes none of them an administrator', async () => {
    const brought = await database.query(
      `SELECT telegram_id, email, full_name, phone, payment_status AS status, role, is_admin, is_verified, created_at
       FROM users WHERE telegram_id IN (700000008, 700000009) ORDER BY telegram_id`,
    );
    const rest = { role: 'OWNER', is_admin: false, is_verified: false };
    expect(brought).toEqual([
      {
        ...rest,
        telegram_id: '700000008',
        email: 'OWNER+2@romashka.example',
        full_name: 'Не перенесён',
        phone: null,
        status: 'free',
        created_at: new Date('2025-10-03T00:00:00Z'),
      },
      {
        ...rest,
        telegram_id: '700000009',
        email: 'late@example.com',
        full_name: 'Не перенесена',
        phone: '79990000009',
        status: 'free',
        created_at: new Date('2025-10-04T00:00:00Z'),
      },
    ]);
    expect(said).toContain('was an administrator in users_old_backup and is none now');
    expect(await one('SELECT count(*)::int AS people FROM users_old_backup')).toEqual({ people: 4 });
  });

  it('encrypts the keys of the marketplace, and leaves none in the clear', async () => {
    const keyring = FernetKeyring.parse(KEY);
    const keys = await database.query<{ telegram_id: string; wb_api_key_encrypted: string }>(
      `SELECT telegram_id, wb_api_key_encrypted FROM users WHERE wb_api_key_encrypted IS NOT NULL ORDER BY telegram_id`,
    );
    expect(keys.map((key) => [key.telegram_id, keyring.decrypt(key.wb_api_key_encrypted)])).toEqual([
      ['700000002', 'legacy-plain-wb-key-of-oleg-0123456789012345678901234567890'],
      ['700000004', 'legacy-plain-wb-key-of-boris-012345678901234567890123456789'],
      ['700000009', 'legacy-plain-wb-key-of-late-0123456789012345678901234567890'],
    ]);
    expect(
      await one(
        `SELECT (SELECT count(wb_api_key) FROM users)::int AS users, (SELECT count(wb_api_key) FROM users_old_backup)::int AS backup`,
      ),
    ).toEqual({ users: 0, backup: 0 });
  });

  it('keeps of several products one, whose sales and stock theirs become', async () => {
    expect(
      await database.query(`SELECT id, wb_article, stock_total, in_stock, shelf FROM products ORDER BY id`),
    ).toEqual([
      { id: SHIRT, wb_article: 'TSH-001', stock_total: 31, in_stock: true, shelf: 'A' },
      { id: 'c0000000-0000-0000-0000-000000000003', wb_article: 'MUG-7', stock_total: 0, in_stock: true, shelf: 'B' },
      { id: 'c0000000-0000-0000-0000-000000000004', wb_article: 'SOCK-1', stock_total: 7, in_stock: true, shelf: 'A' },
      { id: 'c0000000-0000-0000-0000-000000000005', wb_article: 'TSH-001', stock_total: 0, in_stock: true, shelf: 'A' },
    ]); // prettier-ignore
    expect(
      await database.query(
        `SELECT table_name, reason, row ->> 'id' AS id, row ->> 'name' AS name FROM adopt_quarantine WHERE table_name = 'products'`,
      ),
    ).toEqual([
      {
        table_name: 'products',
        reason: `the same nm id as ${SHIRT}`,
        id: SECOND_SHIRT,
        name: 'Футболка белая (копия)',
      },
    ]);
  });

  it('keeps every record of stock as a ledger, and derives what is on hand', async () => {
    const ledger = await database.query(
      `SELECT warehouse_name AS name, quantity, delta, (CURRENT_DATE - recorded_at::date) AS days
       FROM stock_history WHERE product_id = $1 ORDER BY warehouse_name, recorded_at`,
      [SHIRT],
    );
    expect(ledger).toEqual([
      { name: 'Коледино', quantity: 40, delta: 40, days: 10 },
      { name: 'Коледино', quantity: 40, delta: 0, days: 9 },
      { name: 'Коледино', quantity: 31, delta: -9, days: 5 },
      { name: 'Подольск', quantity: 5, delta: 5, days: 10 },
      { name: 'Подольск', quantity: 0, delta: -5, days: 3 },
    ]);
    expect(
      await database.query(
        `SELECT product_id, warehouse_name AS name, quantity, source FROM stock_levels ORDER BY product_id, warehouse_name`,
      ),
    ).toEqual([
      { product_id: SHIRT, name: 'Коледино', quantity: 31, source: 'manual' },
      { product_id: SHIRT, name: 'Подольск', quantity: 0, source: 'manual' },
      {
        product_id: 'c0000000-0000-0000-0000-000000000004',
        name: 'Склад не указан',
        quantity: 7,
        source: 'manual',
      },
    ]);
    expect(
      await one(`SELECT count(*)::int AS n FROM adopt_quarantine WHERE table_name = 'stock_history'
        AND reason = 'another record of the same product, warehouse and instant'`),
    ).toEqual({ n: 1 });
  });

  it('keeps of several sales one, turns negative ones into returns, and months of any age', async () => {
    const sales = await database.query(
      `SELECT wb_order_id AS "order", kind, quantity, price, commission, net_amount AS net, external_id, product_id, channel
       FROM sales WHERE user_id = $1 AND wb_order_id IS NOT NULL ORDER BY wb_order_id, kind DESC`,
      [OLEG],
    );
    expect(sales).toEqual([
      { order: 'old', kind: 'SALE', quantity: 1, price: '5.00', commission: null, net: null, external_id: 'SALE:old', product_id: null, channel: 'web' },
      { order: 'srid-1', kind: 'SALE', quantity: 1, price: '1096.50', commission: '164.48', net: '932.02', external_id: 'SALE:srid-1', product_id: SHIRT, channel: 'web' },
      { order: 'srid-1', kind: 'RETURN', quantity: 1, price: '1096.50', commission: '164.48', net: '932.02', external_id: 'RETURN:srid-1', product_id: SHIRT, channel: 'web' },
      { order: 'srid-2', kind: 'SALE', quantity: 2, price: '1096.50', commission: '328.95', net: '1864.05', external_id: 'SALE:srid-2', product_id: SHIRT, channel: 'web' },
    ]); // prettier-ignore
    expect(
      await one(`SELECT external_id = 'SALE:' || id AS own, quantity FROM sales WHERE wb_order_id IS NULL`),
    ).toEqual({ own: true, quantity: 1 });
    expect(
      await one(`SELECT row ->> 'id' AS id, reason FROM adopt_quarantine WHERE table_name = 'sales'`),
    ).toEqual({
      id: 'd0000000-0000-0000-0000-000000000001',
      reason: 'the same order and kind as d0000000-0000-0000-0000-000000000002',
    });
    expect(
      await one(`SELECT tableoid::regclass::text AS month FROM sales WHERE wb_order_id = 'old'`),
    ).toEqual({
      month: 'sales_2021_02',
    });
  });

  it('keeps what version 1 never had', async () => {
    expect(await database.query('SELECT id, user_id, text FROM remarks')).toEqual([
      { id: 1, user_id: OLEG, text: 'pays late' },
    ]);
    expect(await one(`SELECT channel FROM sales WHERE wb_order_id = 'srid-9'`)).toEqual({ channel: 'shop' });
    expect(await one(`SELECT indexdef FROM pg_indexes WHERE indexname = 'sales_channel_idx'`)).toEqual({
      indexdef: 'CREATE INDEX sales_channel_idx ON ONLY public.sales USING btree (channel)',
    });
  });

  it('counts right in the views of version 1', async () => {
    expect(await database.query('SELECT * FROM v_admin_stats')).toEqual([
      {
        total_users: '8',
        paid_users: '2',
        trial_users: '1',
        admin_users: '1',
        total_products: '4',
        sales_last_30_days: '5',
      },
    ]);
    expect(
      await database.query(`SELECT tenant_name, plan_name FROM v_active_users WHERE plan_name IS NOT NULL`),
    ).toEqual([{ tenant_name: 'ООО Ромашка', plan_name: 'pro' }]);
  });

  it('writes down that it was adopted, and leaves nothing of how', async () => {
    expect(
      await database.query(
        `SELECT tenant_id, entity_type, changes -> 'steps' -> 'sales' AS sales FROM audit_log WHERE action = 'database.adopted'`,
      ),
    ).toEqual([{ tenant_id: '00000000-0000-0000-0000-000000000000', entity_type: 'database', sales: 7 }]);
    expect(
      await database.query(
        `SELECT nspname FROM pg_namespace WHERE nspname IN ('adoption', 'adoption_model', 'legacy')`,
      ),
    ).toEqual([]);
    expect(
      await database.query(`SELECT table_name FROM information_schema.table_privileges WHERE grantee = 'stocktracker'
        AND table_name <> 'remarks'`),
    ).toEqual([]);
  });

  describe('served by version 2', () => {
    let test: TestApp;

    beforeAll(async () => {
      test = await TestApp.start({ database });
    });
    afterAll(() => test.app.close());

    it('signs people in by their passwords, and by none of their former sessions', async () => {
      const login = await test.graphql(
        `mutation { login(input: {email: "owner@romashka.example", password: "correct-horse-1"}) {
          tokens { accessToken } viewer { tenant { name } user { paymentStatus } } } }`,
      );
      expect(login.data.login.viewer).toEqual({
        tenant: { name: 'ООО Ромашка' },
        user: { paymentStatus: 'PAID' },
      });
      const refresh = await test.graphql(
        `mutation { refreshSession(input: {refreshToken: "clear-text-refresh-token-of-version-1"}) { tokens { accessToken } } }`,
      );
      expect(refresh.data.refreshSession.tokens).toBeNull();
      expect(
        await one(`SELECT token = encode(sha256('clear-text-refresh-token-of-version-1'), 'hex') AS hashed FROM refresh_tokens
          WHERE revoked_at IS NOT NULL`),
      ).toEqual({ hashed: true });
    });

    it('shows what was there', async () => {
      const { data: session } = await test.graphql(
        `mutation { login(input: {email: "OWNER@romashka.example", password: "correct-horse-1"}) { tokens { accessToken } } }`,
      );
      const { data } = await test.graphql(
        `{ products(first: 10, orderBy: {field: NAME, direction: ASC}) { nodes { name stockTotal stockLevels { warehouseName quantity } } }
           sales(first: 10) { nodes { kind quantity } } }`,
        {},
        session.login.tokens.accessToken as string,
      );
      expect(data.products.nodes).toEqual([
        { name: 'Кружка', stockTotal: 0, stockLevels: [] },
        {
          name: 'Футболка белая',
          stockTotal: 31,
          stockLevels: [
            { warehouseName: 'Коледино', quantity: 31 },
            { warehouseName: 'Подольск', quantity: 0 },
          ],
        },
      ]);
      expect(data.sales.nodes).toHaveLength(5);
    });

    it('finds the ledger right', async () => {
      const check = test.app.get(StockLedgerCheck, { strict: false });
      const ctx = systemContext('test');
      for (const { id } of await database.query<{ id: string }>('SELECT id FROM tenants'))
        expect(await test.app.get(Database).read(ctx, () => check.differences(ctx, id))).toEqual([]);
    });

    it('has marks to roll up all that there is', async () => {
      expect(
        await database.query(`
          SELECT dataset, count(*)::int AS marks, count(product_ids)::int AS lists FROM rollup_marks GROUP BY dataset ORDER BY dataset`),
      ).toEqual([
        { dataset: 'costs', marks: 3, lists: 0 },
        { dataset: 'sales', marks: 8, lists: 0 },
        { dataset: 'stock', marks: 2, lists: 2 },
      ]);
    });
  });
});

describe('people whom nobody had brought over', () => {
  it('have paid if the bot had completed their registration, and else have not', async () => {
    const database = await createVersionOne({
      change: `INSERT INTO users_old_backup (telegram_id, payment_status) VALUES (1, 'completed'), (2, 'pending'), (3, 'failed'), (4, NULL)`,
    });
    expect(await adoptByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    expect(
      await database.query(
        `SELECT telegram_id AS id, email, payment_status AS status, role FROM users WHERE telegram_id < 10 ORDER BY telegram_id`,
      ),
    ).toEqual([
      { id: '1', email: 'user_1@telegram.bot', status: 'paid', role: 'OWNER' },
      { id: '2', email: 'user_2@telegram.bot', status: 'free', role: 'OWNER' },
      { id: '3', email: 'user_3@telegram.bot', status: 'free', role: 'OWNER' },
      { id: '4', email: 'user_4@telegram.bot', status: 'free', role: 'OWNER' },
    ]);
    await database.drop();
  });
});

describe('the shared tenant', () => {
  it('is kept for whoever says that its people are colleagues', async () => {
    const database = await createVersionOne();
    expect(await adoptByCommand(database, { args: ['--keep-default-tenant'] })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(
      await database.query(
        `SELECT u.id, u.role FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE t.slug = 'default' ORDER BY u.id`,
      ),
    ).toEqual([
      { id: ANNA, role: 'USER' },
      { id: POLINA, role: 'USER' },
      { id: ANNA_OF_BOT, role: 'USER' },
    ]);
    expect(
      await database.query(
        `SELECT t.name, u.role FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE u.id = $1`,
        [BORIS],
      ),
    ).toEqual([{ name: '<b>Борис</b>', role: 'OWNER' }]);
    await database.drop();
  });
});
