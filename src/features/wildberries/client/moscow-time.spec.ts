import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moscowText, readTime } from './moscow-time.js';

describe('readTime', () => {
  it.each([
    ['2022-03-06T10:11:07', '2022-03-06T07:11:07.000Z', '2022-03-06'],
    ['2022-03-06T00:30:00', '2022-03-05T21:30:00.000Z', '2022-03-06'],
    ['2022-03-06T10:11:07.12345', '2022-03-06T07:11:07.123Z', '2022-03-06'],
    ['2022-03-06', '2022-03-05T21:00:00.000Z', '2022-03-06'],
    ['2022-03-06T22:30:00Z', '2022-03-06T22:30:00.000Z', '2022-03-07'],
    ['2022-03-06T22:30:00+05:00', '2022-03-06T17:30:00.000Z', '2022-03-06'],
    ['2024-02-29T12:00:00', '2024-02-29T09:00:00.000Z', '2024-02-29'],
  ])('%s is %s, in Moscow on %s', (text, iso, day) => {
    const read = readTime(text);
    expect(read?.at.toISOString()).toBe(iso);
    expect(read?.day).toBe(day);
  });

  it.each([
    '',
    'yesterday',
    '2022-02-30',
    '2022-13-01',
    '2023-02-29T00:00:00',
    '2022-03-06T24:00:00',
    '2022-03-06T10:60:00',
    '2022-03-06T10:11:07 ',
  ])('%p is no time', (text) => expect(readTime(text)).toBeNull());

  it('reads the year 1 as the year 1', () => {
    expect(readTime('0001-01-01T00:00:00Z')?.at.getUTCFullYear()).toBe(1);
  });

  it('undoes moscowText, to the second', () => {
    const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (at) => {
        expect(readTime(moscowText(at))?.at.getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
      }),
    );
  });
});
