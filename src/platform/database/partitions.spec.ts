import { describe, expect, it } from '@jest/globals';
import { systemContext } from '../context/index.js';
import type { Database } from './database.js';
import { Partitions } from './partitions.js';

/** Stands for the database: notes what it is asked to make. */
function recorder() {
  const asked: unknown[] = [];
  const database = {
    write: (_ctx: unknown, work: () => Promise<unknown>) => work(),
    rows: (_ctx: unknown, _statement: unknown, values: unknown[]) => Promise.resolve(asked.push(values)),
  };
  return { asked, partitions: new Partitions(database as unknown as Database) };
}

describe('Partitions', () => {
  const ctx = systemContext('test');

  it('asks once for months that it does not know to be there', async () => {
    const { asked, partitions } = recorder();
    await partitions.ensure(ctx, 'sales', '2026-11-03', '2026-12-31');
    await partitions.ensure(ctx, 'sales', '2026-11-30', '2026-12-01');
    expect(asked).toEqual([['sales', '2026-11-03', '2026-12-31']]);
    await partitions.ensure(ctx, 'sales', '2026-12-31', '2027-01-01');
    await partitions.ensure(ctx, 'stock_history', '2026-12-31', '2026-12-31');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['2026-01-01', '9999-12-31'],
    ['0001-01-01', '2026-01-01'],
    ['2026-01-01', 'no day'],
  ])('refuses days that are no days of one seller: %s to %s', async (first, last) => {
    const { asked, partitions } = recorder();
    await expect(partitions.ensure(ctx, 'sales', first, last)).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });
});
