import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sellerContext, systemContext } from '../../src/platform/context/index.js';
import { Database, statement } from '../../src/platform/database/index.js';
import { TestApp } from '../support/app.js';
import type { Member } from '../support/members.js';
import { until } from '../support/program.js';

/** More than the pool has. */
const REQUESTS = 40;

describe('the snapshot of a request', () => {
  let test: TestApp;
  let token: string;
  let seller: Member;

  beforeAll(async () => {
    test = await TestApp.start({ env: { COMPILED_EXECUTION: 'off' } });
    seller = await test.register('snapshot');
    ({ token } = seller);
  });
  afterAll(() => test.stop());

  it('is planned for storage on which a page anywhere costs hardly more than the next one', async () => {
    const cost = statement<{ cost: string }>(`SELECT current_setting('random_page_cost') AS cost`);
    const contexts = [systemContext('test'), sellerContext(seller.tenantId, seller.userId, () => new Date())];
    const database = test.app.get(Database);
    for (const ctx of contexts)
      expect(await database.read(ctx, () => database.row(ctx, cost, []))).toEqual({ cost: '1.1' });
  });

  it('leaves no connection behind when a field fails while others are still being read', async () => {
    for (let request = 0; request < REQUESTS; request++) {
      const { errors, data } = await test.graphql(
        '{ products(first: 0) { nodes { id } } viewer { user { tenant { name memberCount } } } }',
        {},
        token,
      );
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['BAD_USER_INPUT']]);
    }
    const { data } = await test.graphql('{ tenant { name } }', {}, token);
    expect(data).toEqual({ tenant: { name: 'snapshot' } });
    // and no transaction stays open: nobody waits for a request's COMMIT
    await until(async () => {
      const open = await test.database.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'stocktracker_app' AND state LIKE 'idle in transaction%'`,
      );
      return open.length === 0;
    });
  });
});
