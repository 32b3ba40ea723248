import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { type Connection, ListSize, Mutation } from '../../platform/graphql/index.js';
import { StockAtQueries, type AskStockAt } from './stock-at.queries.js';
import { StockHistoryQueries, type ListStockHistory } from './stock-history.queries.js';
import { StockRecordingService, type RecordStock } from './stock-recording.service.js';
import { StockQueries } from './stock.queries.js';
import { RecordStockInput, RecordStockPayload } from './types/record-stock.types.js';
import { StockAtArguments } from './types/stock-at.arguments.js';
import { StockHistoryArguments } from './types/stock-history.arguments.js';
import { StockLevelConnection, type StockLevel } from './types/stock-level.type.js';
import { StockRecordConnection, type StockRecord } from './types/stock-record.type.js';
import { Warehouse } from './types/warehouse.type.js';

@Resolver()
export class StockResolver {
  constructor(
    private readonly stock: StockQueries,
    private readonly history: StockHistoryQueries,
    private readonly past: StockAtQueries,
    private readonly recordings: StockRecordingService,
  ) {}

  @Query(() => [Warehouse], { description: 'Where goods lie or lay, by name' })
  @Requires(Permission.STOCK_READ)
  @ListSize(50)
  warehouses(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<Warehouse[]> {
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

  @Query(() => StockLevelConnection, {
    description:
      'The stock as it stood at a past instant, by product and warehouse. What was not on record yet is absent',
  })
  @Requires(Permission.STOCK_READ)
  stockAt(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => StockAtArguments }) asked: AskStockAt,
  ): Promise<Connection<StockLevel>> {
    return this.past.list(ctx, asked);
  }

  @Mutation(() => RecordStockPayload, {
    description:
      'Records up to 1000 observations of stock; nothing is written unless all rows are valid. An instant that has another quantity on record is CONFLICT',
  })
  @Requires(Permission.STOCK_WRITE)
  recordStock(
    @Ctx() ctx: CallerContext,
    @Args('input', { type: () => RecordStockInput }) input: RecordStock,
  ): Promise<Partial<RecordStockPayload>> {
    return this.recordings.record(ctx, input);
  }
}
