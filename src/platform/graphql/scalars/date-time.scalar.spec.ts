import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parseValue } from 'graphql';
import { DateTimeScalar } from './date-time.scalar.js';

const iso = (text: string) => DateTimeScalar.parseValue(text).toISOString();

describe('DateTime', () => {
  it.each([
    ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T09:30:00.5Z', '2026-11-22T09:30:00.500Z'],
    ['2026-11-22T09:30:00.123999Z', '2026-11-22T09:30:00.123Z'],
    ['2026-11-22t09:30:00z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T12:30:00+03:00', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T00:15:00-00:30', '2026-11-22T00:45:00.000Z'],
    ['2026-11-22T00:15:00-00:00', '2026-11-22T00:15:00.000Z'],
    ['2028-02-29T23:59:59.999-05:00', '2028-03-01T04:59:59.999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0099-12-31T00:00:00Z', '0099-12-31T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    // Moscow's clocks skipped this hour; with its offset written out the instant exists all the same.
    ['2010-03-28T02:30:00+03:00', '2010-03-27T23:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    'notadate',
    '',
    ' 2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00Z\n',
    '2026-11-22',
    '2026-11-22T09:30:00',
    '2026-11-22T09:30Z',
    '2026-11-22 09:30:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T23:60:00Z',
    '2016-12-31T23:59:60Z',
    '2026-11-22T09:30:00.Z',
    '2026-11-22T09:30:00,5Z',
    '2026-11-22T09:30:00+03',
    '2026-11-22T09:30:00+0300',
    '2026-11-22T09:30:00+24:00',
    '2026-11-22T09:30:00+03:60',
    '2027-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '٢٠٢٦-11-22T09:30:00Z',
    'Sun, 22 Nov 2026 09:30:00 GMT',
    5,
    1_790_000_000_000,
    Number.NaN,
    true,
    { a: 1 },
    ['2026-11-22T09:30:00Z'],
    new Date(0),
  ])('refuses %p', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(
      'DateTime must be an RFC 3339 date-time with a zone, such as "2026-11-22T09:30:00.000Z"',
    );
  });

  it.each(['5', '5.5', 'true', '{a: 1}', '["2026-11-22T09:30:00Z"]', 'NOW', '"notadate"', '""'])(
    'refuses the literal %s',
    (literal) => {
      expect(() => DateTimeScalar.parseLiteral(parseValue(literal))).toThrow(GraphQLError);
    },
  );

  it('reads a literal as it reads a variable', () => {
    const literal = parseValue('"2026-11-22T09:30:00Z"');
    expect(DateTimeScalar.parseLiteral(literal)).toEqual(new Date('2026-11-22T09:30:00Z'));
  });

  it('marks its errors as the fault of the caller and does not repeat the value', () => {
    expect(() => DateTimeScalar.parseValue('s3cret')).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
    expect(() => DateTimeScalar.parseValue('s3cret')).not.toThrow(/s3cret/);
  });

  it('hands out UTC with milliseconds', () => {
    expect(DateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(DateTimeScalar.serialize('2026-11-22T12:30:00.123456+03:00')).toBe('2026-11-22T09:30:00.123Z');
  });

  it.each([new Date(Number.NaN), new Date(8.64e15), 'soon', 0])('never hands out %p', (value) => {
    expect(() => DateTimeScalar.serialize(value)).toThrow('DateTime can not represent');
  });

  it('round-trips every instant of the years 1 to 9999, under any offset', () => {
    const instants = fc.date({
      min: new Date('0001-01-02T00:00:00.000Z'),
      max: new Date('9999-12-30T23:59:59.999Z'),
      noInvalidDate: true,
    });
    const offsets = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(instants, offsets, (instant, offsetMinutes) => {
        expect(iso(instant.toISOString())).toBe(instant.toISOString());
        const wallClock = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
        const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0');
        const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0');
        const text = `${wallClock}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
        expect(iso(text)).toBe(instant.toISOString());
      }),
    );
  });

  it('throws nothing but GraphQLError, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), (value) => {
        try {
          expect(Number.isNaN(DateTimeScalar.parseValue(value).getTime())).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(GraphQLError);
        }
      }),
    );
  });
});
