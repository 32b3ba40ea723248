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

  @Field(() => Boolean, {
    description: 'Whether this page stands behind a cursor, before which something stood when it was made',
  })
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
  const cursors = new Cursors(nodes, (node) => encodeCursor(page.kind, keysOf(node)));
  return new Listed(nodes, new Place(page, rows.length, cursors), cursors, totalCount);
}

/** Most clients ask for the nodes and one cursor: the others are made for nobody. */
class Cursors<Node> {
  constructor(
    private readonly nodes: readonly Node[],
    readonly of: (node: Node) => string,
  ) {}

  at(index: number): string | null {
    const node = this.nodes.at(index);
    return node === undefined ? null : this.of(node);
  }
}

/**
 * These are classes because of their getters. A getter in an object literal gives each object a hidden class of its own,
 * which lies among the old objects and holds on to what the getter sees, here all rows of the page, until the next full
 * collection.
 */
class Place<Node> implements PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;

  constructor(
    page: Page,
    found: number,
    private readonly cursors: Cursors<Node>,
  ) {
    this.hasNextPage = found > page.limit;
    // the row that `after` was made from stands before this page
    this.hasPreviousPage = page.after !== null;
  }

  get startCursor(): string | null {
    return this.cursors.at(0);
  }

  get endCursor(): string | null {
    return this.cursors.at(-1);
  }
}

class Listed<Node> implements Connection<Node> {
  constructor(
    readonly nodes: Node[],
    readonly pageInfo: PageInfo,
    private readonly cursors: Cursors<Node>,
    readonly totalCount: () => Promise<number>,
  ) {}

  get edges(): Edge<Node>[] {
    return this.nodes.map((node) => ({ cursor: this.cursors.of(node), node }));
  }
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
