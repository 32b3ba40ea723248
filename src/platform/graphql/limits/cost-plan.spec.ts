import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { costOf } from './cost.js';
import { costPlanOf, LIST_SIZE_EXTENSION } from './cost-plan.js';

const schema = buildSchema(`
  type Query { item: Item, items(first: Int = 20): ItemConnection, plain: [Item!]!, sized: [Item!]!, names: [String!]! }
  type Mutation { change: Item }
  type Item { id: ID, price: Money, items(first: Int = 20): ItemConnection, sized: [Item!]!, self: Item }
  type Money { amount: String }
  type PageInfo { hasNextPage: Boolean }
  type ItemEdge { cursor: String, node: Item }
  type ItemConnection { nodes: [Item!]!, edges: [ItemEdge!]!, pageInfo: PageInfo, totalCount: Int }
`);
for (const type of ['Query', 'Item']) {
  const fields = (schema.getType(type) as ReturnType<typeof schema.getQueryType>)!.getFields();
  fields['sized']!.extensions = { [LIST_SIZE_EXTENSION]: 5 };
}

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return costOf(costPlanOf(schema, document, getOperationAST(document)!), variables);
}

describe('the cost of an operation', () => {
  it.each([
    ['scalars are free', '{ __typename names }', 0],
    ['an object', '{ item { id } }', 1],
    ['objects inside objects', '{ item { self { self { id } } } }', 3],
    ['values that come with their object', '{ item { price { amount } } }', 1],
    ['a page: its connection, and each object', '{ items(first: 7) { nodes { id } } }', 8],
    ['without first: what the schema says', '{ items { nodes { id } } }', 21],
    ['the page info', '{ items(first: 7) { pageInfo { hasNextPage } } }', 8],
    ['counting all', '{ items(first: 7) { totalCount } }', 18],
    ['edges as nodes', '{ items(first: 7) { edges { cursor node { id } } } }', 8],
    ['edges and nodes', '{ items(first: 7) { nodes { id } edges { cursor } } }', 15],
    ['pages inside pages', '{ items(first: 10) { nodes { items(first: 10) { nodes { id } } } } }', 121],
    ['a list of unknown length', '{ plain { id } }', 10],
    ['a list of a declared length', '{ sized { self { id } } }', 10],
    [
      'fragments',
      '{ items(first: 2) { ...A } } fragment A on ItemConnection { nodes { ...B } } fragment B on Item { self { id } }',
      5,
    ],
    ['a mutation', 'mutation { change { id } }', 10],
    ['a mutation with what it gives back', 'mutation { change { self { id } } }', 11],
    ['the description of the schema', getIntrospectionQuery(), 100],
    ['one beyond the largest page', '{ items(first: 1000000000) { nodes { id } } }', 101],
    ['none', '{ items(first: -5) { nodes { id } } }', 2],
    ['null', '{ items(first: null) { nodes { id } } }', 21],
  ])('%s', (_name, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  it('reads variables, their defaults and those of arguments', () => {
    const text =
      'query ($n: Int, $m: Int = 3) { a: items(first: $n) { nodes { id } } b: items(first: $m) { nodes { id } } }';
    expect(cost(text)).toBe(21 + 4);
    expect(cost(text, { n: 5, m: 6 })).toBe(6 + 7);
    expect(cost(text, { n: null, m: 6 })).toBe(21 + 7);
    // what is no number is refused later, and until then counts as much as there can be
    expect(cost(text, { n: '9', m: Number.NaN })).toBe(101 + 101);
    expect(cost(text, JSON.parse('{"__proto__": {"n": 1}}') as Record<string, unknown>)).toBe(25);
  });

  it('multiplies through variables', () => {
    const text =
      'query ($n: Int!) { items(first: $n) { nodes { items(first: $n) { nodes { items(first: $n) { nodes { id } } } } } } }';
    expect(cost(text, { n: 2 })).toBe(1 + 2 * (1 + (1 + 2 * (1 + (1 + 2)))));
    expect(cost(text, { n: 100 })).toBe(1 + 100 * (2 + 100 * (2 + 100)));
  });

  it('comes to an end, and to a number, for what fans out', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) =>
        `fragment F${level} on Item { a: items(first: $n) { nodes { ...F${level + 1} } } b: items(first: 100) { nodes { ...F${level + 1} } } }`,
    );
    const bomb = `query ($n: Int) { item { ...F0 } } ${levels.join(' ')} fragment F60 on Item { id }`;
    expect(cost(bomb, { n: 100 })).toBe(1_000_000_000);
    expect(cost('{ item { ...A } } fragment A on Item { self { ...A } }')).toBe(1_000_000_000);
  });

  it('is a whole number, never below nothing, and grows with first', () => {
    const size = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(null, undefined, '7', [], {}, Infinity));
    const text = (depth: number): string =>
      depth === 0 ? 'id' : `id items(first: $n) { totalCount nodes { ${text(depth - 1)} sized { id } } }`;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), size, (depth, n) => {
        const found = cost(`query ($n: Int) { item { ${text(depth)} } }`, { n });
        expect(Number.isSafeInteger(found)).toBe(true);
        expect(found).toBeGreaterThan(0);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer(), fc.nat(), (depth, n, more) => {
        const query = `query ($n: Int) { item { ${text(depth)} } }`;
        expect(cost(query, { n: n + more })).toBeGreaterThanOrEqual(cost(query, { n }));
      }),
    );
  });
});
