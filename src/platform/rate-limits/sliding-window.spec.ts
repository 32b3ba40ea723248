import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secondsUntil, usedOf, windowAt, type Spent } from './sliding-window.js';

const bucket = { capacity: 10_000, perSecond: 100 };
const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);

/** What is spent of what was spent, so many seconds later. */
function later(spent: Spent, start: Date, seconds: number): number {
  const [before, after] = [start, new Date(start.getTime() + seconds * 1000)].map((now) =>
    windowAt(now, bucket),
  );
  const passed = after!.index - before!.index;
  const moved =
    passed === 0
      ? spent
      : passed === 1
        ? { current: 0, previous: spent.current }
        : { current: 0, previous: 0 };
  return usedOf(moved, after!.elapsed);
}

describe('the bucket out of two windows', () => {
  it('fills in as long as the capacity takes', () => {
    expect(windowAt(at(0), bucket)).toEqual({ index: 17_000_000, elapsed: 0, seconds: 100 });
    expect(windowAt(at(25), bucket).elapsed).toBeCloseTo(0.25);
    expect(windowAt(at(0), { capacity: 1, perSecond: 100 }).seconds).toBe(1);
  });

  it('gives back evenly', () => {
    const spent = { current: 10_000, previous: 0 };
    expect([0, 99, 100, 125, 150, 199, 200].map((seconds) => later(spent, at(0), seconds))).toEqual(
      [10_000, 10_000, 10_000, 7_500, 5_000, 100, 0].map((used) => expect.closeTo(used, 3)),
    );
  });

  it('names a wait after which it fits, and before which it does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (offset, current, previous, cost) => {
          const start = new Date(1_700_000_000_000 + offset);
          const spent = { current, previous };
          const window = windowAt(start, bucket);
          fc.pre(usedOf(spent, window.elapsed) + cost > bucket.capacity);
          const wait = secondsUntil(cost, spent, window, bucket.capacity);
          expect(later(spent, start, wait) + cost).toBeLessThanOrEqual(bucket.capacity + 0.01);
          if (wait > 1)
            expect(later(spent, start, wait - 1.001) + cost).toBeGreaterThan(bucket.capacity - 0.01);
        },
      ),
    );
  });
});
