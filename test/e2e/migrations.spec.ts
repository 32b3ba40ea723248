import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { SalesTotalsByDay1764000000015 } from '../../migrations/1764000000015-sales-totals-by-day.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { ownerDataSource } from '../../src/platform/database/owner-data-source.js';
import { TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/program.js';

const SHAPE = `
  SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '_\\d{4}_\\d\\d$'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ '_\\d{4}_\\d\\d$'
  UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text !~ '_\\d{4}_\\d\\d$'
  UNION ALL SELECT tablename || ' ' || policyname || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '') FROM pg_policies
  UNION ALL SELECT table_name || ' ' || grantee || ' ' || privilege_type FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND table_name !~ '_\\d{4}_\\d\\d$'
  ORDER BY 1`;

describe('the migrations', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    source = await ownerDataSource(database.urls.owner).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('go down to nothing and up again to the same schema', async () => {
    const before = await database.query(SHAPE);
    for (const _migration of MIGRATIONS) await source.undoLastMigration({ transaction: 'each' });
    const left = await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
       UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
       UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    );
    expect(left).toEqual([{ name: 'migrations' }]);
    await source.runMigrations({ transaction: 'each' });
    expect(await database.query(SHAPE)).toEqual(before);
  });

  it('add up what has been rolled up already, by seller and day', async () => {
    const later = MIGRATIONS.slice(MIGRATIONS.indexOf(SalesTotalsByDay1764000000015));
    for (const _migration of later) await source.undoLastMigration({ transaction: 'each' });
    await database.query(`
      WITH company AS (INSERT INTO tenants (name, slug) VALUES ('Totals', 'totals') RETURNING id),
      people AS (
        INSERT INTO users (email, tenant_id)
        SELECT seller || '@example.com', id FROM company, unnest(ARRAY['one', 'two']) AS seller RETURNING id, tenant_id, email
      )
      INSERT INTO sales_daily (tenant_id, user_id, day, warehouse_name, sold_quantity, returned_quantity, sold_revenue,
        returned_revenue, sold_commission, returned_commission, sold_net, returned_net, net_missing, returned_net_missing,
        commission_missing, returned_commission_missing)
      SELECT tenant_id, id, day::date, warehouse, 2147483647, 2, 999999999999.99, 4, 5, 6, 7, 8, 9, 10, 11, 12
      FROM people, (VALUES ('one', '2026-11-01', 'A'), ('one', '2026-11-01', 'B'), ('one', '2026-11-02', 'A'),
        ('two', '2026-11-01', 'A')) AS sold (seller, day, warehouse) WHERE email LIKE seller || '@%'`);
    await source.runMigrations({ transaction: 'each' });
    const totals = await database.query<{ line: string }>(
      `SELECT concat_ws(' ', left(u.email, 3), day, sold_quantity, returned_quantity, sold_revenue, returned_revenue,
         sold_commission, returned_commission, sold_net, returned_net, net_missing, returned_net_missing,
         commission_missing, returned_commission_missing) AS line
       FROM sales_totals_daily t JOIN users u ON u.id = t.user_id ORDER BY 1`,
    );
    const single = '2147483647 2 999999999999.99 4.00 5.00 6.00 7.00 8.00 9 10 11 12';
    expect(totals.map(({ line }) => line)).toEqual([
      'one 2026-11-01 4294967294 4 1999999999999.98 8.00 10.00 12.00 14.00 16.00 18 20 22 24',
      `one 2026-11-02 ${single}`,
      `two 2026-11-01 ${single}`,
    ]);
  });

  it('have the days counted anew of which an amount or a price is not known', async () => {
    const first = MIGRATIONS.findIndex(({ name }) => name.startsWith('UnknownAmounts'));
    const user = `SELECT t.id, u.id FROM tenants t JOIN users u ON u.tenant_id = t.id WHERE t.slug = 't'`;
    await database.query(`SELECT ensure_month_partitions('sales', CURRENT_DATE - 4, CURRENT_DATE)`);
    await database.query(`WITH t AS (INSERT INTO tenants (name, slug) VALUES ('T', 't') RETURNING id)
      INSERT INTO users (tenant_id, email) SELECT id, 't@example.com' FROM t`);
    await database.query(`INSERT INTO sales (tenant_id, user_id, external_id, kind, sale_date, quantity, price, commission, net_amount)
      SELECT s.*, v.* FROM (${user}) AS s, (VALUES
        ('known', 'SALE', CURRENT_DATE, 1, 5, 1, 4),
        ('no price', 'SALE', CURRENT_DATE - 1, 1, 0, 1, 4),
        ('no commission', 'SALE', CURRENT_DATE - 2, 1, 5, NULL, 4),
        ('counted before', 'SALE', CURRENT_DATE - 3, 1, 5, 1, NULL),
        ('came back', 'RETURN', CURRENT_DATE - 4, 1, 5, 1, NULL)) AS v`);
    for (const _migration of MIGRATIONS.slice(first)) await source.undoLastMigration({ transaction: 'each' });
    await source.runMigrations({ transaction: 'each' });
    expect(
      await database.query(
        `SELECT DISTINCT external_id AS sale, dataset FROM rollup_marks m
         JOIN sales s ON s.tenant_id = m.tenant_id AND s.user_id = m.user_id AND s.sale_date = m.day ORDER BY 1`,
      ),
    ).toEqual([
      { sale: 'came back', dataset: 'sales' },
      { sale: 'no commission', dataset: 'sales' },
      { sale: 'no price', dataset: 'sales' },
    ]);
  });

  it('leave a mark a product of the batches that wait when they go down', async () => {
    const first = MIGRATIONS.findIndex(({ name }) => name.startsWith('BatchesOfStock'));
    await database.query(`
      WITH t AS (INSERT INTO tenants (name, slug) VALUES ('Batches', 'batches') RETURNING id),
      u AS (INSERT INTO users (tenant_id, email) SELECT id, 'batches@example.com' FROM t RETURNING tenant_id, id),
      p AS (
        INSERT INTO products (tenant_id, user_id, wb_article)
        SELECT tenant_id, id, article FROM u, unnest(ARRAY['A', 'B', 'C']) AS article RETURNING tenant_id, user_id, id, wb_article
      )
      INSERT INTO rollup_marks (tenant_id, user_id, dataset, product_ids, day)
      SELECT tenant_id, user_id, 'stock', array_agg(id), '2026-11-01'::date FROM p WHERE wb_article < 'C' GROUP BY 1, 2`);
    for (const _migration of MIGRATIONS.slice(first)) await source.undoLastMigration({ transaction: 'each' });
    expect(
      await database.query(
        `SELECT p.wb_article AS article, m.dataset, m.day::text FROM rollup_marks m
         JOIN products p ON p.tenant_id = m.tenant_id AND p.id = m.product_id ORDER BY 1`,
      ),
    ).toEqual(['A', 'B'].map((article) => ({ article, dataset: 'stock', day: '2026-11-01' })));
    await source.runMigrations({ transaction: 'each' });
  });

  it('make the months that are asked for, and no others', async () => {
    const client = new pg.Client(database.urls.app);
    await client.connect();
    try {
      const ensure = (table: string, from: string, until: string) =>
        client.query<{ made: number }>('SELECT ensure_month_partitions($1, $2, $3) AS made', [
          table,
          from,
          until,
        ]);
      expect((await ensure('sales', '2020-11-30', '2021-02-01')).rows).toEqual([{ made: 4 }]);
      expect((await ensure('sales', '2020-11-30', '2021-02-01')).rows).toEqual([{ made: 0 }]);
      await expect(ensure('users', '2020-01-01', '2020-01-01')).rejects.toThrow('no partitioned table users');
      await expect(ensure('sales', '1900-01-01', '2020-01-01')).rejects.toThrow('month out of range');
    } finally {
      await client.end();
    }
  });

  it('make a month once for several who need it at once, whoever needs others too', async () => {
    const makers = await Promise.all(
      ['2019-05-01', '2019-06-01', '2019-06-01'].map(async (from) => {
        const client = new pg.Client(database.urls.app);
        await client.connect();
        const made = async (): Promise<number | undefined> => {
          const { rows } = await client.query<{ made: number }>(
            `SELECT ensure_month_partitions('sales', $1, '2019-06-30') AS made`,
            [from],
          );
          return rows[0]?.made;
        };
        return { client, made };
      }),
    );
    const [first, ...others] = makers;
    try {
      await first?.client.query('BEGIN');
      expect(await first?.made()).toBe(2);
      const waiting = Promise.all(others.map(({ made }) => made()));
      await until(async () => {
        const locks = await database.query(
          `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()
           WHERE locktype = 'advisory' AND NOT granted`,
        );
        return locks.length === others.length;
      });
      await first?.client.query('COMMIT');
      expect(await waiting).toEqual([0, 0]);
    } finally {
      for (const { client } of makers) await client.end();
    }
  });
});

describe('the entities', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start();
  });
  afterAll(() => test.stop());

  it('name columns that are there, of the type and nullability that they have', async () => {
    const columns = await test.database.query<{ key: string; type: string; nullable: boolean }>(
      `SELECT table_name || '.' || column_name AS key, udt_name AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    const actual = new Map(columns.map((column) => [column.key, column]));
    const source = test.app.get<DataSource>(getDataSourceToken(), { strict: false });
    const wrong: string[] = [];
    for (const entity of source.entityMetadatas) {
      for (const column of entity.columns) {
        const found = actual.get(`${entity.tableName}.${column.databaseName}`);
        const type =
          PG_NAMES[String(column.type)] ?? (column.type === 'enum' ? column.enumName : String(column.type));
        if (!found || found.type !== type || found.nullable !== column.isNullable) {
          wrong.push(
            `${entity.tableName}.${column.databaseName}: ${JSON.stringify(found)}, not ${type} ${column.isNullable}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are there for each of the eleven tables that version 1 had', () => {
    const source = test.app.get<DataSource>(getDataSourceToken(), { strict: false });
    const tables = source.entityMetadatas.map(({ tableName }) => tableName);
    expect(tables).toEqual(
      expect.arrayContaining([
        'tenants', 'users', 'refresh_tokens', 'subscriptions', 'products', 'stock_history', 'sales', 'analytics_cache',
        'audit_log', 'system_metrics', 'notifications',
      ]),
    ); // prettier-ignore
  });

  it('leave the schema to the migrations', () => {
    const source = test.app.get<DataSource>(getDataSourceToken(), { strict: false });
    expect(source.options.synchronize).toBe(false);
    expect(source.options.migrationsRun).toBe(false);
  });
});

const PG_NAMES: Readonly<Record<string, string>> = {
  integer: 'int4',
  bigint: 'int8',
  boolean: 'bool',
  real: 'float4',
};
