import { describe, expect, it } from '@jest/globals';
import { together } from './together.js';

describe('together', () => {
  it('gives the results in order', async () => {
    expect(await together([Promise.resolve(1), Promise.resolve('a')])).toEqual([1, 'a']);
  });

  it('waits for the others when one fails, and throws what failed first in order', async () => {
    const later = Promise.withResolvers<never>();
    let isOver = false;
    const all = together([later.promise, Promise.reject(new Error('second'))]).finally(() => {
      isOver = true;
    });
    all.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    later.reject(new Error('first'));
    await expect(all).rejects.toThrow('first');
  });

  it('throws the cause, not what failed behind it in the same transaction', async () => {
    const behind = Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
    const cause = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    await expect(together([Promise.reject(behind), Promise.reject(cause)])).rejects.toBe(cause);
    await expect(together([Promise.reject(behind)])).rejects.toBe(behind);
  });
});
