import { describe, expect, it } from '@jest/globals';
import { BoundedQueue, TooBusyError } from './bounded-queue.js';

/** Work that ends when told to. */
function makeWork(started: number[], number: number) {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const work = () => {
    started.push(number);
    return promise;
  };
  return { work, finish: () => resolve(number), fail: () => reject(new Error(`work ${number} failed`)) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('BoundedQueue', () => {
  it('runs some at once, makes the others wait in order, and refuses the rest', async () => {
    const queue = new BoundedQueue({ concurrency: 2, maxWaiting: 2 });
    const started: number[] = [];
    const works = [0, 1, 2, 3].map((number) => makeWork(started, number));
    const results = works.map(({ work }) => queue.run(work));
    const refused = queue.run(makeWork(started, 4).work);

    await expect(refused).rejects.toThrow(TooBusyError);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 1 });
    expect(started).toEqual([0, 1]);

    works[1]?.finish();
    await settle();
    expect(started).toEqual([0, 1, 2]);
    for (const work of works) work.finish();
    await expect(Promise.all(results)).resolves.toEqual([0, 1, 2, 3]);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('goes on after failures', async () => {
    const queue = new BoundedQueue({ concurrency: 1, maxWaiting: 1 });
    const started: number[] = [];
    const [failing, next] = [makeWork(started, 0), makeWork(started, 1)];
    const failed = queue.run(failing.work);
    const passed = queue.run(next.work);
    failing.fail();
    next.finish();

    await expect(failed).rejects.toThrow('work 0 failed');
    await expect(passed).resolves.toBe(1);
    await expect(queue.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });

  it('lets nobody slip in before those who wait', async () => {
    const queue = new BoundedQueue({ concurrency: 1, maxWaiting: 2 });
    const started: number[] = [];
    const [first, second, third] = [0, 1, 2].map((number) => makeWork(started, number));
    const results = [queue.run(first!.work), queue.run(second!.work)];
    first!.finish();
    await results[0];
    results.push(queue.run(third!.work));
    second!.finish();
    third!.finish();
    await Promise.all(results);
    expect(started).toEqual([0, 1, 2]);
  });
});
