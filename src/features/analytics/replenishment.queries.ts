import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { connectionFrom, readPage, type Connection, type PageArgs } from '../../platform/graphql/index.js';
import { TO_ORDER, type StockRisk } from './domain/rules.js';
import { metricsOf } from './product-metrics.columns.js';
import { BY_STOCKOUT, replenishmentCount, replenishmentPage } from './replenishment.statement.js';
import type { ProductMetrics } from './types/product-metrics.type.js';
import type { ReplenishmentItem } from './types/replenishment.type.js';

export interface ListReplenishment extends PageArgs {
  readonly risk?: readonly StockRisk[] | null;
}

/** What to order, of which product how much: what runs out first comes first. */
@Injectable()
export class ReplenishmentQueries {
  constructor(private readonly database: Database) {}

  async list(
    ctx: CallerContext,
    { risk, ...asked }: ListReplenishment,
  ): Promise<Connection<ReplenishmentItem>> {
    const risks = new Set(risk ?? TO_ORDER);
    const page = readPage(asked, BY_STOCKOUT);
    return connectionFrom(
      page,
      risks.size === 0 ? [] : await this.page(ctx, risks, page),
      ({ stockoutDate, metrics }) => [stockoutDate, metrics.productId],
      () => this.count(ctx, risks),
    );
  }

  private async page(
    ctx: CallerContext,
    risks: ReadonlySet<StockRisk>,
    page: Parameters<typeof replenishmentPage>[2],
  ): Promise<ReplenishmentItem[]> {
    const { statement, values } = replenishmentPage(ctx, risks, page);
    return (await this.database.rows(ctx, statement, values)).map((row) => itemOf(metricsOf(row)));
  }

  private async count(ctx: CallerContext, risks: ReadonlySet<StockRisk>): Promise<number> {
    const { statement, values } = replenishmentCount(ctx, risks);
    return (await this.database.row(ctx, statement, values))?.count ?? 0;
  }
}

function itemOf(metrics: ProductMetrics): ReplenishmentItem {
  const { risk, velocity, daysOfCover, stockoutDate, reorderPoint, reorderQuantity } = metrics;
  if (reorderPoint === null || reorderQuantity === null) throw new Error('A list without what it is of');
  return { risk, velocity, daysOfCover, stockoutDate, reorderPoint, reorderQuantity, metrics };
}
