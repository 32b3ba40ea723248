import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import {
  connectionFrom,
  readPage,
  requestLoader,
  soughtId,
  type AskedFields,
  type Connection,
  type PageArgs,
} from '../../platform/graphql/index.js';
import type { ProductCriteria } from './domain/product-criteria.js';
import { BY_NAME, type ProductOrdering } from './domain/product-order.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product-columns.js';
import { cursorOf } from './product-cursors.js';
import { ProductSearchQueries } from './product-search.queries.js';
import { productCount, productPage } from './product-page.statement.js';
import type { Product } from './types/product.type.js';

export interface ListProducts extends PageArgs {
  readonly filter?: ProductCriteria | null;
  readonly orderBy?: ProductOrdering | null;
}

@Injectable()
export class ProductQueries {
  private readonly loader = requestLoader<Product | null>((ctx, ids) => this.byIds(ctx, ids), null);

  constructor(
    private readonly database: Database,
    private readonly search: ProductSearchQueries,
  ) {}

  /** @returns null for a missing id, a stranger's, and what is no id at all */
  async find(ctx: CallerContext, id: string): Promise<Product | null> {
    const sought = soughtId(id);
    return sought === null ? null : this.loader(ctx).load(sought);
  }

  /** Reads anew what the request may have read before it changed it. */
  async findAfterChange(ctx: CallerContext, id: string): Promise<Product | null> {
    this.database.close(ctx);
    this.loader(ctx).clear(id);
    return this.find(ctx, id);
  }

  /** Of what row-level security and foreign keys make sure to be there. */
  async get(ctx: CallerContext, id: string): Promise<Product> {
    const product = await this.find(ctx, id);
    if (!product) throw new Error('The product that a row belongs to is not there');
    return product;
  }

  /** @param fields of the products: others may be missing */
  async list(
    ctx: CallerContext,
    { filter, orderBy, ...asked }: ListProducts,
    fields: AskedFields,
  ): Promise<Connection<Product>> {
    const criteria = filter ?? {};
    const ordering = orderBy ?? BY_NAME;
    const page = readPage(asked, cursorOf(ordering));
    const hits = await this.search.hits(ctx, criteria.search);
    const { statement: read, values } = productPage(ctx, { criteria, ordering, hits, page, fields });
    const rows = (await this.database.rows(ctx, read, values)).map(productOf);
    return connectionFrom(
      page,
      rows,
      ({ sortKey, id }) => [sortKey, id],
      () => this.count(ctx, { criteria, hits }),
    );
  }

  private async count(
    ctx: CallerContext,
    list: { criteria: ProductCriteria; hits: readonly string[] | null },
  ): Promise<number> {
    const { statement: read, values } = productCount(ctx, list);
    return (await this.database.row(ctx, read, values))?.count ?? 0;
  }

  private async byIds(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, Product>> {
    const rows = await this.database.rows(ctx, BY_IDS, [
      ctx.tenantId,
      ids,
      ctx.scope === 'own' ? ctx.userId : null,
    ]);
    return new Map(rows.map((row) => [row.id, productOf(row)]));
  }
}

const BY_IDS = statement<ProductRow>(`
  SELECT ${PRODUCT_COLUMNS} FROM products p
  WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR p.user_id = $3)
`);
