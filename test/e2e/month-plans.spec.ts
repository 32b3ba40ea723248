import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { auditPage } from '../../src/features/audit/audit-log.statement.js';
import { salesPage } from '../../src/features/sales/sale-lists.statement.js';
import { historyPage } from '../../src/features/stock/stock-history.statement.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { asCaller, connected, plansOfTen, runOf, wholeTenant, type PlanNode } from '../support/plan.js';

const TENANT = '01a20556-0000-7000-8000-000000000001';
const OWNER = '01a20556-0000-7000-8000-000000000101';
const SMALLEST = '00000000-0000-7000-8000-000000000000';
const ctx = wholeTenant(TENANT, OWNER);

/** Which days are meant, as YYYY-MM-DD; and behind which one the page begins. */
interface Asked {
  readonly from?: string;
  readonly until?: string;
  readonly after?: string;
}

const instant = (day: string | undefined): string | null => (day === undefined ? null : `${day}T00:00:00Z`);
const NOTHING_ELSE = { productIds: null, kind: null, owner: null };

/** Lists of rows that lie in tables by month, newest first. */
const LISTS = {
  stock_history: ({ from, until, after }: Asked) =>
    historyPage(ctx, { from: instant(from), until: instant(until), warehouseName: null }, null, {
      limit: 20,
      after: after === undefined ? null : [instant(after)!, SMALLEST],
    }),
  sales: ({ from, until, after }: Asked) =>
    salesPage(
      ctx,
      { ...NOTHING_ELSE, range: from !== undefined && until !== undefined ? { from, until } : null },
      { limit: 20, after: after === undefined ? null : [after, SMALLEST] },
    ),
  audit_log: ({ from, until, after }: Asked) =>
    auditPage(
      ctx,
      { ...(from !== undefined && { from }), ...(until !== undefined && { until }) },
      { limit: 20, after: after === undefined ? null : [instant(after)!, SMALLEST] },
    ),
};
const TABLES = Object.keys(LISTS) as (keyof typeof LISTS)[];

describe('a list of what lies by month', () => {
  let database: TestDatabase;
  let app: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    await fill(database);
    app = await connected(database.urls.app);
  });
  afterAll(async () => {
    await app.end();
    await database.drop();
  });

  /** Months into which a page has looked, 01 to 12. */
  async function monthsOf(table: keyof typeof LISTS, asked: Asked): Promise<string[]> {
    const { statement, values } = LISTS[table](asked);
    const plan = await asCaller(app, ctx, () => runOf(app, statement.text, values));
    return plan
      .filter(hasRun)
      .flatMap(({ 'Relation Name': name }) => name?.split('_').at(-1) ?? [])
      .sort();
  }

  it.each(TABLES)('looks into the newest month alone where a page of it is enough: %s', async (table) => {
    expect(await monthsOf(table, { from: '2026-01-01', until: '2026-11-01' })).toEqual(['10']);
  });

  it.each(TABLES)('looks into the months of the range alone, though it finds nothing: %s', async (table) => {
    await expect(monthsOf(table, { from: '2026-11-02', until: '2026-12-02' })).resolves.toEqual(['11', '12']);
  });

  it.each(TABLES)('begins in the month of its cursor, not in those that come later: %s', async (table) => {
    expect(await monthsOf(table, { after: '2026-04-10' })).toEqual(['04']);
    expect(await monthsOf(table, { after: '2026-04-01' })).toEqual(['03', '04']);
  });

  it.each(
    TABLES.flatMap((table) => [
      [table, 'a month', { from: '2026-05-01', until: '2026-06-01' }] as const,
      [table, 'a range of which there is nothing', { from: '2026-11-01', until: '2026-12-01' }] as const,
      [table, 'a page far down', { after: '2026-03-10' }] as const,
      [table, 'the last page', { after: '2026-01-01' }] as const,
    ]),
  )('is planned once, not at each request: %s, %s', async (table, which, asked) => {
    const { statement, values } = LISTS[table](asked);
    const plans = await asCaller(app, ctx, () =>
      plansOfTen(app, `${table}, ${which}`, { text: statement.text, values }),
    );
    // PostgreSQL weighs the plan for any values against those for five
    expect(plans).toEqual({ anew: 5, kept: 5 });
  });
});

function hasRun({ 'Actual Loops': loops }: PlanNode): boolean {
  return loops !== undefined && loops > 0;
}

/** From January to October 2026 a row of each for every quarter of an hour, of one tenant. */
async function fill(database: TestDatabase): Promise<void> {
  const moments = `generate_series(timestamptz '2026-01-01T00:00:00Z', '2026-10-31T23:45:00Z', '15 minutes') AS at`;
  await database.query(`INSERT INTO tenants (id, name, slug) VALUES ($1, 'A', 'a')`, [TENANT]);
  await database.query(
    `INSERT INTO users (id, email, tenant_id, role) VALUES ($1, 'a@example.com', $2, 'OWNER')`,
    [OWNER, TENANT],
  );
  await database.query(
    `INSERT INTO products (id, tenant_id, user_id, wb_article) VALUES ($1, $1, $2, 'A-1')`,
    [TENANT, OWNER],
  );
  await database.query(
    `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
     SELECT $1, $2, $1, 'North', 1, 1, at FROM ${moments}`,
    [TENANT, OWNER],
  );
  await database.query(
    `INSERT INTO sales (tenant_id, user_id, product_id, wb_order_id, external_id, kind, sale_date, quantity, price)
     SELECT $1, $2, $1, at::text, 'SALE:' || at, 'SALE', (at AT TIME ZONE 'UTC')::date, 1, 100 FROM ${moments}`,
    [TENANT, OWNER],
  );
  await database.query(
    `INSERT INTO audit_log (tenant_id, action, created_at) SELECT $1, 'test.done', at FROM ${moments}`,
    [TENANT],
  );
  await database.query('VACUUM (ANALYZE) stock_history, sales, audit_log');
}
