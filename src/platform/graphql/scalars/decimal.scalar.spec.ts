import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parseValue } from 'graphql';
import { DecimalScalar } from './decimal.scalar.js';

describe('Decimal', () => {
  it.each([
    ['1234.50', '1234.50'],
    ['0', '0'],
    ['0.10', '0.10'],
    ['-0.01', '-0.01'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    [5, '5'],
    [-7, '-7'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('reads %p as %s', (value, expected) => {
    expect(DecimalScalar.parseValue(value)).toBe(expected);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '.5',
    '5.',
    '01',
    '-01.5',
    '--1',
    '1e3',
    '1E3',
    '1,5',
    '1 000',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '١',
    '1234567890123456789012345678901',
    '0.1234567890123456789012345678901',
    1.5,
    0.1,
    2 ** 53,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    { a: 1 },
    ['1'],
  ])('refuses %p', (value) => {
    expect(() => DecimalScalar.parseValue(value)).toThrow(
      'Decimal must be a plain decimal number of at most 30 digits as a string',
    );
  });

  it('reads integer literals by their digits, past 2^53 too', () => {
    expect(DecimalScalar.parseLiteral(parseValue('12345678901234567890'))).toBe('12345678901234567890');
    expect(DecimalScalar.parseLiteral(parseValue('"0.30"'))).toBe('0.30');
  });

  it.each(['1.5', '1e3', '1.0', 'true', 'null', '{a: 1}'])('refuses the literal %s', (literal) => {
    expect(() => DecimalScalar.parseLiteral(parseValue(literal))).toThrow(GraphQLError);
  });

  it('hands out what numeric gives, however long', () => {
    const average = `${'3'.repeat(20)}.${'3'.repeat(20)}`;
    expect(DecimalScalar.serialize(average)).toBe(average);
    expect(DecimalScalar.serialize(12n)).toBe('12');
  });

  it.each(['NaN', 'Infinity', 1.1, null])('never hands out %p', (value) => {
    expect(() => DecimalScalar.serialize(value)).toThrow(GraphQLError);
  });

  it('keeps every digit of what it accepts', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,12})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const canonical = /^-[0.]+$/.test(text) ? text.slice(1) : text;
        expect(DecimalScalar.parseValue(text)).toBe(canonical);
        expect(DecimalScalar.serialize(DecimalScalar.parseValue(text))).toBe(canonical);
      }),
    );
  });
});
