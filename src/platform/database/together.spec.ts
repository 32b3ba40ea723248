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
});
