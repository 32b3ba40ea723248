import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { ListSize, type Connection } from '../../platform/graphql/index.js';
import { StockHistoryQueries, type ListStockHistory } from './stock-history.queries.js';
import { StockQueries } from './stock.queries.js';
import { StockHistoryArguments } from './types/stock-history.arguments.js';
import { StockRecordConnection, type StockRecord } from './types/stock-record.type.js';
import { Warehouse } from './types/warehouse.type.js';

@Resolver()
export class StockResolver {
  constructor(
    private readonly stock: StockQueries,
    private readonly history: StockHistoryQueries,
  ) {}

  @Query(() => [Warehouse], { description: 'Where goods lie or lay, by name' })
  @Requires(Permission.STOCK_READ)
  @ListSize(50)
  warehouses(@Ctx() ctx: CallerContext): Promise<Warehouse[]> {
    return this.stock.warehouses(ctx);
  }

  @Query(() => StockRecordConnection, { description: 'Observed changes of stock, newest first' })
  @Requires(Permission.STOCK_READ)
  stockHistory(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => StockHistoryArguments }) asked: ListStockHistory,
  ): Promise<Connection<StockRecord>> {
    return this.history.list(ctx, asked);
  }
}
