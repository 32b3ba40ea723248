import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { shapeOf, type DocumentShape } from './document-shape.js';

const schema = buildSchema(`
  type Query { node: Node, name: String }
  type Node { id: ID, name: String, next: Node, list(first: Int = 20): [Node!] }
  type Mutation { login(p: Int): Node, register: Node, other: Node }
`);

function shape(text: string): DocumentShape {
  const document = parse(text);
  return shapeOf(schema, document, getOperationAST(document)!);
}

/** So many fields inside one another. */
const deep = (depth: number): string =>
  `{ node ${'{ next '.repeat(depth - 2)} { id }${' }'.repeat(depth - 2)} }`;

describe('the shape of a document', () => {
  it.each([
    ['{ name }', 1],
    ['{ __typename }', 1],
    [deep(10), 10],
    [deep(11), 11],
    ['{ ... on Query { ... { node { id } } } }', 2],
    ['{ ...A } fragment A on Query { node { ...B } } fragment B on Node { next { id } }', 3],
    ['{ node { ...A ...B } } fragment A on Node { id } fragment B on Node { next { next { id } } }', 4],
  ])('%s is %d deep', (text, depth) => {
    expect(shape(text).depth).toBe(depth);
  });

  it('is endless where fragments contain themselves, and comes to an end', () => {
    expect(shape('{ node { ...A } } fragment A on Node { next { ...A } }').depth).toBe(Infinity);
    expect(shape('{ node { ...A } } fragment A on Node { id ...B } fragment B on Node { ...A }').depth).toBe(
      2,
    );
    expect(
      shape('{ node { ...A } } fragment A on Node { next { ...B } } fragment B on Node { next { ...A } }')
        .depth,
    ).toBe(Infinity);
  });

  it.each([
    ['{ a: name b: name }', 2],
    [`{ ${'a: __typename '.repeat(101)} }`, 101],
    [`{ ${'name '.repeat(500)} }`, 499],
    ['{ node { name } node { id } }', 1],
    ['{ node { a: name } ... on Query { b: node { c: name } } }', 3],
    // a fragment counts wherever it is used
    ['{ node { ...A next { ...A } } } fragment A on Node { a: name b: name }', 4],
    ['{ node { name id next { name id } } }', 0],
  ])('%s has so many aliases and repeats: %d', (text, aliases) => {
    expect(shape(text).aliases).toBe(aliases);
  });

  it('does not walk what fans out: thirty levels of doubled fragments', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) =>
        `fragment F${level} on Node { a: next { ...F${level + 1} } b: next { ...F${level + 1} } }`,
    );
    const bomb = shape(`{ node { ...F0 } } ${levels.join(' ')} fragment F30 on Node { id }`);
    expect(bomb.aliases).toBe(2 ** 31 - 2);
    expect(bomb.depth).toBe(32);
  });

  it('counts root fields, in fragments too', () => {
    expect(shape('{ name node { id name } ...A } fragment A on Query { a: name b: name }').rootFields).toBe(
      4,
    );
  });

  it('counts what takes a password or a token', () => {
    expect(shape('mutation { login { id } other { id } }').credentials).toBe(1);
    expect(
      shape(
        'mutation { a: login(p: 1) { id } b: login(p: 2) { id } ...R } fragment R on Mutation { register { id } }',
      ).credentials,
    ).toBe(3);
    expect(shape('{ node { login: name } }').credentials).toBe(0);
  });

  it('counts directives wherever they stand', () => {
    expect(
      shape(
        'query ($x: Boolean!) { name @include(if: $x) ...A @skip(if: $x) } fragment A on Query { name @skip(if: $x) }',
      ).directives,
    ).toBe(3);
  });

  it('leaves the description of the schema out of the depth, and measures it by itself', () => {
    const introspection = shape(getIntrospectionQuery());
    expect(introspection).toMatchObject({ depth: 0, introspects: true });
    expect(introspection.introspectionDepth).toBeGreaterThan(10);
    expect(introspection.introspectionDepth).toBeLessThanOrEqual(20);
    expect(shape('{ name ...A } fragment A on Query { __type(name: "Node") { name } }')).toMatchObject({
      depth: 1,
      introspects: true,
    });
    // elsewhere the name has no such meaning
    expect(shape('{ node { __typename } }').introspects).toBe(false);
  });
});
