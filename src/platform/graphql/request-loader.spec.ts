import { describe, expect, it } from '@jest/globals';
import type { CallerContext } from '../context/index.js';
import { requestLoader } from './request-loader.js';

const ctx = (): CallerContext => ({ kind: 'caller', userId: 'somebody' }) as CallerContext;

describe('requestLoader', () => {
  it('reads the keys of one request together, and each but once', async () => {
    const read: string[][] = [];
    const loader = requestLoader<string | null>((_, keys) => {
      read.push([...keys]);
      return Promise.resolve(
        new Map(keys.filter((key) => key !== 'c').map((key) => [key, key.toUpperCase()])),
      );
    }, null);
    const request = ctx();
    const found = await Promise.all(['a', 'b', 'c', 'a'].map((key) => loader(request).load(key)));
    expect(found).toEqual(['A', 'B', null, 'A']);
    expect(read).toEqual([['a', 'b', 'c']]);
  });

  it('keeps what one request has read from another, though its context be a copy', async () => {
    const loader = requestLoader((caller) => Promise.resolve(new Map([['who', caller.userId]])), '');
    const one = ctx();
    const other = { ...one, userId: 'somebody else' };
    expect(await loader(one).load('who')).toBe('somebody');
    expect(await loader(other).load('who')).toBe('somebody else');
    expect(await loader({ ...one, userId: 'a third' }).load('who')).toBe('a third');
  });

  it('keeps what two kinds of keys find apart', async () => {
    const [upper, lower] = ['A', 'a'].map((value) =>
      requestLoader(() => Promise.resolve(new Map([['key', value]])), ''),
    );
    const request = ctx();
    expect([await upper?.(request).load('key'), await lower?.(request).load('key')]).toEqual(['A', 'a']);
  });
});
