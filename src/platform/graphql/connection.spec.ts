import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  Args,
  Field,
  GraphQLSchemaBuilderModule,
  GraphQLSchemaFactory,
  Int,
  ObjectType,
} from '@nestjs/graphql';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { Test } from '@nestjs/testing';
import { getIntrospectionQuery, graphql, graphqlSync } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { connectionFrom, connectionOf } from './connection.js';
import type { Connection } from './connection.js';
import { cursorKind } from './cursor.js';
import { CurrencyCode, Money, MoneyInput } from './money.js';
import { readPage } from './page.js';
import { scalarsMap } from './scalars/scalars.js';
import { UserError } from './user-error.js';

@ObjectType({ description: 'A number with a price and an hour' })
class Figure {
  @Field(() => Int, { description: 'Its value' })
  value!: number;

  @Field(() => Money, { description: 'Its price' })
  price!: Money;

  @Field({ description: 'When it was seen' })
  seenAt!: Date;
}

const FigureConnection = connectionOf(Figure, 'Figure');

@ObjectType({ description: 'What pricing led to' })
class PricePayload {
  @Field(() => [UserError], { description: 'Why not' })
  userErrors!: UserError[];
}

@Resolver()
class FigureResolver {
  @Query(() => FigureConnection, { description: 'All figures' })
  figures(): void {
    // The schema alone is under test: answers come in as the root value.
  }

  @Mutation(() => PricePayload, { description: 'Sets a price' })
  setPrice(@Args('price') _price: MoneyInput): void {
    // As above.
  }
}

const byValue = cursorKind('figures.asc', ['integer']);

function figures(first: number, available: number, totalCount: () => Promise<number>): Connection<Figure> {
  const rows = Array.from({ length: Math.min(available, first + 1) }, (_, value) => ({
    value,
    price: { amount: '1.50', currency: CurrencyCode.RUB },
    seenAt: new Date(0),
  }));
  return connectionFrom(readPage({ first }, byValue), rows, (row) => [row.value], totalCount);
}

describe('connectionOf', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [GraphQLSchemaBuilderModule] }).compile();
    schema = await module.get(GraphQLSchemaFactory).create([FigureResolver], { scalarsMap });
  });

  const ask = (source: string, rootValue: Connection<Figure>) =>
    graphql({ schema, source, rootValue: { figures: rootValue } });

  it('answers nodes, edges and where the page stands', async () => {
    const connection = figures(2, 5, () => Promise.resolve(5));
    const source = `{ figures {
      nodes { value seenAt price { amount currency } }
      edges { cursor node { value } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    } }`;
    const price = { amount: '1.50', currency: 'RUB' };
    const seenAt = '1970-01-01T00:00:00.000Z';
    const [first, second] = connection.edges.map(({ cursor }) => cursor);

    expect(await ask(source, connection)).toEqual({
      data: {
        figures: {
          nodes: [
            { value: 0, price, seenAt },
            { value: 1, price, seenAt },
          ],
          edges: [
            { cursor: first, node: { value: 0 } },
            { cursor: second, node: { value: 1 } },
          ],
          pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: first, endCursor: second },
          totalCount: 5,
        },
      },
    });
  });

  it('counts only when asked', async () => {
    const count = jest.fn(() => Promise.resolve(5));
    const connection = figures(2, 5, count);
    await ask('{ figures { nodes { value } } }', connection);
    expect(count).not.toHaveBeenCalled();
    await ask('{ figures { totalCount } }', connection);
    expect(count).toHaveBeenCalledTimes(1);
  });

  it('has no cursors on an empty page', () => {
    expect(figures(2, 0, () => Promise.resolve(0))).toMatchObject({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('knows the last page, and that something stands before it', () => {
    const { pageInfo } = figures(2, 3, () => Promise.resolve(3));
    const page = readPage({ first: 2, after: pageInfo.endCursor }, byValue);
    expect(page.after).toEqual([1]);
    const next = connectionFrom(
      page,
      [{ value: 2 }],
      (row) => [row.value],
      () => Promise.resolve(3),
    );
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('describes every type, field and enum value that it prints', () => {
    const { data } = graphqlSync({ schema, source: getIntrospectionQuery() });
    const { types } = (data as unknown as IntrospectionQuery).__schema;
    const silent = types
      .filter(({ name }) => !name.startsWith('__') && name !== 'Query' && name !== 'Mutation')
      .flatMap((type) => [
        { path: type.name, description: type.description },
        ...membersOf(type).map(({ name, description }) => ({ path: `${type.name}.${name}`, description })),
      ])
      .filter(({ description }) => !description);
    expect(silent).toEqual([]);
    expect(types.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'FigureConnection',
        'FigureEdge',
        'PageInfo',
        'Money',
        'MoneyInput',
        'DateTime',
      ]),
    );
  });
});

interface Described {
  name: string;
  description?: string | null;
}

function membersOf(type: IntrospectionQuery['__schema']['types'][number]): readonly Described[] {
  if (type.kind === 'ENUM') return type.enumValues;
  if (type.kind === 'INPUT_OBJECT') return type.inputFields;
  return type.kind === 'OBJECT' ? type.fields : [];
}
