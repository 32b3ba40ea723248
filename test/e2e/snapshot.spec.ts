import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { until } from '../support/program.js';

/** More than the pool has. */
const REQUESTS = 40;

describe('the snapshot of a request', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({ env: { COMPILED_EXECUTION: 'off' } });
    ({ token } = await test.register('snapshot'));
  });
  afterAll(() => test.stop());

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
