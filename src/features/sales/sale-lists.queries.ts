import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import {
  checkDateRange,
  connectionFrom,
  readPage,
  type Connection,
  type DateRange,
  type Page,
  type PageArgs,
} from '../../platform/graphql/index.js';
import { perProduct, roubles } from '../products/index.js';
import { saleCriteria, type SaleRestriction } from './sale-criteria.js';
import {
  NEWEST_FIRST,
  productSalesCounts,
  productSalesPages,
  salesCount,
  salesPage,
  type ProductSaleRow,
  type SaleRow,
  type Span,
} from './sale-lists.statement.js';
import type { Sale } from './types/sale.type.js';

export interface ListSales extends PageArgs {
  readonly filter?: SaleRestriction | null;
}

export interface ListProductSales extends PageArgs {
  readonly range?: DateRange | null;
}

interface InRange {
  readonly range: DateRange | null;
}

/** Sales and returns row by row, newest first. */
@Injectable()
export class SaleLists {
  private readonly pages = perProduct<Span & InRange, ProductSaleRow[]>(
    (ctx, ids, asked) => this.readPages(ctx, ids, asked),
    [],
  );
  private readonly counts = perProduct<InRange, number>(
    (ctx, ids, asked) => this.readCounts(ctx, ids, asked),
    0,
  );

  constructor(private readonly database: Database) {}

  async list(ctx: CallerContext, { filter, ...asked }: ListSales): Promise<Connection<Sale>> {
    const page = readPage(asked, NEWEST_FIRST);
    const criteria = saleCriteria(filter ?? {});
    const { statement, values } = salesPage(ctx, criteria, page);
    const rows = await this.database.rows(ctx, statement, values);
    return connection(page, rows, async () => {
      const count = salesCount(ctx, criteria);
      return (await this.database.row(ctx, count.statement, count.values))?.count ?? 0;
    });
  }

  async ofProduct(ctx: CallerContext, productId: string, asked: ListProductSales): Promise<Connection<Sale>> {
    const page = readPage(asked, NEWEST_FIRST);
    const range = asked.range ?? null;
    if (range) checkDateRange(range, 'range');
    const rows = await this.pages(ctx, productId, { range, limit: page.limit, after: page.after });
    return connection(page, rows, () => this.counts(ctx, productId, { range }));
  }

  private async readPages(
    ctx: CallerContext,
    productIds: readonly string[],
    asked: Span & InRange,
  ): Promise<Map<string, ProductSaleRow[]>> {
    const { statement, values } = productSalesPages(ctx, asked.range, productIds, asked);
    return Map.groupBy(await this.database.rows(ctx, statement, values), ({ productId }) => productId);
  }

  private async readCounts(
    ctx: CallerContext,
    productIds: readonly string[],
    { range }: InRange,
  ): Promise<Map<string, number>> {
    const { statement, values } = productSalesCounts(ctx, range, productIds);
    const rows = await this.database.rows(ctx, statement, values);
    return new Map(rows.map(({ productId, count }) => [productId, count]));
  }
}

function connection(
  page: Page<typeof NEWEST_FIRST.keys>,
  rows: readonly SaleRow[],
  count: () => Promise<number>,
): Connection<Sale> {
  return connectionFrom<Sale, typeof NEWEST_FIRST.keys>(
    page,
    rows.map(saleOf),
    ({ saleDate, id }) => [saleDate, id],
    count,
  );
}

function saleOf({ price, commission, netAmount, ...row }: SaleRow): Sale {
  return {
    ...row,
    price: roubles(price),
    commission: commission === null ? null : roubles(commission),
    netAmount: netAmount === null ? null : roubles(netAmount),
  };
}
