import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { connectionFrom, readPage, type Connection, type PageArgs } from '../../platform/graphql/index.js';
import { soughtIds, soughtText } from '../products/index.js';
import { BY_PRODUCT, stockAtCount, stockAtPage, type StockAtCriteria } from './stock-at.statement.js';
import type { StockLevel } from './types/stock-level.type.js';

export interface AskStockAt extends PageArgs {
  readonly at: Date;
  readonly productIds?: readonly string[] | null;
  readonly warehouseName?: string | null;
}

/** The stock of the past. */
@Injectable()
export class StockAtQueries {
  constructor(private readonly database: Database) {}

  /** By product and warehouse; one of which nothing was on record yet is absent. */
  async list(ctx: CallerContext, asked: AskStockAt): Promise<Connection<StockLevel>> {
    const page = readPage(asked, BY_PRODUCT);
    const criteria: StockAtCriteria = {
      at: asked.at,
      productIds: asked.productIds ? soughtIds(asked.productIds, 'productIds') : null,
      warehouseName: asked.warehouseName == null ? null : soughtText(asked.warehouseName, 'warehouseName'),
    };
    const { statement, values } = stockAtPage(ctx, criteria, page);
    const rows = await this.database.rows(ctx, statement, values);
    return connectionFrom<StockLevel, typeof BY_PRODUCT.keys>(
      page,
      rows,
      ({ productId, warehouseName }) => [productId, warehouseName],
      () => this.count(ctx, criteria),
    );
  }

  private async count(ctx: CallerContext, criteria: StockAtCriteria): Promise<number> {
    const { statement, values } = stockAtCount(ctx, criteria);
    return (await this.database.row(ctx, statement, values))?.count ?? 0;
  }
}
