import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import {
  checkDateTimeRange,
  connectionFrom,
  readPage,
  type Connection,
  type DateTimeRange,
  type Page,
  type PageArgs,
} from '../../platform/graphql/index.js';
import { perProduct, soughtIds, soughtText } from '../products/index.js';
import {
  historyCount,
  historyCounts,
  historyPage,
  historyPages,
  NEWEST_FIRST,
  type Span,
  type StockHistoryCriteria,
  type StockRecordRow,
} from './stock-history.statement.js';
import type { StockRecord } from './types/stock-record.type.js';

interface Restriction {
  readonly range?: DateTimeRange | null;
  readonly warehouseName?: string | null;
}

export interface ListStockHistory extends PageArgs {
  readonly filter?: (Restriction & { readonly productIds?: readonly string[] | null }) | null;
}

export interface ListProductStockHistory extends PageArgs, Restriction {}

/** What was on hand when, newest first. */
@Injectable()
export class StockHistoryQueries {
  private readonly pages = perProduct<Span & StockHistoryCriteria, StockRecordRow[]>(
    (ctx, ids, asked) => this.readPages(ctx, ids, asked),
    [],
  );
  private readonly counts = perProduct<StockHistoryCriteria, number>(
    (ctx, ids, criteria) => this.readCounts(ctx, ids, criteria),
    0,
  );

  constructor(private readonly database: Database) {}

  async list(ctx: CallerContext, { filter, ...asked }: ListStockHistory): Promise<Connection<StockRecord>> {
    const page = readPage(asked, NEWEST_FIRST);
    const criteria = criteriaOf(filter ?? {}, 'filter.');
    const productIds = filter?.productIds ? soughtIds(filter.productIds, 'filter.productIds') : null;
    const { statement, values } = historyPage(ctx, criteria, productIds, page);
    const rows = await this.database.rows(ctx, statement, values);
    return connection(page, rows, async () => {
      const count = historyCount(ctx, criteria, productIds);
      return (await this.database.row(ctx, count.statement, count.values))?.count ?? 0;
    });
  }

  async ofProduct(
    ctx: CallerContext,
    productId: string,
    asked: ListProductStockHistory,
  ): Promise<Connection<StockRecord>> {
    const page = readPage(asked, NEWEST_FIRST);
    const criteria = criteriaOf(asked, '');
    const rows = await this.pages(ctx, productId, { ...criteria, limit: page.limit, after: page.after });
    return connection(page, rows, () => this.counts(ctx, productId, criteria));
  }

  private async readPages(
    ctx: CallerContext,
    productIds: readonly string[],
    asked: Span & StockHistoryCriteria,
  ): Promise<Map<string, StockRecordRow[]>> {
    const { statement, values } = historyPages(ctx, asked, productIds, asked);
    return Map.groupBy(await this.database.rows(ctx, statement, values), ({ productId }) => productId);
  }

  private async readCounts(
    ctx: CallerContext,
    productIds: readonly string[],
    criteria: StockHistoryCriteria,
  ): Promise<Map<string, number>> {
    const { statement, values } = historyCounts(ctx, criteria, productIds);
    const rows = await this.database.rows(ctx, statement, values);
    return new Map(rows.map(({ productId, count }) => [productId, count]));
  }
}

/** @param parent path to where they were given */
function criteriaOf({ range, warehouseName }: Restriction, parent: string): StockHistoryCriteria {
  if (range) checkDateTimeRange(range, `${parent}range`);
  return {
    from: range?.from?.toISOString() ?? null,
    until: range?.until?.toISOString() ?? null,
    warehouseName: warehouseName == null ? null : soughtText(warehouseName, `${parent}warehouseName`),
  };
}

function connection(
  page: Page<typeof NEWEST_FIRST.keys>,
  rows: readonly StockRecordRow[],
  count: () => Promise<number>,
): Connection<StockRecord> {
  return connectionFrom<StockRecordRow, typeof NEWEST_FIRST.keys>(
    page,
    rows,
    ({ at, id }) => [at, id],
    count,
  );
}
