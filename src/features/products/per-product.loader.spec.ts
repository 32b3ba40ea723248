import { describe, expect, it, jest } from '@jest/globals';
import type { CallerContext } from '../../platform/context/index.js';
import { perProduct } from './per-product.loader.js';

const ids = ['0198c7a0-0000-7000-8000-000000000001', '0198c7a0-0000-7000-8000-000000000002'] as const;
const caller = () => ({ kind: 'caller' }) as unknown as CallerContext;

describe('perProduct', () => {
  const read = jest.fn(
    async (_ctx: CallerContext, productIds: readonly string[], asked: { first: number }) => {
      return new Map(productIds.slice(0, 1).map((id) => [id, `${id} ${asked.first}`]));
    },
  );

  it('reads once for every set of arguments, and gives each product its own', async () => {
    const load = perProduct(read, 'none');
    const ctx = caller();
    expect(
      await Promise.all([
        load(ctx, ids[0], { first: 1 }),
        load(ctx, ids[1], { first: 1 }),
        load(ctx, ids[1], { first: 2 }),
      ]),
    ).toEqual([`${ids[0]} 1`, 'none', `${ids[1]} 2`]);
    expect(read.mock.calls.map(([, productIds, asked]) => [productIds, asked])).toEqual([
      [[ids[0], ids[1]], { first: 1 }],
      [[ids[1]], { first: 2 }],
    ]);
  });
});
