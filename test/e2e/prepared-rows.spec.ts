import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg, { type PoolClient } from 'pg';
import { TYPES } from '../../src/platform/database/instants.js';
import { readRows } from '../../src/platform/database/prepared-read.js';
import { plannedAnew, statement } from '../../src/platform/database/statement.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const ALL_KINDS = `SELECT '01a220f2-f011-7417-88ca-bdca4525e8a0'::uuid AS id, 'Тест'::text AS name, NULL::text AS nothing,
  9007199254740993::bigint AS big, 1.50::numeric AS amount, 7 AS whole, true AS yes, $1::integer AS given,
  timestamptz '2026-11-20 09:00:00.123456+00' AS instant, date '2026-11-20' AS day, '{"a": [1]}'::jsonb AS data,
  ARRAY['x', NULL] AS list, NULL::integer AS "no number", 'odd' AS "__proto__", 'quoted' AS """'\\"`;

describe('rows of a statement', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let client: PoolClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({
      connectionString: database.urls.app,
      max: 1,
      pipeline: true,
      types: TYPES,
    });
    client = await pool.connect();
  });
  afterAll(async () => {
    client.release();
    await pool.end();
    await database.drop();
  });

  const expected = async (given: number): Promise<unknown> => {
    const { rows } = await client.query<Record<string, unknown>>({
      text: ALL_KINDS,
      values: [given],
      rowMode: 'array',
    } as never);
    return rows[0];
  };

  it.each([
    ['prepared', statement<Record<string, unknown>>(ALL_KINDS)],
    ['planned anew', plannedAnew<Record<string, unknown>>(ALL_KINDS)],
  ])('are the same, described or not (%s)', async (_, asked) => {
    for (const given of [1, 2, 3]) {
      const [row, ...others] = await readRows(client, asked, [given]);
      expect(others).toEqual([]);
      expect(Object.keys(row ?? {})).toHaveLength(15);
      expect(Object.values(row ?? {})).toEqual(await expected(given));
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    }
  });

  it('are not described a second time', async () => {
    const asked = statement<{ one: number }>('SELECT 1 AS one');
    let described = 0;
    client.connection.on('rowDescription', () => described++);
    for (let time = 0; time < 3; time++) expect(await readRows(client, asked, [])).toEqual([{ one: 1 }]);
    expect(described).toBe(1);
  });

  it('come to whoever asked for them, also when many ask in one go', async () => {
    const asked = statement<{ given: number }>('SELECT $1::integer AS given');
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const found = await Promise.all(numbers.map((number) => readRows(client, asked, [number])));
    expect(found).toEqual(numbers.map((given) => [{ given }]));
  });

  it('fail for themselves alone', async () => {
    const asked = statement<{ share: number }>('SELECT 6 / $1::integer AS share');
    const found = await Promise.allSettled([1, 0, 2].map((by) => readRows(client, asked, [by])));
    expect(found.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      [{ share: 6 }],
      'error: division by zero',
      [{ share: 3 }],
    ]);
  });

  it('fail when a value can not be read, and the connection goes on', async () => {
    TYPES.setTypeParser(pg.types.builtins.MACADDR, () => {
      throw new Error('unreadable');
    });
    const asked = statement<object>(`SELECT macaddr '08:00:2b:01:02:03' AS address`);
    for (let time = 0; time < 2; time++)
      await expect(readRows(client, asked, [])).rejects.toThrow('unreadable');
    expect(await readRows(client, statement('SELECT 2 AS two'), [])).toEqual([{ two: 2 }]);
  });
});
