import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { StockRisk } from '../../src/features/analytics/domain/rules.js';
import { BY_STOCKOUT, replenishmentPage } from '../../src/features/analytics/replenishment.statement.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays, type CallerContext } from '../../src/platform/context/index.js';
import { tenantSettings } from '../../src/platform/database/settings-sql.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { RECOMPUTED, type Inputs } from '../support/explained-model.js';
import { contentOf, makeExport, parseJsonl } from '../support/exports.js';
import { LivedSeller } from '../support/lived-seller.js';
import { midnight, ONE_SOLD } from '../support/lived-steps.js';
import { planOf } from '../support/plan.js';
import { makeTeam, type Team } from '../support/team.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const LIST = `query ($first: Int, $after: String, $risk: [StockRisk!]) {
  replenishment(first: $first, after: $after, risk: $risk) {
    nodes { product { id } risk velocity daysOfCover stockoutDate reorderPoint reorderQuantity
      explain { metric formula inputs value asOf } }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`;

interface Item {
  readonly product: { readonly id: string };
  readonly risk: string;
  readonly reorderQuantity: number;
  readonly stockoutDate: string | null;
  readonly explain: { readonly metric: string; readonly inputs: Inputs; readonly value: string | null };
}

describe('replenishment', () => {
  let test: TestApp;
  let team: Team;
  let app: pg.Client;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    team = await makeTeam(test, 'order');
    app = new pg.Client(test.database.urls.app);
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await test.stop();
  });

  async function list(
    variables: object,
    token = team.owner.token,
  ): Promise<{ items: Item[]; total: number }> {
    const items: Item[] = [];
    for (let after: string | null = null; ;) {
      const { data, errors } = await test.graphql(LIST, { ...variables, after }, token);
      expect(errors).toBeUndefined();
      const { nodes, pageInfo, totalCount } = data.replenishment;
      items.push(...(nodes as Item[]));
      if (!pageInfo.hasNextPage) return { items, total: totalCount as number };
      after = pageInfo.endCursor as string;
    }
  }

  /** One that is out of stock, one to order now, one that does not sell, and one without any stock on record. */
  async function seller(userId: string): Promise<LivedSeller> {
    const lived = Object.assign(new LivedSeller(test.database, NOW, team.tenantId), { userId });
    await lived.addProducts();
    for (const product of [0, 1, 2])
      await lived.record(product, { warehouse: 'North', quantity: 30, at: midnight(lived, 30) });
    for (let ago = 1; ago <= 30; ago++) {
      for (const product of [0, 1])
        await lived.sell({ ...ONE_SOLD, product, quantity: 2, day: addDays(lived.today, -ago) });
    }
    await lived.record(0, { warehouse: 'North', quantity: 0, at: midnight(lived, 0) });
    await lived.record(1, { warehouse: 'North', quantity: 5, at: midnight(lived, 0) });
    await test.app.get(RollupService, { strict: false }).run(lived.ctx);
    return lived;
  }

  it('tells what to order, what runs out first comes first, and what it was made of', async () => {
    const lived = await seller(team.owner.userId);
    const { items, total } = await list({ first: 1 });
    expect(total).toBe(2);
    expect(items).toMatchObject([
      {
        product: { id: lived.products[0] },
        ...{ risk: 'OUT_OF_STOCK', velocity: '2', daysOfCover: '0', stockoutDate: '2026-11-22' },
        // 2 a day for 14 days; for 44 of them, with nothing in reserve since it sells evenly
        ...{ reorderPoint: 28, reorderQuantity: 88 },
      },
      {
        product: { id: lived.products[1] },
        ...{ risk: 'ORDER_NOW', daysOfCover: '2.5', stockoutDate: '2026-11-24' },
        // 6 units in 3 days: 10 are enough in 95 % of cases; 66 in 33 days, 4 in reserve, 5 are there
        ...{ reorderPoint: 10, reorderQuantity: 65 },
      },
    ]);
    for (const { explain, reorderQuantity } of items) {
      expect(explain.metric).toBe('reorderQuantity');
      expect(explain.value).toBe(String(reorderQuantity));
      expect(RECOMPUTED['reorderQuantity']!(explain.inputs)).toBe(explain.value);
    }
  });

  it('shows other risks when asked for them, and what has no velocity never', async () => {
    const risks = async (risk: string[] | null) =>
      (await list({ first: 1, risk })).items.map((item) => item.risk);
    expect(await risks(Object.keys(StockRisk))).toEqual(['OUT_OF_STOCK', 'ORDER_NOW', 'NO_DEMAND']);
    expect(await risks(['NO_DEMAND', 'NO_DEMAND', 'OK'])).toEqual(['NO_DEMAND']);
    expect(await risks([])).toEqual([]);
    expect(await risks(null)).toEqual(['OUT_OF_STOCK', 'ORDER_NOW']);
  });

  it('goes through everything once, page by page, whatever is asked for', async () => {
    await seller(team.user.userId);
    for (const risk of [Object.keys(StockRisk), ['ORDER_NOW', 'NO_DEMAND'], null]) {
      const whole = await list({ first: 100, risk });
      for (const first of [1, 2, 3]) expect(await list({ first, risk })).toEqual(whole);
      expect(whole.items).toHaveLength(whole.total);
      const days = whole.items.map(({ stockoutDate }) => stockoutDate ?? 'never');
      expect(days).toEqual([...days].sort());
    }
  });

  it('shows a USER their own products, and leaves out archived ones', async () => {
    const own = await list({ first: 10 }, team.user.token);
    const all = await list({ first: 10 });
    expect([own.total, all.total]).toEqual([2, 4]);
    expect(all.items).toEqual(expect.arrayContaining(own.items));
    const [gone] = own.items;
    await test.database.query('UPDATE products SET archived_at = now() WHERE id = $1', [gone!.product.id]);
    expect(await list({ first: 10 }, team.user.token)).toEqual({ items: own.items.slice(1), total: 1 });
  });

  it('can be exported, as the list has it', async () => {
    const { items } = await list({ first: 10 });
    const made = await makeExport(test, team.owner.token, { kind: 'REPLENISHMENT', format: 'JSONL' });
    const rows = parseJsonl(await contentOf(test, made));
    expect(
      rows.map((row) => [row['productId'], row['risk'], row['reorderQuantity'], row['stockoutDate']]),
    ).toEqual(items.map((item) => [item.product.id, item.risk, item.reorderQuantity, item.stockoutDate]));
    expect(rows[0]).toMatchObject({
      ...{
        wbArticle: 'A0',
        stockNow: 0,
        reorderPoint: 28,
        leadTimeDays: 14,
        velocity: '2',
        daysOfCover: '0',
      },
      computedAt: NOW.toISOString(),
    });
    const one = { ids: [items[1]!.product.id] };
    const narrowed = await makeExport(test, team.owner.token, {
      ...{ kind: 'REPLENISHMENT', format: 'JSONL', productFilter: one },
    });
    expect(parseJsonl(await contentOf(test, narrowed))).toEqual([rows[1]]);
  });

  it('is read along its index, wherever the page begins', async () => {
    await test.database.query(
      `WITH made AS (
         INSERT INTO products (tenant_id, user_id, wb_article) SELECT $1, $2, 'many-' || i FROM generate_series(1, 20000) i
         RETURNING id, right(wb_article, 2)::text AS n
       )
       INSERT INTO product_metrics (tenant_id, user_id, product_id, as_of, calculated_at, stock_now, sold_30_days,
         returned_30_days, revenue_30_days, cost_30_days, cost_missing, in_stock_days, known_days, abc_class, xyz_class,
         reorder_point, reorder_quantity, stockout_date, risk)
       SELECT $1, $2, id, '2026-11-22', now(), 1, 0, 0, 0, 0, 0, 30, 30, 'C', 'X', 1, 1,
         date '2026-11-22' + abs(hashtext(id::text)) % 300, (ARRAY['OK', 'OVERSTOCK', 'ORDER_NOW', 'ORDER_SOON'])[1 + abs(hashtext(id::text)) % 4]
       FROM made`,
      [team.tenantId, team.owner.userId],
    );
    await test.database.query('ANALYZE products, product_metrics');
    const ctx = { kind: 'caller', tenantId: team.tenantId, userId: team.owner.userId, scope: 'tenant', writeScope: 'tenant' } as CallerContext; // prettier-ignore
    for (const after of [null, ['2027-03-01', '01a20556-0000-7000-8000-0000000fffff'] as [string, string]]) {
      const page = { kind: BY_STOCKOUT, limit: 50, after };
      const { statement, values } = replenishmentPage(ctx, new Set(Object.values(StockRisk)), page);
      await app.query(`BEGIN READ ONLY; ${tenantSettings(ctx)}`);
      const plans = [await planOf(app, statement.text, values), await planOf(app, statement.text, null)];
      await app.query('ROLLBACK');
      for (const plan of plans) {
        const scans = plan.filter((node) => node['Node Type'].includes('Scan') && !node.Plans);
        expect(new Set(scans.map((node) => node['Index Name']))).toEqual(
          new Set(['product_metrics_replenishment_idx', 'products_pkey']),
        );
        const place = plan.map((node) => node['Index Cond'] ?? '').filter((it) => it.includes('ROW('));
        expect(place.length > 0).toBe(after !== null);
      }
    }
  });
});
