import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parseValue } from 'graphql';
import { BigIntScalar } from './big-int.scalar.js';

describe('BigInt', () => {
  it.each([
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['0', '0'],
    ['-0', '0'],
    [42, '42'],
    [-42, '-42'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('reads %p as %s', (value, expected) => {
    expect(BigIntScalar.parseValue(value)).toBe(expected);
    expect(BigIntScalar.parseLiteral(parseValue(String(value)))).toBe(expected);
  });

  it.each([
    '9223372036854775808',
    '-9223372036854775809',
    '1'.repeat(10_000),
    '',
    ' 1',
    '1\n',
    '+1',
    '01',
    '1.0',
    '1e3',
    '0x10',
    '1n',
    2 ** 53,
    1e400,
    1.5,
    Number.NaN,
    true,
    { a: 1 },
    [1],
  ])('refuses %p', (value) => {
    expect(() => BigIntScalar.parseValue(value)).toThrow(
      'BigInt must be an integer between -2^63 and 2^63-1',
    );
  });

  it.each(['1.0', '1e3', '9223372036854775808', 'true', '[1]'])('refuses the literal %s', (literal) => {
    expect(() => BigIntScalar.parseLiteral(parseValue(literal))).toThrow(GraphQLError);
  });

  it('round-trips the whole range', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (number) => {
        const text = number.toString();
        expect(BigIntScalar.parseValue(text)).toBe(text);
        expect(BigIntScalar.parseLiteral(parseValue(text))).toBe(text);
        expect(BigIntScalar.serialize(number)).toBe(text);
      }),
    );
  });
});
