import { describe, expect, it } from '@jest/globals';
import { MinuteCounts } from './minute-figures.js';

const at = (time: string): Date => new Date(`2026-11-20T${time}Z`);
const query = { type: 'query', codes: [], milliseconds: 5 } as const;

describe('counts by minutes', () => {
  it('are those of the minute in which each was answered', () => {
    const counts = new MinuteCounts();
    counts.note(query, at('09:00:00.000'));
    counts.note({ ...query, codes: ['FORBIDDEN', 'INTERNAL'] }, at('09:00:59.999'));
    counts.note({ type: 'mutation', codes: ['FORBIDDEN'], milliseconds: null }, at('09:00:59.999'));
    expect(counts.closed(at('09:00:59.999'))).toEqual([]);
    const [closed] = counts.closed(at('09:01:00.000'));
    expect(closed?.minute).toEqual(at('09:00:00'));
    expect(closed?.requests).toEqual(
      new Map([
        ['query', 2],
        ['mutation', 1],
      ]),
    );
    expect(closed?.errors).toEqual(
      new Map([
        [
          'query',
          new Map([
            ['FORBIDDEN', 1],
            ['INTERNAL', 1],
          ]),
        ],
        ['mutation', new Map([['FORBIDDEN', 1]])],
      ]),
    );
    expect([...closed!.latencies.values()]).toEqual([2]);
  });

  it('tell of minutes without a request too, once there was one: none is known to be 0', () => {
    const counts = new MinuteCounts();
    expect(counts.closed(at('08:59:30'))).toEqual([]);
    counts.note(query, at('09:00:10'));
    const minutes = counts.closed(at('09:03:20'));
    expect(minutes.map(({ minute }) => minute)).toEqual([at('09:00:00'), at('09:01:00'), at('09:02:00')]);
    expect(minutes.map(({ requests }) => requests.size)).toEqual([1, 0, 0]);
  });

  it('stay until they are dropped, so that a failure to write them loses nothing', () => {
    const counts = new MinuteCounts();
    counts.note(query, at('09:00:00'));
    const taken = counts.closed(at('09:01:00'));
    expect(counts.closed(at('09:02:00'))).toHaveLength(2);
    counts.drop(taken);
    expect(counts.closed(at('09:02:00')).map(({ minute }) => minute)).toEqual([at('09:01:00')]);
  });

  it('do not go back when the clock does', () => {
    const counts = new MinuteCounts();
    counts.note(query, at('09:05:00'));
    counts.note(query, at('09:03:00'));
    const [closed] = counts.closed(at('09:06:00'));
    expect(closed?.requests.get('query')).toBe(2);
  });

  it('are an hour of them at most', () => {
    const counts = new MinuteCounts();
    counts.note(query, at('00:00:00'));
    expect(counts.closed(at('20:00:00'))).toHaveLength(60);
    expect(counts.closed(at('20:00:00'))[0]?.minute).toEqual(at('19:00:00'));
  });

  it('can be taken with the minute under way, by a process that ends', () => {
    const counts = new MinuteCounts();
    counts.note(query, at('09:00:00'));
    counts.note(query, at('09:01:00'));
    expect(counts.all()).toHaveLength(2);
  });
});
