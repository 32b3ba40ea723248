import { describe, expect, it } from '@jest/globals';
import { buildSchema, getVariableValues, parse, validate, type OperationDefinitionNode } from 'graphql';
import { libraryFault } from './library-faults.js';

const SCHEMA = buildSchema(`
  enum Kind { SALE RETURN }
  input Row { id: ID!, quantity: Int!, kind: Kind }
  input Rows { rows: [Row!]! }
  type Query { take(input: Rows!, first: Int): Boolean }
`);
const ROWS = 'query ($i: Rows!) { take(input: $i) }';

/** All that graphql-js itself finds wrong. */
function faults(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  const invalid = validate(SCHEMA, document);
  const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;
  const errors =
    invalid.length > 0 ? invalid : (getVariableValues(SCHEMA, variableDefinitions, variables).errors ?? []);
  return errors.map((error) => libraryFault(error.message, error));
}
const pathsOf = (...asked: Parameters<typeof faults>) =>
  faults(...asked).flatMap(({ fields = [] }) => fields.map(({ path }) => path));

describe('what graphql-js finds wrong', () => {
  it.each([
    ['a variable that is missing', ROWS, {}, 'i'],
    ['a variable that is null', ROWS, { i: null }, 'i'],
    ['a value within a variable', ROWS, { i: { rows: [{ id: '1', quantity: 1.5 }] } }, 'i.rows.0.quantity'],
    ['a field that is missing in a variable', ROWS, { i: { rows: [{ id: '1' }] } }, 'i.rows.0.quantity'],
    ['a field of a variable that there is not', ROWS, { i: { rows: [], more: 1 } }, 'i.more'],
    ['a value in the document', '{ take(input: {rows: []}, first: "x") }', {}, 'first'],
    ['a field that is missing in the document', '{ take(input: {rows: [{id: 1}]}) }', {}, 'input.rows.0.quantity'],
    ['a field in the document that there is not', '{ take(input: {rows: [], more: 1}) }', {}, 'input.more'],
    ['an argument that is missing', '{ take }', {}, 'input'],
    ['an argument that there is not', '{ take(input: {rows: []}, last: 1) }', {}, 'last'],
  ])('is told with its place: %s', (_what, text, variables, path) => {
    expect(pathsOf(text, variables)).toEqual([path]);
  }); // prettier-ignore

  it.each([
    ['an object for a variable', ROWS, { i: 'hunter2' }],
    ['a number in a variable', ROWS, { i: { rows: [{ id: '1', quantity: 'hunter2' }] } }],
    ['an object in the document', '{ take(input: "hunter2") }', {}],
    ['a list in the document', '{ take(input: {rows: [["hunter2"]]}) }', {}],
    ['an object in a list', '{ take(input: [{rows: "hunter2"}]) }', {}],
    ['an object of several lines', '{ take(input: [{rows: """\nhunter2\n""", a: "hunter2"}]) }', {}],
    ['a number in the document', '{ take(input: {rows: []}, first: "hunter2") }', {}],
    ['a default', 'query ($i: Rows! = "hunter2") { take(input: $i) }', {}],
    ['a number that holds what parts a message', ROWS, { i: { rows: [{ id: '1', quantity: '; hunter2' }] } }],
    ['an object that holds it', ROWS, { i: '" at "i.rows"; hunter2' }],
    ['one of some words in a variable', ROWS, { i: { rows: [{ id: '1', quantity: 1, kind: '; hunter2' }] } }],
    ['a number for such a word', ROWS, { i: { rows: [{ id: '1', quantity: 1, kind: ['; hunter2'] }] } }],
    [
      'one of some words in the document',
      '{ take(input: {rows: [{id: 1, quantity: 1, kind: hunter2}]}) }',
      {},
    ],
  ])('is not repeated: instead of %s', (_what, text, variables) => {
    const told = faults(text, variables);
    expect(told).not.toEqual([]);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  it('guesses at no names', () => {
    expect(faults('{ tak }').map(({ message }) => message)).toEqual([
      'Cannot query field "tak" on type "Query".',
    ]);
  });
});
