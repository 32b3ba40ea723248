import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../../platform/context/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Announcements } from '../../platform/events/index.js';
import { SessionStates } from './session-states.js';
import type { SessionRepository, SessionState } from './sessions.repository.js';

/** A reading under way, to be answered when the test says so. */
interface Reading {
  readonly userId: string;
  answer(role: string): Promise<void>;
  fail(): Promise<void>;
}

class TestClock extends Clock {
  at = 1_000_000;
  override now(): Date {
    return new Date(this.at);
  }
}

const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
const stateOf = (role: string): SessionState => ({
  userId: 'u', tenantId: 't', role, isAdmin: false, userActive: true, tenantActive: true, impersonatorId: null,
}); // prettier-ignore

describe('what is remembered of sessions', () => {
  let states: SessionStates;
  let clock: TestClock;
  let readings: Reading[];
  let announcements: EventEmitter & { hearing: boolean; onGap: (handler: () => void) => void };

  beforeEach(() => {
    clock = new TestClock();
    readings = [];
    announcements = Object.assign(new EventEmitter(), {
      hearing: true,
      onGap(handler: () => void) {
        announcements.on('gap', handler);
      },
    });
    const findState = (_ctx: unknown, userId: string): Promise<SessionState> =>
      new Promise((resolve, reject) => {
        readings.push({
          userId,
          answer: (role) => (resolve(stateOf(role)), settle()),
          fail: () => (reject(new Error('no connection')), settle()),
        });
      });
    states = new SessionStates(
      { findState } as unknown as SessionRepository,
      { read: (_ctx: unknown, work: () => unknown) => work() } as unknown as Database,
      clock,
      announcements as unknown as Announcements,
    );
  });

  const roleOf = async (userId = 'u', sessionId = 's'): Promise<string | undefined> =>
    (await states.get(userId, sessionId))?.role;
  /** Reads once, and knows it. */
  const know = async (role: string, userId = 'u'): Promise<void> => {
    const known = roleOf(userId);
    await readings.at(-1)?.answer(role);
    expect(await known).toBe(role);
  };

  it('is good for ten seconds', async () => {
    await know('USER');
    clock.at += 9_999;
    expect([await roleOf(), readings.length]).toEqual(['USER', 1]);
    clock.at += 1;
    await know('ADMIN');
    expect(readings).toHaveLength(2);
  });

  it('is read anew when the clock has been put back', async () => {
    await know('USER');
    clock.at -= 1;
    await know('ADMIN');
  });

  it('is one reading for all who ask in its course', async () => {
    const asked = [roleOf(), roleOf(), roleOf()];
    await readings[0]?.answer('USER');
    expect(await Promise.all(asked)).toEqual(['USER', 'USER', 'USER']);
    expect(readings).toHaveLength(1);
  });

  it.each([
    ['of the user', { userId: 'u' }, 3],
    ['of the tenant', { tenantId: 't' }, 4],
  ])('is forgotten by an announcement %s', async (_whom, whom, expected) => {
    await know('USER', 'u');
    await know('VIEWER', 'other');
    announcements.emit('access', whom);
    await know('ADMIN', 'u');
    const other = roleOf('other');
    await readings[3]?.answer('VIEWER');
    expect([await other, readings.length]).toEqual(['VIEWER', expected]);
  });

  it('is not what was being read when it changed', async () => {
    const before = roleOf();
    announcements.emit('access', { userId: 'u' });
    const after = roleOf();
    expect(readings).toHaveLength(2);
    await readings[1]?.answer('VIEWER');
    await readings[0]?.answer('OWNER'); // late, and of before
    expect(await Promise.all([before, after])).toEqual(['OWNER', 'VIEWER']);
    expect([await roleOf(), readings.length]).toEqual(['VIEWER', 2]);
  });

  it('outlives an older reading that fails', async () => {
    const before = roleOf();
    const failed = expect(before).rejects.toThrow('no connection');
    announcements.emit('access', { userId: 'u' });
    await know('USER');
    await readings[0]?.fail();
    await failed;
    expect([await roleOf(), readings.length]).toEqual(['USER', 2]);
  });

  it('is not a failure: the next one reads again', async () => {
    const failed = expect(roleOf()).rejects.toThrow('no connection');
    await readings[0]?.fail();
    await failed;
    await know('USER');
  });

  it('is nothing while others can not be heard, and nothing from before when they can again', async () => {
    await know('USER');
    announcements.hearing = false;
    await know('ADMIN');
    await know('VIEWER');
    announcements.hearing = true;
    announcements.emit('gap');
    await know('OWNER');
    expect([await roleOf(), readings.length]).toEqual(['OWNER', 4]);
  });
});
