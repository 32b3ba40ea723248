import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

/** Tables with rows of one seller, and how a row is arranged in each. */
const ROWS: Readonly<Record<string, string>> = {
  products: `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name) VALUES ($3, $1, $2, 'A', 1, 'Secret')`,
  product_costs: `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost) VALUES ($1, $3, $2, '2026-01-01', 1)`,
  product_search: `INSERT INTO product_search (tenant_id, product_id, user_id, key) VALUES ($1, $3, $2, 'secret')`,
  stock_history: `INSERT INTO stock_history (tenant_id, product_id, user_id, warehouse_name, quantity, delta) VALUES ($1, $3, $2, 'W', 5, 5)`,
  stock_levels: `INSERT INTO stock_levels (tenant_id, product_id, user_id, warehouse_name, quantity, recorded_at) VALUES ($1, $3, $2, 'W', 5, now())`,
  stock_confirmations: `INSERT INTO stock_confirmations (tenant_id, product_id, user_id, warehouse_name, confirmed_at) VALUES ($1, $3, $2, 'W', now())`,
  sales: `INSERT INTO sales (tenant_id, product_id, user_id, external_id, sale_date, quantity, price) VALUES ($1, $3, $2, 'S1', CURRENT_DATE, 1, 10)`,
  orders: `INSERT INTO orders (tenant_id, product_id, user_id, external_id, ordered_at) VALUES ($1, $3, $2, 'O1', now())`,
  sales_daily: `INSERT INTO sales_daily VALUES ($1, $2, CURRENT_DATE, $3, 'W', 1, 0, 10, 0, 0, 0, 0, 0, 0)`,
  sales_totals_daily: `INSERT INTO sales_totals_daily (tenant_id, user_id, day, sold_quantity, returned_quantity, net_missing, returned_net_missing, commission_missing,
      returned_commission_missing, sold_revenue, returned_revenue, sold_commission, returned_commission, sold_net, returned_net)
    VALUES ($1, $2, CURRENT_DATE, 1, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0)`,
  stock_daily: `INSERT INTO stock_daily VALUES ($1, $3, CURRENT_DATE, $2, 5, 1, 1)`,
  rollup_marks: `INSERT INTO rollup_marks (tenant_id, user_id, product_id, dataset, day) VALUES ($1, $2, $3, 'stock', CURRENT_DATE)`,
  product_metrics: `INSERT INTO product_metrics (tenant_id, product_id, user_id, as_of, sold_30_days, returned_30_days, revenue_30_days, in_stock_days, known_days, risk, calculated_at,
      stock_now, cost_30_days, cost_missing, abc_class, xyz_class)
    VALUES ($1, $3, $2, CURRENT_DATE, 0, 0, 0, 0, 0, 'OK', now(), 0, 0, 0, 'C', 'NEW')`,
  goods_totals: `INSERT INTO goods_totals (tenant_id, user_id, risk, products, stock_total, without_loss, without_cost) VALUES ($1, $2, 'OK', 1, 5, 1, 1)`,
  analytics_cache: `INSERT INTO analytics_cache (tenant_id, id, user_id, metric_type, period, data, expires_at) VALUES ($1, $3, $2, 'm', 'p', '{}', now())`,
  subscriptions: `INSERT INTO subscriptions (tenant_id, id, user_id, plan_name) VALUES ($1, $3, $2, 'pro')`,
  wildberries_connections: `INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at)
    SELECT $1, $2, $3::uuid::text, 'personal', now(), 'INVALID', now()`,
  sync_runs: `INSERT INTO sync_runs (tenant_id, id, user_id, state, queued_at) VALUES ($1, $3, $2, 'FAILED', now())`,
  sync_cursors: `INSERT INTO sync_cursors (tenant_id, user_id, dataset) SELECT $1, $2, left($3::uuid::text, 30)`,
  sync_stage: `INSERT INTO sync_stage (tenant_id, user_id, dataset, nm_id) SELECT $1, $2, left($3::uuid::text, 30), 1`,
};

describe('row-level security, alone', () => {
  let test: TestApp;
  let app: pg.Client;
  const clock = new FixedClock(new Date());
  let mine: { tenantId: string; userId: string; token: string };
  let colleague: string;
  let stranger: { tenantId: string; userId: string; token: string };
  const productOf = new Map<string, string>();

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    mine = await test.register('mine');
    stranger = await test.register('stranger');
    const [made] = await test.database.query<{ id: string }>(
      `INSERT INTO users (email, tenant_id) VALUES ('colleague@example.com', $1) RETURNING id`,
      [mine.tenantId],
    );
    colleague = made?.id ?? '';
    const owners = [
      [mine.tenantId, mine.userId],
      [mine.tenantId, colleague],
      [stranger.tenantId, stranger.userId],
    ] as const;
    for (const [tenantId, userId] of owners) {
      const [row] = await test.database.query<{ id: string }>('SELECT uuid_v7() AS id');
      productOf.set(userId, row?.id ?? '');
      for (const insert of Object.values(ROWS)) {
        await test.database.query(
          insert,
          [tenantId, userId, row?.id].slice(0, insert.includes('$3') ? 3 : 2),
        );
      }
    }
    app = new pg.Client(test.database.urls.app);
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await test.stop();
  });

  async function as(settings: Record<string, string>, work: () => Promise<void>): Promise<void> {
    await app.query('BEGIN');
    try {
      for (const [name, value] of Object.entries(settings))
        await app.query(`SET LOCAL app.${name} = '${value}'`);
      await work();
    } finally {
      await app.query('ROLLBACK');
    }
  }

  const owners = async (table: string): Promise<string[]> => {
    const { rows } = await app.query<{ user_id: string }>(`SELECT user_id FROM ${table}`);
    return rows.map((row) => row.user_id).sort();
  };

  it('covers every table that has a tenant', async () => {
    const tables = await test.database.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
        AND c.relname NOT IN ('users', 'notifications', 'audit_log', 'invitations', 'exports')`);
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(ROWS).sort());
    const open = await test.database.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
    // what belongs to no tenant, and is for other roles than the application's
    expect(open.map(({ name }) => name).sort()).toEqual(['migrations', 'wildberries_budgets']);
  });

  it('is not passed by the role of the application', async () => {
    const { rows } = await app.query(
      `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
         (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid) AS owns
       FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, owns: 0 },
    ]);
    await expect(app.query('SELECT FROM wildberries_budgets')).rejects.toThrow('permission denied');
    const [partition] = await test.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'stock_history'::regclass LIMIT 1`,
    );
    await expect(app.query(`SELECT FROM ${partition?.name ?? ''}`)).rejects.toThrow('permission denied');
    await expect(app.query('SELECT data FROM pgboss.job')).rejects.toThrow('permission denied');
    await expect(app.query('CREATE TABLE mine ()')).rejects.toThrow('permission denied');
  });

  it.each(Object.keys(ROWS))(
    'shows of %s what the scope covers, and without settings nothing',
    async (table) => {
      await as({}, async () => {
        expect(await owners(table)).toEqual([]);
      });
      await as({ tenant_id: mine.tenantId, user_id: mine.userId, scope: 'own' }, async () => {
        expect(await owners(table)).toEqual([mine.userId]);
      });
      await as({ tenant_id: mine.tenantId, user_id: mine.userId, scope: 'tenant' }, async () => {
        expect(await owners(table)).toEqual([mine.userId, colleague].sort());
      });
    },
  );

  it.each(Object.keys(ROWS))("lets nobody write a stranger's row of %s", async (table) => {
    const settings = {
      tenant_id: mine.tenantId,
      user_id: mine.userId,
      scope: 'tenant',
      write_scope: 'tenant',
    };
    await as(settings, async () => {
      const { rowCount } = await app.query(`DELETE FROM ${table} WHERE user_id = $1`, [stranger.userId]);
      expect(rowCount).toBe(0);
      const insert = ROWS[table] ?? '';
      const values = [stranger.tenantId, stranger.userId, productOf.get(stranger.userId)];
      await expect(app.query(insert, values.slice(0, insert.includes('$3') ? 3 : 2))).rejects.toThrow(
        'row-level security',
      );
    });
  });

  it.each(Object.keys(ROWS))('lets change of %s what may be changed, whatever is seen', async (table) => {
    const updated = async (writeScope: string): Promise<string[]> => {
      const settings = {
        tenant_id: mine.tenantId,
        user_id: mine.userId,
        scope: 'tenant',
        write_scope: writeScope,
      };
      let gone: string[] = [];
      await as(settings, async () => {
        const { rows } = await app.query<{ user_id: string }>(
          `UPDATE ${table} SET user_id = user_id RETURNING user_id`,
        );
        gone = rows.map((row) => row.user_id).sort();
      });
      return gone;
    };
    expect(await updated('self')).toEqual([]);
    expect(await updated('own')).toEqual([mine.userId]);
    expect(await updated('tenant')).toEqual([mine.userId, colleague].sort());
  });

  it('keeps users and tenants apart', async () => {
    await as({ tenant_id: mine.tenantId, user_id: mine.userId, scope: 'tenant' }, async () => {
      const users = await app.query<{ id: string }>('SELECT id FROM users');
      expect(users.rows.map(({ id }) => id).sort()).toEqual([mine.userId, colleague].sort());
      const tenants = await app.query<{ id: string }>('SELECT id FROM tenants');
      expect(tenants.rows).toEqual([{ id: mine.tenantId }]);
    });
  });

  it('keeps an export to its owner, whatever the others see', async () => {
    const insert = `INSERT INTO exports (tenant_id, id, user_id, kind, format, state, created_at)
      VALUES ($1, uuid_v7(), $2, 'PRODUCTS', 'CSV', 'FAILED', now())`;
    const everybody = [
      [mine.tenantId, mine.userId],
      [mine.tenantId, colleague],
      [stranger.tenantId, stranger.userId],
    ];
    for (const values of everybody) await test.database.query(insert, values);
    for (const scope of ['own', 'tenant']) {
      const whole = { tenant_id: mine.tenantId, user_id: mine.userId, scope, write_scope: scope };
      await as(whole, async () => {
        expect(await owners('exports')).toEqual([mine.userId]);
        const updated = await app.query('UPDATE exports SET rows = 1');
        expect(updated.rowCount).toBe(1);
        await expect(app.query(insert, everybody[1])).rejects.toThrow('row-level security');
      });
    }
    await as({}, async () => {
      expect(await owners('exports')).toEqual([]);
    });
  });

  it('lets the log of audits grow only', async () => {
    await as({ tenant_id: mine.tenantId, user_id: mine.userId, scope: 'tenant' }, async () => {
      await app.query('SAVEPOINT before');
      for (const change of ['UPDATE audit_log SET action = $$x$$', 'DELETE FROM audit_log']) {
        await expect(app.query(change)).rejects.toThrow('permission denied');
        await app.query('ROLLBACK TO before');
      }
    });
  });

  it('ties a row to an owner of its own tenant by its keys', async () => {
    await expect(
      test.database.query(`INSERT INTO products (tenant_id, user_id, wb_article) VALUES ($1, $2, 'X')`, [
        mine.tenantId,
        stranger.userId,
      ]),
    ).rejects.toThrow('products_user_fkey');
    await expect(
      test.database.query(
        `INSERT INTO sales (tenant_id, user_id, product_id, external_id, sale_date, quantity, price) VALUES ($1, $2, $3, 'x', CURRENT_DATE, 1, 1)`,
        [mine.tenantId, mine.userId, productOf.get(stranger.userId)],
      ),
    ).rejects.toThrow('sales_product_fkey');
  });

  it("answers null for a stranger's product, as for one that is nowhere", async () => {
    const ask = (id: string | undefined) =>
      test.graphql('query ($id: ID!) { product(id: $id) { name } }', { id }, mine.token);
    const theirs = await ask(productOf.get(stranger.userId));
    expect(theirs).toEqual(await ask('01a20556-0000-7000-8000-000000000000'));
    expect(theirs.data).toEqual({ product: null });
    expect((await ask(productOf.get(mine.userId))).data).toEqual({ product: { name: 'Secret' } });
  });

  it('shows a USER their own goods, and a VIEWER the whole tenant', async () => {
    const names = async () => {
      const { data } = await test.graphql(
        '{ products { nodes { owner { id } } } warehouses { stockTotal } }',
        {},
        mine.token,
      );
      return { owners: data.products.nodes.length as number, stock: data.warehouses[0].stockTotal as number };
    };
    expect(await names()).toEqual({ owners: 2, stock: 10 });
    await test.database.query(`UPDATE users SET role = 'USER' WHERE id = $1`, [mine.userId]);
    clock.advance(10_000);
    expect(await names()).toEqual({ owners: 1, stock: 5 });
  });
});
