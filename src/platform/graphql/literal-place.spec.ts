import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { literalPlace } from './literal-place.js';

const SCHEMA = buildSchema(`
  input Row { id: ID!, quantity: Int! = 1, codes: [[Int!]!] }
  input Rows { rows: [Row!]! }
  type Query { take(input: Rows!, first: Int): Boolean, other(first: Int): Boolean }
`);

/** Of the first thing that is wrong. */
function placeIn(document: string): string | null | undefined {
  const [error] = validate(SCHEMA, parse(document));
  const node = error?.nodes?.[0];
  return node && literalPlace(node);
}

describe('the place of a literal', () => {
  it.each([
    ['an argument', '{ take(input: {rows: []}, first: "x") }', 'first'],
    ['one of several fields', '{ a: other(first: 1) b: other(first: 1.5) }', 'first'],
    ['a field of a row', '{ take(input: {rows: [{id: 1}, {id: 2, quantity: 1.5}]}) }', 'input.rows.1.quantity'],
    ['a row in which one is missing', '{ take(input: {rows: [{id: 1}, {}]}) }', 'input.rows.1'],
    ['a field that there is not', '{ take(input: {rows: [{id: 1, amount: 2}]}) }', 'input.rows.0.amount'],
    ['a field that is there twice', '{ take(input: {rows: [{id: 1, id: 2}]}) }', 'input.rows.0.id'],
    ['a list in a list', '{ take(input: {rows: [{id: 1, codes: [[1], [2, 3, null]]}]}) }', 'input.rows.0.codes.1.2'],
    ['a row that is not in a list', '{ take(input: {rows: {id: null}}) }', 'input.rows.id'],
    ['in a fragment', '{ ...f } fragment f on Query { other(first: true) }', 'first'],
    ['of a directive', '{ other @skip(if: 1) }', 'if'],
    ['a default value', 'query ($n: Int = "x") { other(first: $n) }', 'n'],
    ['an unknown variable in a value', '{ take(input: {rows: [{id: $id}]}) }', 'input.rows.0.id'],
  ])('is told: %s', (_what, document, place) => {
    expect(placeIn(document)).toBe(place);
  }); // prettier-ignore

  it.each([
    ['a field of a type', '{ nothing }'],
    ['an argument that there is not', '{ other(last: 1) }'],
    ['a variable of another type', 'query ($n: String) { other(first: $n) }'],
  ])('is none, since it is no value: %s', (_what, document) => {
    expect(placeIn(document)).toBeNull();
  });

  it('is none without a document', () => {
    expect(literalPlace({ kind: 'NullValue' } as never)).toBeNull();
  });
});
