import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { StockLedgerCheck } from '../../../src/features/stock/stock-ledger-check.queries.js';
import { LegacyKeys } from '../../../src/features/wildberries/key-rotation/legacy-keys.js';
import { systemContext } from '../../../src/platform/context/index.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import { Database } from '../../../src/platform/database/index.js';
import { Announcements } from '../../../src/platform/events/index.js';
import { TestApp } from '../../support/app.js';
import type { TestDatabase } from '../../support/database.js';
import { adoptByCommand, KEY } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { createVersionOne } from '../../support/legacy/version-one.js';
import { TABLES } from '../../../src/adopt/survey/version-one.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const SHIRT = 'c0000000-0000-0000-0000-000000000001';
const SECOND_SHIRT = 'c0000000-0000-0000-0000-000000000002';
const SOCKS = 'c0000000-0000-0000-0000-000000000004';

const REGISTER = `
  INSERT INTO users (telegram_id, full_name, email, phone, wb_api_key, google_sheet_id, payment_status, google_sheet_sent)
  VALUES ($1::BIGINT, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, NULL, NULL, $5::payment_status_enum, false)
  RETURNING users.id, users.created_at`;
const SET_KEY = `UPDATE users SET wb_api_key=$1::VARCHAR, updated_at=now() WHERE users.id = $2::UUID`;
const SELL = `
  INSERT INTO sales (id, user_id, product_id, wb_order_id, sale_date, quantity, price, commission, net_amount)
  VALUES ($1::UUID, $2::UUID, $3::UUID, $4::VARCHAR, CURRENT_DATE - $5::INTEGER, $6::INTEGER, $7::NUMERIC, $8::NUMERIC, $9::NUMERIC)`;
const RECORD = `
  INSERT INTO stock_history (product_id, warehouse_name, quantity, recorded_at)
  VALUES ($1::UUID, $2::VARCHAR, $3::INTEGER, date_trunc('day', now()) - $4::INTEGER * interval '1 day')`;

describe.each([
  ['of the cloud', false],
  ['of the panel', true],
])('programs of version 1 on an adopted database %s, while version 2 serves it', (_shape, panel) => {
  let database: TestDatabase;
  let test: TestApp;
  let bot: OldProgram;

  beforeAll(async () => {
    database = await createVersionOne({ panel });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    test = await TestApp.start({ database, env: { LEGACY_CLIENTS: '1' } });
    bot = await OldProgram.start(database);
  });
  afterAll(async () => {
    await bot.end();
    await test.stop();
  });

  const one = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row | undefined> =>
    (await database.query<Row>(sql, values))[0];
  const signIn = async (email = 'owner@romashka.example'): Promise<string> => {
    const { data } = await test.graphql(
      `mutation ($email: String!) { login(input: {email: $email, password: "correct-horse-1"}) { tokens { accessToken } } }`,
      { email },
    );
    return data.login.tokens.accessToken as string;
  };

  describe('people', () => {
    it('who come by the bot get a tenant of their own', async () => {
      const [made] = await bot.run<{ id: string }>(REGISTER, [
        700000100,
        'Новенький',
        'new@example.com',
        '79990000100',
        'free',
      ]);
      expect(
        await one(
          `SELECT u.role, u.payment_status, u.email, t.name, u.tenant_id <> '00000000-0000-0000-0000-000000000001' AS own
           FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE u.id = $1`,
          [made?.id],
        ),
      ).toEqual({
        role: 'OWNER',
        payment_status: 'free',
        email: 'new@example.com',
        name: 'Новенький',
        own: true,
      });
    });

    it('who have an address of somebody else in other capitals get another one, and are not refused', async () => {
      const [made] = await bot.run<{ id: string }>(REGISTER, [
        700000101,
        'Двойник',
        'Owner@Romashka.example',
        null,
        'free',
      ]);
      expect(await one('SELECT email FROM users WHERE id = $1', [made?.id])).toEqual({
        email: 'Owner+3@Romashka.example',
      });
      await expect(
        bot.run(REGISTER, [700000102, 'x', 'owner@romashka.example', null, 'free']),
      ).rejects.toThrow('users_email_key');
    });

    it('are all seen by both programs, in words that each of them reads', async () => {
      const seen = await bot.run<{ email: string; loaded: boolean; status: string }>(
        `SELECT users.email, users.payment_status AS status, users.telegram_id IS NOT NULL AS loaded FROM users`,
      );
      expect(seen.length).toBeGreaterThanOrEqual(10);
      for (const { loaded, status } of seen) {
        expect(['FREE', 'TRIAL', 'PAID', 'EXPIRED']).toContain(status);
        if (loaded) expect(status).toBe('PAID');
      }
    });

    it.each([
      ['PAID', 'PAID'],
      ['EXPIRED', 'EXPIRED'],
      ['trial', 'TRIAL'],
      ['completed', 'PAID'],
      ['active', 'PAID'],
      ['pending', 'FREE'],
    ])('whose status they call %s are %s', async (word, status) => {
      await bot.run(`UPDATE users SET payment_status=$1::payment_status_enum WHERE users.id = $2::UUID`, [
        word,
        OLEG,
      ]);
      const { data } = await test.graphql('{ viewer { user { paymentStatus } } }', {}, await signIn());
      expect(data.viewer.user.paymentStatus).toBe(status);
    });

    it('whose status is told again though it seems to be that already are understood', async () => {
      await database.query(`UPDATE users SET payment_status = 'free' WHERE id = $1`, [BORIS]);
      await bot.run(`UPDATE users SET payment_status='PAID' WHERE users.id = $1::UUID`, [BORIS]);
      expect(await one('SELECT payment_status FROM users WHERE id = $1', [BORIS])).toEqual({
        payment_status: 'PAID',
      });
      await database.query(`UPDATE users SET payment_status = 'paid' WHERE id = $1`, [OLEG]);
      expect(await one('SELECT paid_users FROM v_admin_stats')).toEqual({ paid_users: '3' });
    });

    it('change their profile, and nobody moves to another tenant', async () => {
      await bot.run(
        `UPDATE users SET full_name=$1::VARCHAR, email=$2::VARCHAR, phone=$3::VARCHAR, tenant_id=NULL WHERE users.id = $4::UUID`,
        ['Борис', 'boris@example.com', '79990000104', BORIS],
      );
      expect(
        await one(
          'SELECT full_name, email, phone, tenant_id IS NOT NULL AS kept, updated_at > created_at AS noted FROM users WHERE id = $1',
          [BORIS],
        ),
      ).toEqual({
        full_name: 'Борис',
        email: 'boris@example.com',
        phone: '79990000104',
        kept: true,
        noted: true,
      });
    });

    it('who are deactivated by the panel are refused by version 2 at once', async () => {
      const token = await signIn('viewer@romashka.example');
      expect((await test.graphql('{ viewer { user { id } } }', {}, token)).errors).toBeUndefined();
      await bot.run(
        `UPDATE users SET is_active=false, updated_at=now() WHERE users.email = 'viewer@romashka.example'`,
      );
      await test.app.get(Announcements, { strict: false }).caughtUp();
      expect((await test.graphql('{ viewer { user { id } } }', {}, token)).errors?.[0]?.extensions.code).toBe(
        'UNAUTHENTICATED',
      );
    });
  });

  describe('keys of the marketplace', () => {
    const keyring = FernetKeyring.parse(KEY);
    const stored = async () =>
      one<{ plain: string | null; encrypted: string | null }>(
        'SELECT wb_api_key AS plain, wb_api_key_encrypted AS encrypted FROM users WHERE id = $1',
        [OLEG],
      );

    it('that the bot takes are used at once, and encrypted anew', async () => {
      await database.query(
        `INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at)
         SELECT tenant_id, id, 's', 'personal', now(), 'VALID', now() FROM users WHERE id = $1`,
        [OLEG],
      );
      await bot.run(SET_KEY, ['another-plain-key-of-oleg-0123456789012345678901234567890', OLEG]);
      expect(await stored()).toEqual({
        plain: 'another-plain-key-of-oleg-0123456789012345678901234567890',
        encrypted: null,
      });
      expect(await database.query('SELECT FROM wildberries_connections WHERE user_id = $1', [OLEG])).toEqual(
        [],
      );
      await test.app.get(LegacyKeys, { strict: false }).run();
      const { plain, encrypted } = (await stored())!;
      expect(plain).toBe('another-plain-key-of-oleg-0123456789012345678901234567890');
      expect(keyring.decrypt(encrypted!)).toBe(plain);
    });

    it('that the bot takes away are gone in both forms', async () => {
      await bot.run(SET_KEY, [null, OLEG]);
      expect(await stored()).toEqual({ plain: null, encrypted: null });
    });

    it('that version 2 stores are left as it stores them', async () => {
      const system = new pg.Client(database.urls.system);
      await system.connect();
      const encrypted = keyring.encrypt('of version 2');
      await system.query('UPDATE users SET wb_api_key_encrypted = $1, wb_api_key = NULL WHERE id = $2', [
        encrypted,
        OLEG,
      ]);
      await system.query(`UPDATE users SET wb_api_key = 'plain' WHERE id = $1`, [OLEG]);
      await system.query('UPDATE users SET wb_api_key = NULL WHERE id = $1', [OLEG]);
      await system.end();
      expect(await stored()).toEqual({ plain: null, encrypted });
    });
  });

  describe('goods', () => {
    it('that are there already take the new values, under the id that they have', async () => {
      const id = 'c0000000-0000-0000-0000-00000000000a';
      await bot.run(
        `INSERT INTO products (id, user_id, wb_article, wb_nm_id, name, price, in_stock) VALUES ($1::UUID, $2::UUID, 'TSH-001', 100000001, 'Футболка', 1390, true)`,
        [id, OLEG],
      );
      expect(
        await database.query(
          'SELECT id, name, brand, price FROM products WHERE user_id = $1 AND wb_nm_id = 100000001',
          [OLEG],
        ),
      ).toEqual([{ id: SHIRT, name: 'Футболка', brand: 'Ромашка', price: '1390.00' }]);
      await bot.run(SELL, [
        'd0000000-0000-0000-0000-00000000000a',
        OLEG,
        id,
        'srid-of-alias',
        1,
        1,
        1390,
        null,
        null,
      ]);
      expect(await one(`SELECT product_id FROM sales WHERE wb_order_id = 'srid-of-alias'`)).toEqual({
        product_id: SHIRT,
      });
    });

    it('that are new get their tenant', async () => {
      const [made] = await bot.run<{ id: string }>(
        `INSERT INTO products (user_id, wb_article, wb_nm_id, name) VALUES ($1::UUID, 'CAP-1', 100000077, 'Кепка') RETURNING products.id`,
        [BORIS],
      );
      expect(
        await one(
          `SELECT p.tenant_id = u.tenant_id AS right FROM products p JOIN users u ON u.id = p.user_id WHERE p.id = $1`,
          [made?.id],
        ),
      ).toEqual({ right: true });
      await expect(
        bot.run(
          `INSERT INTO products (user_id, wb_article) VALUES ('a0000000-0000-0000-0000-0000000000ff', 'X')`,
        ),
      ).rejects.toMatchObject({ code: '23503' });
    });

    it('have levels that follow what is recorded, whenever it is', async () => {
      const before = await one<{ n: number }>(`SELECT count(*)::int AS n FROM rollup_marks`);
      await bot.run(RECORD, [SECOND_SHIRT, 'Коледино', 20, 1]);
      await bot.run(RECORD, [SHIRT, 'Коледино', 25, 2]);
      await bot.run(RECORD, [SHIRT, 'Коледино', 20, 1]);
      await bot.run(RECORD, [SHIRT, 'Коледино', 21, 1]);
      await bot.run(RECORD, [SHIRT, 'Коледино', -3, 0]);
      await bot.run(RECORD, [SOCKS, null, 9, 0]);
      expect(
        await database.query(
          `SELECT quantity, delta FROM stock_history WHERE product_id = $1 AND warehouse_name = 'Коледино' ORDER BY recorded_at DESC LIMIT 3`,
          [SHIRT],
        ),
      ).toEqual([
        { quantity: 20, delta: -5 },
        { quantity: 25, delta: -6 },
        { quantity: 31, delta: -9 },
      ]);
      expect(await one('SELECT stock_total, in_stock FROM products WHERE id = $1', [SHIRT])).toEqual({
        stock_total: 20,
        in_stock: true,
      });
      expect(await one('SELECT quantity FROM stock_levels WHERE product_id = $1', [SOCKS])).toEqual({
        quantity: 9,
      });
      expect(
        await database.query(`SELECT row ->> 'quantity' AS quantity, reason FROM adopt_quarantine
          WHERE table_name = 'stock_history' AND (row ->> 'quantity')::int IN (21, -3) ORDER BY 1`),
      ).toEqual([
        { quantity: '-3', reason: 'quantity is below zero' },
        { quantity: '21', reason: 'another record of the same product, warehouse and instant' },
      ]);
      const ctx = systemContext('test');
      const check = test.app.get(StockLedgerCheck, { strict: false });
      for (const { id } of await database.query<{ id: string }>('SELECT id FROM tenants'))
        expect(await test.app.get(Database).read(ctx, () => check.differences(ctx, id))).toEqual([]);
      expect((await one<{ n: number }>(`SELECT count(*)::int AS n FROM rollup_marks`))!.n).toBe(
        before!.n + 3,
      );
    });

    it('are sold once an order and kind, whoever tells of it how often', async () => {
      const [first, second, back] = ['b1', 'b2', 'b3'].map(
        (end) => `d0000000-0000-0000-0000-0000000000${end}`,
      );
      await bot.run(SELL, [first, OLEG, SHIRT, 'srid-x', 3, 2, 100, 10, null]);
      await bot.run(SELL, [second, OLEG, SHIRT, 'srid-x', 2, 3, 110, null, 90]);
      await bot.run(SELL, [back, OLEG, SHIRT, 'srid-x', 1, -1, 110, -5, -30]);
      const rows = await database.query(
        `SELECT id, kind, quantity, price, commission, net_amount AS net, CURRENT_DATE - sale_date AS days FROM sales WHERE wb_order_id = 'srid-x' ORDER BY kind DESC`,
      );
      expect(rows).toEqual([
        { id: first, kind: 'SALE', quantity: 3, price: '110.00', commission: '10.00', net: '90.00', days: 2 },
        { id: back, kind: 'RETURN', quantity: 1, price: '110.00', commission: '5.00', net: '30.00', days: 1 },
      ]);
      const token = await signIn();
      const { data } = await test.graphql(
        '{ sales(first: 50) { nodes { kind quantity wbOrderId } } }',
        {},
        token,
      );
      const sales = data.sales.nodes as { wbOrderId: string }[];
      expect(sales.filter(({ wbOrderId }) => wbOrderId === 'srid-x')).toEqual([
        { kind: 'RETURN', quantity: 1, wbOrderId: 'srid-x' },
        { kind: 'SALE', quantity: 3, wbOrderId: 'srid-x' },
      ]);
    });

    it('of sales that are changed or deleted have their days rolled up again', async () => {
      const marks = async () =>
        database.query(
          `SELECT CURRENT_DATE - day AS days FROM rollup_marks WHERE dataset = 'sales' AND id > $1 ORDER BY days`,
          [last],
        );
      const [{ last } = { last: '' }] = await database.query<{ last: string }>(
        'SELECT max(id::text)::uuid AS last FROM rollup_marks WHERE id::text < uuid_v7()::text',
      );
      await bot.run(
        `UPDATE sales SET quantity = -4, sale_date = CURRENT_DATE - 4 WHERE wb_order_id = 'srid-9'`,
      );
      expect(await one(`SELECT kind, quantity FROM sales WHERE wb_order_id = 'srid-9'`)).toEqual({
        kind: 'RETURN',
        quantity: 4,
      });
      await bot.run(`DELETE FROM sales WHERE wb_order_id = 'srid-9'`);
      expect(await marks()).toEqual([{ days: 1 }, { days: 4 }, { days: 4 }]);
    });
  });

  it('take goods and people away, and of goods the sales stay', async () => {
    const made = async (sql: string, ...values: unknown[]): Promise<string> =>
      (await bot.run<{ id: string }>(`${sql} RETURNING id`, values))[0]!.id;
    const user = await made(`INSERT INTO users (telegram_id, email) VALUES (700000200, 'goes@example.com')`);
    const [sold, kept] = [
      await made(`INSERT INTO products (user_id, wb_article) VALUES ($1, 'SOLD')`, user),
      await made(`INSERT INTO products (user_id, wb_article) VALUES ($1, 'KEPT')`, user),
    ];
    expect(await database.query('SELECT dataset FROM rollup_marks WHERE user_id = $1', [user])).toEqual([
      { dataset: 'sales' },
      { dataset: 'sales' },
    ]);
    for (const [n, product] of [sold, kept].entries()) {
      await bot.run(SELL, [
        `d0000000-0000-0000-0000-0000000000c${n}`,
        user,
        product,
        `srid-goes-${n}`,
        n,
        1,
        1,
        null,
        null,
      ]);
      await bot.run(RECORD, [product, 'Коледино', 5, 0]);
    }
    await database.query('DELETE FROM rollup_marks WHERE user_id = $1', [user]);
    await bot.run('DELETE FROM products WHERE id = $1', [sold]);
    expect(
      await database.query(
        'SELECT wb_order_id AS order, product_id FROM sales WHERE user_id = $1 ORDER BY 1',
        [user],
      ),
    ).toEqual([
      { order: 'srid-goes-0', product_id: null },
      { order: 'srid-goes-1', product_id: kept },
    ]);
    expect(
      await database.query(
        'SELECT dataset, CURRENT_DATE - day AS days FROM rollup_marks WHERE user_id = $1',
        [user],
      ),
    ).toEqual([
      // of its sale, which is of no product now, and of the product itself
      { dataset: 'sales', days: 0 },
      { dataset: 'sales', days: 0 },
    ]);
    await bot.run('DELETE FROM users WHERE id = $1', [user]);
    for (const table of ['products', 'sales', 'stock_history', 'stock_levels', 'rollup_marks'])
      expect([table, await database.query(`SELECT FROM ${table} WHERE user_id = $1`, [user])]).toEqual([
        table,
        [],
      ]);
  });

  it('write everything else that they wrote', async () => {
    await bot.run(
      `INSERT INTO notifications (user_id, type, title, message) VALUES ($1::UUID, 'low_stock', 'Мало', '1')`,
      [OLEG],
    );
    await bot.run(`INSERT INTO audit_log (user_id, admin_user_id, action) VALUES (NULL, $1::UUID, 'x')`, [
      OLEG,
    ]);
    // in one transaction, whose time both have
    await bot.run(
      `INSERT INTO system_metrics (metric_name, metric_value) VALUES ('active_users', 5), ('active_users', 6)`,
    );
    expect(
      await database.query(
        `SELECT metric_value FROM system_metrics WHERE metric_name = 'active_users' AND tags IS NULL`,
      ),
    ).toEqual([{ metric_value: '6.00' }]);
    for (const data of ['{"n": 1}', '{"n": 2}'])
      await bot.run(
        `INSERT INTO analytics_cache (user_id, metric_type, period, data, expires_at) VALUES ($1::UUID, 'm', 'week', $2::JSONB, now())`,
        [OLEG, data],
      );
    const romashka = '00000000-0000-0000-0000-000000000002';
    expect(
      await database.query(`SELECT 'n' AS of, tenant_id::text FROM notifications WHERE title = 'Мало'
        UNION ALL SELECT 'a', tenant_id::text FROM audit_log WHERE action = 'x'
        UNION ALL SELECT 'c' || (data ->> 'n'), tenant_id::text FROM analytics_cache ORDER BY 1`),
    ).toEqual([
      { of: 'a', tenant_id: romashka },
      { of: 'c2', tenant_id: romashka },
      { of: 'n', tenant_id: romashka },
    ]);
  });

  it('read all rows of their tables, whoever asks of version 2 reads its own', async () => {
    for (const table of TABLES) {
      const [mine] = await bot.run<{ n: string }>(`SELECT count(*) AS n FROM ${table}`);
      expect([table, mine]).toEqual([table, await one(`SELECT count(*) AS n FROM ${table}`)]);
    }
    expect(await bot.run('SELECT * FROM v_active_users WHERE plan_name IS NOT NULL')).toHaveLength(1);
    const app = new pg.Client(database.urls.app);
    await app.connect();
    for (const table of ['users', 'products', 'sales', 'stock_history', 'subscriptions'])
      expect((await app.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    await app.end();
    expect(
      await one(
        `SELECT pg_has_role('stocktracker_app', 'stocktracker', 'MEMBER') AS app, pg_has_role('stocktracker_system', 'stocktracker', 'MEMBER') AS system`,
      ),
    ).toEqual({ app: false, system: false });
  });

  it('reach nothing that version 1 never had', async () => {
    const own = await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND relname <> ALL ($1) AND relname NOT IN ('users_old_backup', 'alembic_version') ORDER BY 1`,
      [TABLES],
    );
    expect(own.length).toBeGreaterThan(15);
    for (const { name } of own)
      await expect(bot.run(`SELECT FROM ${name}`)).rejects.toThrow('permission denied');
    for (const sql of [
      'DELETE FROM stock_history',
      'UPDATE audit_log SET action = action',
      'TRUNCATE sales',
      'CREATE TABLE mine ()',
    ])
      await expect(bot.run(sql)).rejects.toThrow('permission denied');
    const [partition] = await database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'sales'::regclass LIMIT 1`,
    );
    await expect(bot.run(`SELECT FROM ${partition!.name}`)).rejects.toThrow('permission denied');
  });

  it('leave version 2 its own rules', async () => {
    const token = await signIn();
    const { data } = await test.graphql(
      `mutation { createProduct(input: {wbArticle: "MUG-7", name: "Кружка"}) { product { id } userErrors { code } } }`,
      {},
      token,
    );
    expect(data.createProduct.userErrors).toEqual([{ code: 'ALREADY_EXISTS' }]);
  });

  if (panel) {
    describe('the panel', () => {
      const hash = (text: string): string => text.padEnd(64, '0');
      const SIGN_IN = `
        INSERT INTO refresh_tokens (id, user_id, token_hash, device_info, ip_address, is_revoked, expires_at, created_at, revoked_at)
        VALUES (gen_random_uuid(), $1::UUID, $2::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, false, now() + interval '30 days', now(), NULL)`;

      it('signs in, goes on and signs out by tokens that are nobody else’s', async () => {
        await bot.run(SIGN_IN, [OLEG, hash('a')]);
        const found = await bot.run(`SELECT is_revoked FROM refresh_tokens WHERE token_hash = $1::VARCHAR`, [
          hash('a'),
        ]);
        expect(found).toEqual([{ is_revoked: false }]);
        await bot.run(`UPDATE refresh_tokens SET is_revoked=true WHERE token_hash = $1::VARCHAR`, [
          hash('a'),
        ]);
        await bot.run(SIGN_IN, [OLEG, hash('b')]);
        expect(
          await database.query(
            `SELECT token, revoked_at IS NOT NULL AS ended FROM refresh_tokens WHERE token IN ($1, $2) ORDER BY 1`,
            [hash('a'), hash('b')],
          ),
        ).toEqual([
          { token: hash('a'), ended: true },
          { token: hash('b'), ended: true },
        ]);
      });

      it('ends the sessions of version 2 when it signs somebody out', async () => {
        const token = await signIn();
        const sessions = await test.graphql('{ sessions { ipAddress isCurrent } }', {}, token);
        expect(sessions.data.sessions).toContainEqual({ ipAddress: '127.0.0.1', isCurrent: true });
        await bot.run(
          `UPDATE refresh_tokens SET is_revoked=true WHERE user_id = $1::UUID AND is_revoked = false`,
          [OLEG],
        );
        await test.app.get(Announcements, { strict: false }).caughtUp();
        expect(
          (await test.graphql('{ viewer { user { id } } }', {}, token)).errors?.[0]?.extensions.code,
        ).toBe('UNAUTHENTICATED');
      });

      it('and the bot keep their words for access', async () => {
        await bot.run(
          `UPDATE subscriptions SET has_access=$1, status=$2::VARCHAR, updated_at=now() WHERE user_id = $3::UUID`,
          [false, 'unpaid', OLEG],
        );
        await bot.run(
          `INSERT INTO subscriptions (id, user_id, has_access, status, created_at, updated_at) VALUES (gen_random_uuid(), $1::UUID, true, $2::VARCHAR, now(), NULL)`,
          [BORIS, 'paid'],
        );
        await bot.run(
          `INSERT INTO subscriptions (user_id, status, has_access, trial_ends_at) SELECT id, $1::VARCHAR, true, now() + interval '7 days' FROM users WHERE telegram_id = 700000100`,
          ['TRIAL'],
        );
        expect(
          await bot.run(`SELECT status, has_access FROM subscriptions ORDER BY status, has_access`),
        ).toEqual([
          { status: 'TRIAL', has_access: true },
          { status: 'paid', has_access: true },
          { status: 'unpaid', has_access: false },
          { status: 'unpaid', has_access: false },
        ]);
        expect(await one(`SELECT count(plan_name)::int AS plans FROM v_active_users`)).toEqual({ plans: 2 });
      });
    });
  }
});
