import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { parseInstant, TYPES } from './instants.js';

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

describe('instants', () => {
  it('are read as the library reads them, to the millisecond', () => {
    const instant = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.constantFrom('', '000', '999'), fc.boolean(), (at, micros, isWhole) => {
        const [day, time] = at.toISOString().slice(0, -1).split('T') as [string, string];
        const text = `${day} ${isWhole ? time.slice(0, 8) : time + micros}+00`;
        expect(parseInstant(text)).toEqual(parseAny(text));
      }),
    );
  });

  it.each([
    '2026-11-20 12:00:00+03',
    '2026-11-20 12:00:00.5-03:30',
    '12026-01-01 00:00:00+00',
    '0044-03-15 00:00:00+00 BC',
    'infinity',
  ])('of other forms are too: %s', (text) => {
    expect(parseInstant(text)).toEqual(parseAny(text));
  });

  it('keep leading and cut digits of the second', () => {
    expect(parseInstant('2026-01-02 03:04:05.6+00')).toEqual(new Date('2026-01-02T03:04:05.600Z'));
    expect(parseInstant('2026-01-02 03:04:05.000999+00')).toEqual(new Date('2026-01-02T03:04:05.000Z'));
  });

  it('alone are read so', () => {
    const { TIMESTAMPTZ, INT8 } = pg.types.builtins;
    expect(TYPES.getTypeParser(TIMESTAMPTZ, 'text')).toBe(parseInstant);
    expect(TYPES.getTypeParser(INT8, 'text')).toBe(pg.types.getTypeParser(INT8, 'text'));
  });
});
