import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GOODS_FORMULAS } from '../../src/features/analytics/domain/dashboard-figures.js';
import { RollupService } from '../../src/features/analytics/index.js';
import { addDays } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { RECOMPUTED_DASHBOARD } from '../support/explained-model.js';
import { LivedSeller } from '../support/lived-seller.js';
import { LIVED_DAYS, livedStep, liveThrough, ONE_SOLD } from '../support/lived-steps.js';
import { makeTeam } from '../support/team.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const EARLIER = new Date('2026-11-22T08:00:00Z');
const SUMS = ['quantity', 'returnedQuantity', 'revenue', 'commission', 'netAmount'];
const SPANS = ['salesToday', 'sales7Days', 'sales30Days'];
const FIELDS = SPANS.map(
  (span) =>
    `${span} { key quantity returnedQuantity revenue { amount } commission { amount } netAmount { amount } }`,
);
const DASHBOARD = `{ dashboard {
  productCount stockTotal lowStockCount outOfStockCount overstockCount ${FIELDS.join(' ')}
  lostRevenue30Days { amount } stockValue { amount } explain { metric formula inputs value asOf }
} }`;
/** Of these figures it was an hour ago; the others are as of now. */
const AS_COMPUTED = ['lowStockCount', 'outOfStockCount', 'overstockCount', 'lostRevenue30Days'];

type Shown = number | { readonly amount: string } | null;
type Dashboard = Readonly<Record<string, Shown & Readonly<Record<string, Shown>>>> & {
  readonly explain: readonly {
    readonly metric: string;
    readonly inputs: Parameters<(typeof RECOMPUTED_DASHBOARD)[string]>[0];
    readonly value: string | null;
    readonly asOf: string;
  }[];
};

describe('what the figures of the dashboard were made of', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    await test.database.query(
      `SELECT ensure_month_partitions(name, $1, '2026-11-30') FROM unnest(ARRAY['sales', 'stock_history']) AS name`,
      [addDays('2026-11-22', -LIVED_DAYS - 32)],
    );
  });
  afterAll(() => test.stop());

  /** With a mark of everybody, so that nothing counts that was kept of the goods. */
  async function asTheyStand(token: string): Promise<unknown> {
    const marks = await test.database.query<{ id: string }>(
      `INSERT INTO rollup_marks (tenant_id, user_id, dataset, day)
       SELECT tenant_id, id, 'costs', CURRENT_DATE FROM users RETURNING id`,
    );
    const { data } = await test.graphql(DASHBOARD, {}, token);
    await test.database.query('DELETE FROM rollup_marks WHERE id = ANY ($1)', [marks.map(({ id }) => id)]);
    return data.dashboard;
  }

  async function check(token: string, isRolledUp: boolean): Promise<Dashboard> {
    const { data, errors } = await test.graphql(DASHBOARD, {}, token);
    expect(errors).toBeUndefined();
    const dashboard = data.dashboard as Dashboard;
    expect(await asTheyStand(token)).toEqual(dashboard);
    const names = SPANS.flatMap((span) => SUMS.map((sum) => `${span}.${sum}`));
    expect(dashboard.explain.map(({ metric }) => metric)).toEqual([...Object.keys(GOODS_FORMULAS), ...names]);
    for (const { metric, inputs, value, asOf } of dashboard.explain) {
      const [name = '', sum] = metric.split('.');
      expect([metric, RECOMPUTED_DASHBOARD[sum ?? name]!(inputs)]).toEqual([metric, value]);
      const shown = sum === undefined ? dashboard[name] : dashboard[name]?.[sum];
      expect([metric, textOf(shown ?? null)]).toEqual([metric, value]);
      const at = isRolledUp && AS_COMPUTED.includes(metric) ? EARLIER : NOW;
      expect([metric, asOf]).toEqual([metric, at.toISOString()]);
    }
    return dashboard;
  }

  it('comes to the same, of a tenant and of a USER, whatever they have lived through', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), livedStep, fc.boolean()), { minLength: 2, maxLength: 6 }),
        async (steps) => {
          const team = await makeTeam(test, `explained-${run++}`);
          const sellers = await Promise.all(
            [team.owner, team.user].map(async ({ userId }) => {
              const seller = Object.assign(new LivedSeller(test.database, EARLIER, team.tenantId), {
                userId,
              });
              await seller.addProducts();
              return seller;
            }),
          );
          const rolled = new Set<unknown>();
          for (const [who, step, rollsUp] of steps) {
            const seller = sellers[Number(who)]!;
            await liveThrough(seller, step);
            if (!rollsUp) continue;
            rolled.add(seller);
            await test.app.get(RollupService, { strict: false }).run(seller.ctx);
          }
          const [all, own] = [
            await check(team.owner.token, rolled.size > 0),
            await check(team.user.token, rolled.has(sellers[1])),
          ];
          expect([all['productCount'], own['productCount']]).toEqual([8, 4]);
        },
      ),
      { numRuns: 12, seed: 20261122 },
    );
  }, 300_000);

  it('tells of how many sales an amount is not known', async () => {
    const { token, userId, tenantId } = await test.register('missing');
    const seller = Object.assign(new LivedSeller(test.database, EARLIER, tenantId), { userId });
    await seller.addProducts();
    const day = addDays(seller.today, -1);
    await seller.sell({ ...ONE_SOLD, net: null, commission: null, day });
    await seller.sell({ ...ONE_SOLD, kind: 'RETURN', net: null, price: 0, day });
    await test.app.get(RollupService, { strict: false }).run(seller.ctx);
    await seller.sell({ ...ONE_SOLD, net: null, price: 0, day: seller.today });
    const { explain } = await check(token, true);
    const missing = (metric: string) => explain.find((it) => it.metric === metric)!.inputs.missing;
    for (const [span, ...counts] of [
      ['salesToday', 1, 0, 1],
      ['sales7Days', 1, 1, 2],
      ['sales30Days', 1, 1, 2],
    ])
      expect(['revenue', 'commission', 'netAmount'].map((sum) => missing(`${String(span)}.${sum}`))).toEqual(
        counts,
      );
    expect(missing('sales7Days.quantity')).toBeUndefined();
  });

  it('is of nothing where there is nothing', async () => {
    const { token } = await test.register('nobody');
    const { explain } = await check(token, false);
    expect(explain.find(({ metric }) => metric === 'stockValue')).toMatchObject({ value: null });
  });
});

function textOf(shown: Shown): string | null {
  if (shown === null) return null;
  return typeof shown === 'object' ? shown.amount : String(shown);
}
