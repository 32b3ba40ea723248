import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDay, moscowTime, startOfBusinessDay } from './business-day.js';

describe('a business day', () => {
  // https://data.iana.org/time-zones/tzdb/europe: summer time until 2011, UTC+4 until 2014-10-26, UTC+3 since
  it.each([
    ['2026-11-28', '2026-11-27T21:00:00.000Z'],
    ['2014-10-27', '2014-10-26T21:00:00.000Z'],
    ['2014-10-26', '2014-10-25T20:00:00.000Z'],
    ['2013-07-01', '2013-06-30T20:00:00.000Z'],
    ['2011-01-01', '2010-12-31T21:00:00.000Z'],
    ['2010-10-31', '2010-10-30T20:00:00.000Z'],
    ['2010-03-29', '2010-03-28T20:00:00.000Z'],
    ['2010-03-28', '2010-03-27T21:00:00.000Z'],
    ['2000-01-01', '1999-12-31T21:00:00.000Z'],
    ['1900-01-01', '1899-12-31T21:29:43.000Z'],
  ])('%s begins at %s', (day, instant) => {
    expect(startOfBusinessDay(day).toISOString()).toBe(instant);
    expect(moscowTime(new Date(instant)).toISOString()).toBe(`${day}T00:00:00.000Z`);
  });

  it('is that of its first instant, and not that of the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12_000 }), (days) => {
        const day = addDays('2000-01-01', days);
        const start = startOfBusinessDay(day);
        expect(businessDay(start)).toBe(day);
        expect(businessDay(new Date(start.getTime() - 1))).toBe(addDays(day, -1));
      }),
    );
  });
});
