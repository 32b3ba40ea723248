import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { type Connection, ListSize, Mutation } from '../../platform/graphql/index.js';
import { SaleLists, type ListSales } from './sale-lists.queries.js';
import { SalesRecordingService, type RecordSales } from './sales-recording.service.js';
import { SalesQueries, type SummariseSales } from './sales.queries.js';
import { RecordSalesInput, RecordSalesPayload } from './types/record-sales.types.js';
import { SaleConnection, type Sale } from './types/sale.type.js';
import { SalesSummaryRow } from './types/sales-summary.type.js';
import { SalesArguments, SalesSummaryArguments } from './types/sales.arguments.js';

@Resolver()
export class SalesResolver {
  constructor(
    private readonly lists: SaleLists,
    private readonly totals: SalesQueries,
    private readonly recordings: SalesRecordingService,
  ) {}

  @Query(() => SaleConnection, { description: 'Sales and returns, newest first' })
  @Requires(Permission.SALES_READ)
  sales(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => SalesArguments }) asked: ListSales,
  ): Promise<Connection<Sale>> {
    return this.lists.list(ctx, asked);
  }

  @Query(() => [SalesSummaryRow], {
    description: 'At most 1000 rows, biggest revenue first, or in time order when grouped by time',
  })
  @Requires(Permission.SALES_READ)
  @ListSize(100)
  salesSummary(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => SalesSummaryArguments }) asked: SummariseSales,
  ): Promise<SalesSummaryRow[]> {
    return this.totals.summary(ctx, asked);
  }

  @Mutation(() => RecordSalesPayload, {
    description:
      'Records up to 1000 sales; a row whose wbOrderId and kind are known already of the seller of its product is updated, not doubled. Nothing is written unless all rows are valid',
  })
  @Requires(Permission.SALES_WRITE)
  recordSales(
    @Ctx() ctx: CallerContext,
    @Args('input', { type: () => RecordSalesInput }) input: RecordSales,
  ): Promise<Partial<RecordSalesPayload>> {
    return this.recordings.record(ctx, input);
  }
}
