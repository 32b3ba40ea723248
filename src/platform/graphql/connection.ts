import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { FieldMiddleware } from '@nestjs/graphql';
import { encodeCursor } from './cursor.js';
import type { KeyType, KeyValues } from './cursor.js';
import type { Page } from './page.js';

@ObjectType({ description: 'Where a page stands in its list' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether `after: endCursor` would find more' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something stands before this page' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first node; null on an empty page' })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last node, to be passed as `after`; null on an empty page',
  })
  endCursor!: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  nodes: Node[];
  edges: Edge<Node>[];
  pageInfo: PageInfo;
  /** Called only when the client asks for the field: counting a long list costs more than reading a page of it. */
  totalCount: () => Promise<number>;
}

/**
 * Turns the rows of a keyset query into a connection.
 *
 * @param page what the query was run with
 * @param rows at most `page.limit + 1` of them, in order
 * @param keysOf the sort keys of a row, as `page.kind` lists them
 */
export function connectionFrom<Node, Types extends readonly KeyType[]>(
  page: Page<Types>,
  rows: readonly Node[],
  keysOf: (row: Node) => KeyValues<Types>,
  totalCount: () => Promise<number>,
): Connection<Node> {
  const nodes = rows.slice(0, page.limit);
  const cursorOf = (node: Node): string => encodeCursor(page.kind, keysOf(node));
  const cursorAt = (index: number): string | null => {
    const node = nodes.at(index);
    return node === undefined ? null : cursorOf(node);
  };
  return {
    nodes,
    // most clients ask for the nodes and one cursor: the others are not made for nobody
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node), node }));
    },
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      // The row that `after` was made from stands before this page.
      hasPreviousPage: page.after !== null,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    },
    totalCount,
  };
}

/**
 * Nest gives every field a resolver that hands out the property as it is; it does not call functions as the default
 * resolver of graphql-js does.
 */
const countWhenAsked: FieldMiddleware<Connection<unknown>> = ({ source }) => source.totalCount();

/**
 * The object types `<name>Connection` and `<name>Edge` for a list of `nodeClass`.
 *
 * @example export const ProductConnection = connectionOf(Product, 'Product');
 */
export function connectionOf<Node>(nodeClass: Type<Node>, name: string): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place there` })
  class NodeEdge implements Edge<Node> {
    @Field(() => String, { description: 'Opaque place of this node in its list, to be passed as `after`' })
    cursor!: string;

    @Field(() => nodeClass, { description: 'The object itself' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name} objects` })
  class NodeConnection implements Connection<Node> {
    @Field(() => [nodeClass], { description: 'The objects of this page' })
    nodes!: Node[];

    @Field(() => [NodeEdge], { description: 'The same objects, each with its cursor' })
    edges!: Edge<Node>[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      description: 'Number of objects in the whole list, counted only when asked for',
      middleware: [countWhenAsked],
    })
    totalCount!: () => Promise<number>;
  }

  return NodeConnection;
}
