import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parseValue } from 'graphql';
import { DateScalar } from './date.scalar.js';

describe('Date', () => {
  it.each(['2026-11-22', '2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('reads %s', (day) => {
    expect(DateScalar.parseValue(day)).toBe(day);
    expect(DateScalar.parseLiteral(parseValue(`"${day}"`))).toBe(day);
    expect(DateScalar.serialize(day)).toBe(day);
  });

  it.each([
    'notadate',
    '',
    '2027-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '0000-01-01',
    '10000-01-01',
    '2026-11-22T00:00:00Z',
    '2026-11-22 ',
    '2026-11-22\n',
    '20261122',
    20_261_122,
    new Date(0),
    { a: 1 },
    null,
    true,
  ])('refuses %p', (value) => {
    expect(() => DateScalar.parseValue(value)).toThrow('Date must be a calendar day YYYY-MM-DD that exists');
  });

  it('refuses the literal 20261122', () => {
    expect(() => DateScalar.parseLiteral(parseValue('20261122'))).toThrow(GraphQLError);
  });

  it('never hands out an instant, which has no day without a zone', () => {
    expect(() => DateScalar.serialize(new Date('2026-11-22T21:00:00Z'))).toThrow(GraphQLError);
  });

  it('accepts exactly the days of the calendar', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), part(14), part(33), (year, month, day) => {
        const pad = (number: number, width: number) => String(number).padStart(width, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        if (exists) expect(DateScalar.parseValue(text)).toBe(text);
        else expect(() => DateScalar.parseValue(text)).toThrow(GraphQLError);
      }),
      { numRuns: 500 },
    );
  });
});
