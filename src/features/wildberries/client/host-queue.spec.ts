import { describe, expect, it } from '@jest/globals';
import { HostQueue } from './host-queue.js';

function setUp() {
  const clock = { now: 1000 };
  const sleep = (ms: number) => {
    clock.now += ms;
    return Promise.resolve();
  };
  return {
    clock,
    queue: new HostQueue(
      () => clock.now,
      sleep,
      () => 0.5,
      100,
    ),
  };
}

describe('HostQueue', () => {
  it('runs one at a time per lane, in order, with a gap between', async () => {
    const { clock, queue } = setUp();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins ${clock.now}`);
      await Promise.resolve();
      clock.now += 10;
      log.push(`${name} ends ${clock.now}`);
    };
    await Promise.all([queue.run('x', undefined, task('a')), queue.run('x', undefined, task('b'))]);
    expect(log).toEqual(['a begins 1000', 'a ends 1010', 'b begins 1085', 'b ends 1095']);
  });

  it('lets lanes run beside each other', async () => {
    const { queue } = setUp();
    const open = Promise.withResolvers<undefined>();
    const first = queue.run('x', undefined, () => open.promise);
    await queue.run('y', undefined, () => Promise.resolve());
    open.resolve(undefined);
    await first;
  });

  it('goes on after a failure', async () => {
    const { queue } = setUp();
    const failing = queue.run('x', undefined, () => Promise.reject(new Error('no')));
    const next = queue.run('x', undefined, () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('does not let anybody pass a running one when a waiting one is aborted', async () => {
    const { queue } = setUp();
    const open = Promise.withResolvers<undefined>();
    const stop = new AbortController();
    let running = 0;
    const first = queue.run('x', undefined, async () => {
      running += 1;
      await open.promise;
      running -= 1;
    });
    const second = queue.run('x', stop.signal, () => Promise.resolve());
    const third = queue.run('x', undefined, () => Promise.resolve(running));
    stop.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    open.resolve(undefined);
    await first;
    expect(await third).toBe(0);
  });
});
