import { describe, expect, it } from '@jest/globals';
import type { CallerContext } from '../context/index.js';
import { Feed } from './feed.js';

const ctx = {} as CallerContext;

describe('Feed', () => {
  let released = 0;
  const feed = () => {
    released = 0;
    return new Feed(
      async (_, key) => ({ key }),
      () => (released += 1),
    );
  };
  const keyOf = async ({ done, value }: Awaited<ReturnType<Feed['next']>>): Promise<unknown> =>
    done ? 'over' : ((await value(ctx)) as { key: string }).key;

  it('tells a key once that was told often while nobody read, and again when it comes later', async () => {
    const events = feed();
    for (const key of ['a', 'b', 'a', 'b', 'a']) events.tell(key);
    expect(await keyOf(await events.next())).toBe('a');
    events.tell('a');
    expect(await keyOf(await events.next())).toBe('b');
    expect(await keyOf(await events.next())).toBe('a');
  });

  it('keeps no more than a thousand keys for who does not read: the latest', async () => {
    const events = feed();
    for (let key = 0; key < 5_000; key++) events.tell(String(key));
    events.finish();
    const told: unknown[] = [];
    for await (const event of events) told.push(await keyOf({ done: false, value: event }));
    expect(told).toEqual(Array.from({ length: 1_000 }, (_, index) => String(4_000 + index)));
  });

  it('wakes who waits', async () => {
    const events = feed();
    const next = events.next();
    events.tell('a');
    expect(await keyOf(await next)).toBe('a');
  });

  it('ends who waits, and gives back what it held once', async () => {
    const events = feed();
    const next = events.next();
    await events.return();
    await events.return();
    events.tell('a');
    expect([await keyOf(await next), await keyOf(await events.next()), released]).toEqual([
      'over',
      'over',
      1,
    ]);
  });

  it('tells what waits before it ends', async () => {
    const events = feed();
    events.tell('a');
    events.finish();
    events.tell('b');
    expect([await keyOf(await events.next()), await keyOf(await events.next()), released]).toEqual([
      'a',
      'over',
      1,
    ]);
  });

  it('tells again what was told and is not over', async () => {
    const events = feed();
    for (const key of ['a', 'b', 'c']) events.tell(key);
    for (let index = 0; index < 3; index++) await events.next();
    events.over('b');
    events.tellAgain();
    events.finish();
    const told: unknown[] = [];
    for await (const event of events) told.push(await keyOf({ done: false, value: event }));
    expect(told).toEqual(['a', 'c']);
  });
});
