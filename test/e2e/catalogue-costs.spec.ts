import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { costOn, costsAfter, type DatedCost } from '../../src/features/products/domain/product-cost.js';
import { ProductCosts } from '../../src/features/products/product-costs.loader.js';
import { businessDay, type CallerContext } from '../../src/platform/context/index.js';
import { Database } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { until } from '../support/program.js';
import { makeTeam, type Team } from '../support/team.js';

const UPDATE = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) {
  product { unitCost { amount } leadTimeDays } userErrors { code } } }`;

describe('the cost of a product', () => {
  let test: TestApp;
  let team: Team;
  const clock = new FixedClock(new Date('2026-11-01T09:00:00Z'));

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    team = await makeTeam(test, 'costs');
  });
  afterAll(() => test.stop());

  /** Access tokens live for a quarter of an hour: who comes back on another day signs in again. */
  let token = '';
  const at = async (instant: string): Promise<void> => {
    clock.set(new Date(instant));
    token = await test.login('costs-user@example.com');
  };
  let count = 0;
  const product = async (): Promise<string> => {
    count++;
    const { data } = await test.graphql(
      `mutation { createProduct(input: {wbArticle: "P-${count}"}) { product { id } } }`,
      {},
      token,
    );
    return data.createProduct.product.id as string;
  };
  const set = async (id: string, input: object): Promise<{ product: object }> =>
    (await test.graphql(UPDATE, { input: { id, ...input } }, token)).data.updateProduct as {
      product: object;
    };
  const kept = (id: string) =>
    test.database.query<DatedCost>(
      `SELECT valid_from::text AS "validFrom", unit_cost AS "unitCost", lead_time_days AS "leadTimeDays"
       FROM product_costs WHERE product_id = $1 ORDER BY valid_from`,
      [id],
    );

  it('holds from the day of the change in Moscow, carries over what is not changed, and leaves the past', async () => {
    await at('2026-11-05T09:00:00Z');
    const id = await product();
    // 20:59:59 UTC is the last second of the day in Moscow
    await at('2026-11-05T20:59:59Z');
    await set(id, { unitCost: { amount: '100' }, leadTimeDays: 10 });
    await at('2026-11-05T21:00:00Z');
    await set(id, { unitCost: { amount: '120' } });
    await set(id, { leadTimeDays: 12 });
    const answer = await set(id, { unitCost: { amount: '130.5' } });
    expect(answer.product).toEqual({ unitCost: { amount: '130.50' }, leadTimeDays: 12 });
    expect(await kept(id)).toEqual([
      { validFrom: '2026-11-05', unitCost: '100.00', leadTimeDays: 10 },
      { validFrom: '2026-11-06', unitCost: '130.50', leadTimeDays: 12 },
    ]);
  });

  it('is for sales of past days what it was on those days', async () => {
    await at('2026-11-03T08:00:00Z');
    const id = await product();
    await at('2026-11-03T09:00:00Z');
    await set(id, { unitCost: { amount: '60' } });
    await at('2026-11-10T09:00:00Z');
    await set(id, { unitCost: { amount: '80' } });
    const ctx: CallerContext = {
      kind: 'caller',
      tenantId: team.tenantId,
      userId: team.user.userId,
      scope: 'own',
      now: () => clock.now(),
    } as CallerContext;
    const database = test.app.get(Database, { strict: false });
    const costs = test.app.get(ProductCosts, { strict: false });
    const sales = [
      { day: '2026-11-02', netAmount: 100 },
      { day: '2026-11-03', netAmount: 100 },
      { day: '2026-11-09', netAmount: 100 },
      { day: '2026-11-10', netAmount: 100 },
    ];
    const profits = await database.read(ctx, async () => {
      const of = [];
      for (const { day, netAmount } of sales) {
        const cost = (await costs.on(ctx, [id], day)).get(id)?.unitCost ?? null;
        expect(cost).toBe(costOn(await kept(id), day)?.unitCost ?? null);
        of.push(cost === null ? null : netAmount - Number(cost));
      }
      return of;
    });
    expect(profits).toEqual([null, 40, 40, 20]);
  });

  it('is taken away by null, and stays as it was before', async () => {
    const id = await product();
    await at('2026-11-12T09:00:00Z');
    await set(id, { unitCost: { amount: '5' }, leadTimeDays: 3 });
    await at('2026-11-13T09:00:00Z');
    expect((await set(id, { unitCost: null })).product).toEqual({ unitCost: null, leadTimeDays: 3 });
    expect(await kept(id)).toEqual([
      { validFrom: '2026-11-12', unitCost: '5.00', leadTimeDays: 3 },
      { validFrom: '2026-11-13', unitCost: null, leadTimeDays: 3 },
    ]);
  });

  it('keeps both of two changes made at once', async () => {
    const id = await product();
    const holder = new pg.Client(test.database.urls.superuser);
    await holder.connect();
    try {
      // whatever either of them reads before it has the product for itself, it reads before the other has written
      await holder.query('BEGIN');
      await holder.query('SELECT FROM products WHERE id = $1 FOR UPDATE', [id]);
      const both = Promise.all([set(id, { unitCost: { amount: '7' } }), set(id, { leadTimeDays: 9 })]);
      await until(async () => {
        const [{ waiting }] = (await test.database.query<{ waiting: number }>(
          `SELECT count(*)::integer AS waiting FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )) as [{ waiting: number }];
        return waiting === 2;
      });
      await holder.query('ROLLBACK');
      await both;
    } finally {
      await holder.end();
    }
    expect(await kept(id)).toEqual([
      { validFrom: businessDay(clock.now()), unitCost: '7.00', leadTimeDays: 9 },
    ]);
  });

  it('follows the rule, whatever is changed when', async () => {
    const change = fc.record(
      {
        unitCost: fc.constantFrom(null, '1.00', '2.50'),
        leadTimeDays: fc.constantFrom(null, 0, 7),
      },
      { requiredKeys: [] },
    );
    // days go on, as days do
    const changes = fc.array(fc.record({ change, later: fc.integer({ min: 0, max: 2 }) }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (steps) => {
        await at('2026-11-15T09:00:00Z');
        const id = await product();
        let expected: DatedCost[] = [];
        for (const { change: made, later } of steps) {
          if (later > 0) await at(new Date(clock.now().getTime() + later * 86_400_000).toISOString());
          expected = costsAfter(expected, made, businessDay(clock.now()));
          const { unitCost, ...rest } = made;
          await set(id, {
            ...rest,
            ...(unitCost !== undefined && { unitCost: unitCost && { amount: unitCost } }),
          });
        }
        expect(await kept(id)).toEqual(expected);
      }),
      { numRuns: 15, seed: 20261127 },
    );
  });
});
