import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollupService } from '../../src/features/analytics/index.js';
import { sellerContext } from '../../src/platform/context/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { makeTeam, type Member, type Team } from '../support/team.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const OVERSTATED = 1_000;

interface Goods {
  readonly productCount: number;
  readonly stockTotal: number;
  readonly stockValue: { readonly amount: string } | null;
  readonly status: string;
}

describe('what is kept of the goods for the dashboard', () => {
  let test: TestApp;
  let team: Team;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock, worker: false });
    team = await makeTeam(test, 'goods');
  });
  afterAll(() => test.stop());

  const mutate = async (mutation: string, { token }: Member): Promise<Record<string, { id: string }>> => {
    const { data, errors } = await test.graphql(`mutation { done: ${mutation} }`, {}, token);
    expect([errors, data.done.userErrors]).toEqual([undefined, []]);
    return data.done as Record<string, { id: string }>;
  };
  const create = async (article: string, member: Member): Promise<string> => {
    const input = `{wbArticle: "${article}"}`;
    const done = await mutate(
      `createProduct(input: ${input}) { product { id } userErrors { code } }`,
      member,
    );
    return done['product']!.id;
  };
  /** At an instant of its own: of one there is one quantity. */
  const record = (productId: string, quantity: number, member: Member) => {
    clock.advance(1_000);
    const observation = `{productId: "${productId}", warehouseName: "W", quantity: ${quantity}}`;
    return mutate(`recordStock(input: {observations: [${observation}]}) { userErrors { code } }`, member);
  };
  const cost = (id: string, amount: string, member: Member) =>
    mutate(
      `updateProduct(input: {id: "${id}", unitCost: {amount: "${amount}"}}) { userErrors { code } }`,
      member,
    );
  const put = (name: 'archiveProduct' | 'restoreProduct', id: string, member: Member) =>
    mutate(`${name}(input: {id: "${id}"}) { userErrors { code } }`, member);

  const rollUp = ({ userId }: Member) =>
    test.app
      .get(RollupService, { strict: false })
      .run(sellerContext(team.tenantId, userId, () => clock.now()));
  /** So that it shows where it was read. */
  const overstate = () =>
    test.database.query(
      'UPDATE goods_totals SET products = products + $2 WHERE tenant_id = $1 AND risk = (SELECT min(risk) FROM goods_totals)',
      [team.tenantId, OVERSTATED],
    );
  const shown = async ({ token }: Member): Promise<unknown[]> => {
    const { data, errors } = await test.graphql(
      '{ dashboard { productCount stockTotal stockValue { amount } status } }',
      {},
      token,
    );
    expect(errors).toBeUndefined();
    const { productCount, stockTotal, stockValue, status } = data.dashboard as Goods;
    return [productCount, stockTotal, stockValue?.amount ?? null, status];
  };

  it('is read until something changes, of anybody who is seen, or the day is over', async () => {
    const { owner, user } = team;
    const first = await create('A1', owner);
    await record(first, 7, owner);
    await cost(first, '12.50', owner);
    await record(await create('B1', user), 5, user);
    for (const member of [owner, user]) await rollUp(member);
    expect(await shown(owner)).toEqual([2, 12, '87.50', 'READY']);
    expect(await shown(user)).toEqual([1, 5, null, 'READY']);

    await overstate();
    expect(await shown(owner)).toEqual([2 + 2 * OVERSTATED, 12, '87.50', 'READY']);
    expect(await shown(user)).toEqual([1 + OVERSTATED, 5, null, 'READY']);

    const second = await create('B2', user);
    expect(await shown(owner)).toEqual([3, 12, '87.50', 'STALE']);
    expect(await shown(user)).toEqual([2, 5, null, 'STALE']);
    await rollUp(user);
    // of the owner it was kept as it is; of the USER anew
    expect(await shown(owner)).toEqual([3 + OVERSTATED, 12, '87.50', 'READY']);
    expect(await shown(user)).toEqual([2, 5, null, 'READY']);
    await put('archiveProduct', second, user);

    for (const member of [owner, user]) await rollUp(member);
    await overstate();
    clock.set(new Date('2026-11-23T09:00:00Z'));
    const token = await test.login('goods-user@example.com');
    expect(await shown({ ...user, token })).toEqual([1, 5, null, 'READY']);
    clock.set(NOW);
  });

  it('does not outlive any change of goods', async () => {
    const member = { ...team.user2, token: await test.login('goods-user2@example.com') };
    const steps: readonly (readonly [string, (id: string) => Promise<unknown>, unknown[]])[] = [
      ['stock', (id) => record(id, 3, member), [1, 3, null]],
      ['more stock', (id) => record(id, 8, member), [1, 8, null]],
      ['a cost', (id) => cost(id, '2.00', member), [1, 8, '16.00']],
      ['another cost', (id) => cost(id, '3.00', member), [1, 8, '24.00']],
      ['putting away', (id) => put('archiveProduct', id, member), [0, 0, null]],
      ['taking back', (id) => put('restoreProduct', id, member), [1, 8, '24.00']],
      ['one more', () => create('C2', member), [2, 8, '24.00']],
    ];
    const id = await create('C1', member);
    for (const [what, change, expected] of steps) {
      const statuses = expected[0] === 0 ? ['NO_DATA', 'NO_DATA'] : ['STALE', 'READY'];
      await rollUp(member);
      await change(id);
      expect([what, ...(await shown(member))]).toEqual([what, ...expected, statuses[0]]);
      await rollUp(member);
      expect([what, ...(await shown(member))]).toEqual([what, ...expected, statuses[1]]);
    }
  });
});
