import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getVariableValues,
  GraphQLError,
  parse,
  validate,
  type OperationDefinitionNode,
} from 'graphql';
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

function unreadable(text: string) {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return libraryFault(error.message, error);
  }
  throw new Error(`It can be read: ${text}`);
}

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
    ['a variable of another type', 'query ($n: String) { take(input: {rows: []}, first: $n) }', {}, 'n'],
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

  it.each([
    ['a field without its colon', '{ take(input: {rows "hunter2"}) }'],
    ['a value too many', '{ take(input: {rows: "a" "hunter2"}) }'],
    ['a block too many', '{ take(input: {rows: "a" """hunter2"""}) }'],
    ['an argument without a name', '{ take("hunter2") }'],
    ['a quote within a value', '{ take(input: {rows: "a"hunter2", more: 1}) }'],
    ['a number behind such a quote', '{ take(input: {rows: "a"1117", more: 1}) }'],
    ['half an escape', String.raw`{ take(input: "\u11hunter2") }`],
    ['an escape that there is not', String.raw`{ take(input: "\u{hunter2}") }`],
    ['a number that goes on', '{ take(first: 1117hunter2) }'],
    ['no document', 'hunter2'],
  ])('is not repeated where it can not be read: %s', (_what, text) => {
    const { message } = unreadable(text);
    expect(message).toMatch(/^Syntax Error: .+[a-z]\.$/);
    expect(message).not.toMatch(/hunter|1117|\\u|"h/);
  });

  it('is not repeated where the reason can not be told from it', () => {
    const said =
      'Variable "$i" got invalid value "hunter2"; Int cannot represent non-integer value: "hunter2"';
    const message = 'It is not of its type.';
    expect(libraryFault(said, null)).toEqual({
      message: `Variable "$i" got an invalid value; ${message}`,
      fields: [{ path: 'i', message }],
    });
  });

  it('repeats no key of a variable that is not a name', () => {
    const told = faults(ROWS, { i: { rows: [], 'a "; hunter2': 1 } });
    expect(told).toEqual([
      {
        message: 'Variable "$i" got an invalid value; A field is not defined by type "Rows".',
        fields: [{ path: 'i', message: 'A field is not defined by type "Rows".' }],
      },
    ]);
  });

  it('guesses at no names', () => {
    expect(faults('{ tak }').map(({ message }) => message)).toEqual([
      'Cannot query field "tak" on type "Query".',
    ]);
  });
});
