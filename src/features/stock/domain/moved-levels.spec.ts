import { describe, expect, it } from '@jest/globals';
import { MovedLevels } from './moved-levels.js';

describe('levels that moved', () => {
  it('gather until they are taken, and then anew', () => {
    const moved = new MovedLevels(null);
    expect(moved.note({ transaction: '7', productIds: ['a', 'b'] })).toBe(true);
    expect(moved.note({ transaction: '8', productIds: ['b', 'c'] })).toBe(true);
    expect(moved.take()).toEqual({ transactions: ['7', '8'], productIds: ['a', 'b', 'c'] });
    expect(moved.take()).toBeNull();
    moved.note({ transaction: '9', productIds: ['a'] });
    expect(moved.take()).toEqual({ transactions: ['9'], productIds: ['a'] });
  });

  it('of too many products are asked of all', () => {
    const moved = new MovedLevels(null);
    moved.note({ transaction: '7', productIds: ['a'] });
    moved.note({ transaction: '8', productIds: null });
    moved.note({ transaction: '9', productIds: ['b'] });
    expect(moved.take()).toEqual({ transactions: ['7', '8', '9'], productIds: null });
    for (const part of [0, 1]) {
      const productIds = Array.from({ length: 501 }, (_, index) => `${part}-${index}`);
      moved.note({ transaction: '10', productIds });
    }
    expect(moved.take()).toEqual({ transactions: ['10'], productIds: null });
  });

  it('of products that nobody follows are none', () => {
    const moved = new MovedLevels(new Set(['a', 'b']));
    expect(moved.note({ transaction: '7', productIds: ['c'] })).toBe(false);
    expect(moved.note({ transaction: '8', productIds: ['c', 'b'] })).toBe(true);
    expect(moved.take()).toEqual({ transactions: ['8'], productIds: ['b'] });
    expect(moved.note({ transaction: '9', productIds: null })).toBe(true);
    expect(moved.take()).toEqual({ transactions: ['9'], productIds: ['a', 'b'] });
  });

  it('are all that is followed when nothing is known of them', () => {
    expect(new MovedLevels(new Set(['a'])).take()).toEqual({ transactions: null, productIds: ['a'] });
  });

  it('do not grow with nobody reading', () => {
    const moved = new MovedLevels(null);
    for (let transaction = 1; transaction <= 1_500; transaction++)
      moved.note({ transaction: String(transaction), productIds: ['a'] });
    const transactions = moved.take()?.transactions ?? [];
    expect([transactions.length, transactions[0], transactions.at(-1)]).toEqual([1_000, '501', '1500']);
  });
});
