import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupService } from '../../src/features/analytics/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { readsWhile } from '../support/statements.js';
import { makeTeam, type Team } from '../support/team.js';

const PAGE = `query ($first: Int, $search: String) {
  products(first: $first, filter: {search: $search}) { nodes {
    name owner { email } unitCost { amount } leadTimeDays stockLevels { warehouseName quantity }
    sales(first: 5) { nodes { saleDate quantity } } stockHistory(first: 5) { nodes { quantity recordedAt } }
  } }
}`;

const withFigures = (explain: string): string => `query ($first: Int) {
  products(first: $first) { nodes {
    name stockLevels { warehouseName quantity } sales(first: 5) { nodes { saleDate quantity } }
    metrics { velocity risk ${explain} }
  } }
}`;

describe('a page of products with all that belongs to them', () => {
  let test: TestApp;
  let team: Team;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(new Date('2026-11-20T09:00:00Z')) });
    team = await makeTeam(test, 'page');
    await test.database.query(
      `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name)
       SELECT uuid_v7(), $1, CASE WHEN i % 2 = 0 THEN $2::uuid ELSE $3::uuid END, 'A-' || i, i, 'Name ' || i FROM generate_series(1, 120) i`,
      [team.tenantId, team.owner.userId, team.user.userId],
    );
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
       SELECT tenant_id, user_id, id, 'W' || w, w, '2026-11-01' FROM products, generate_series(1, 3) w`,
    );
    await test.database.query(
      `INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
       SELECT tenant_id, user_id, id, 'W1', i, 1, timestamptz '2026-11-01' + i * interval '1 minute' FROM products, generate_series(1, 7) i`,
    );
    await test.database.query(
      `INSERT INTO sales (tenant_id, user_id, product_id, external_id, sale_date, quantity, price)
       SELECT tenant_id, user_id, id, wb_article || '-' || i, date '2026-11-01' + i, 1, 10 FROM products, generate_series(1, 7) i`,
    );
    await test.database.query(
      `INSERT INTO product_costs (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days)
       SELECT tenant_id, id, user_id, '2026-11-01', 5, 7 FROM products`,
    );
  });
  afterAll(() => test.stop());

  async function statementsOf(
    variables: object,
    document = PAGE,
  ): Promise<{ count: number; nodes: object[] }> {
    const { count, answer } = await readsWhile(test, () =>
      test.graphql(document, variables, team.owner.token),
    );
    expect(answer.errors).toBeUndefined();
    return { count, nodes: answer.data.products.nodes as object[] };
  }

  it('takes six statements, however many products', async () => {
    for (const first of [1, 10, 100]) {
      const { count, nodes } = await statementsOf({ first });
      expect([nodes.length, count]).toEqual([first, 6]);
    }
    const { nodes } = await statementsOf({ first: 100 });
    expect(nodes.filter((node) => JSON.stringify(node).includes('null'))).toEqual([]);
    expect(nodes[99]).toMatchObject({
      unitCost: { amount: '5.00' },
      leadTimeDays: 7,
      stockLevels: { length: 3 },
      sales: { nodes: { length: 5 } },
      stockHistory: { nodes: { length: 5 } },
    });
  });

  it('takes one more for a search', async () => {
    const { count, nodes } = await statementsOf({ first: 100, search: 'name 1' });
    expect([nodes.length, count]).toEqual([32, 7]);
  });

  it('takes one for figures, and one for what they were made of', async () => {
    const now = new Date('2026-11-20T09:00:00Z');
    for (const { userId } of [team.owner, team.user])
      await test.app
        .get(RollupService, { strict: false })
        .run(sellerContext(team.tenantId, userId, () => now));
    for (const first of [1, 100]) {
      const { count, nodes } = await statementsOf({ first }, withFigures(''));
      expect([nodes.length, count]).toEqual([first, 4]);
      expect(nodes[0]).toMatchObject({ metrics: { risk: 'NO_DEMAND' } });
    }
    const { count, nodes } = await statementsOf({ first: 50 }, withFigures('explain { metric value }'));
    expect([nodes.length, count]).toEqual([50, 5]);
    expect(nodes[49]).toMatchObject({ metrics: { explain: { length: 17 } } });
  });
});
