import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, parseValue, valueFromAST } from 'graphql';
import { JsonScalar } from './json.scalar.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('JSON', () => {
  it('round-trips what JSON can say, and hands over a copy', () => {
    const anyJson = fc.jsonValue({ maxDepth: 10, noUnicodeString: false });
    fc.assert(
      fc.property(anyJson, (value) => {
        fc.pre(!holdsRefused(value));
        const copy = JsonScalar.parseValue(value);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
        if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
      }),
    );
  });

  it('reads literals, variables inside them too', () => {
    const literal = parseValue('{warehouse: "Коледино", levels: [1, 2.5, null, true], more: $more}');
    expect(JsonScalar.parseLiteral(literal, { more: { a: 1 } })).toEqual({
      warehouse: 'Коледино',
      levels: [1, 2.5, null, true],
      more: { a: 1 },
    });
    expect(valueFromAST(parseValue('{a: {b: "c"}}'), JsonScalar)).toEqual({ a: { b: 'c' } });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    const hostile: unknown = JSON.parse(`{"a":[{"${key}":{"isAdmin":true}}]}`);
    expect(() => JsonScalar.parseValue(hostile)).toThrow(`JSON must not have the key "${key}"`);
    const literal = parseValue(`{a: [{${key}: {isAdmin: true}}]}`);
    expect(() => JsonScalar.parseLiteral(literal)).toThrow(`JSON must not have the key "${key}"`);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('accepts 20 levels and refuses 21', () => {
    expect(JsonScalar.parseValue(nested(20))).toEqual(nested(20));
    expect(() => JsonScalar.parseValue(nested(21))).toThrow('JSON must not be nested deeper than 20 levels');
    const literal = parseValue('['.repeat(21) + ']'.repeat(21));
    expect(() => JsonScalar.parseLiteral(literal)).toThrow(GraphQLError);
  });

  it.each([
    [{ at: Number.NaN }, 'JSON numbers must be finite at $.at'],
    [[2 ** 53], 'JSON integers beyond 2^53 must be sent as strings at $[0]'],
    [{ a: 'x\u0000' }, 'JSON strings must be well-formed Unicode without U+0000 at $.a'],
    [{ '\ud800': 1 }, 'JSON strings must be well-formed Unicode without U+0000 at $'],
    [
      { at: new Date(0) },
      'JSON must be made of null, booleans, numbers, strings, arrays and objects at $.at',
    ],
    [10n, 'JSON must be made of null, booleans, numbers, strings, arrays and objects at $'],
  ])('refuses %p', (value, message) => {
    expect(() => JsonScalar.parseValue(value)).toThrow(message);
  });

  it.each(['{a: FOO}', 'FOO', '1e400', '9007199254740993'])('refuses the literal %s', (literal) => {
    expect(() => JsonScalar.parseLiteral(parseValue(literal))).toThrow(GraphQLError);
  });
});

function holdsRefused(value: unknown): boolean {
  const text = JSON.stringify(value);
  return /__proto__|constructor|prototype|\\u0000|\\ud[89a-f]/i.test(text) || /\d{16,}|e\+/.test(text);
}
