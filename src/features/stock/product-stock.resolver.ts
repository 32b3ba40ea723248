import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { askedFields, ListSize, type Connection } from '../../platform/graphql/index.js';
import { Product } from '../products/index.js';
import { StockHistoryQueries, type ListProductStockHistory } from './stock-history.queries.js';
import { StockQueries } from './stock.queries.js';
import { StockLevel } from './types/stock-level.type.js';
import { ProductStockHistoryArguments } from './types/stock-history.arguments.js';
import { StockRecordConnection, type StockRecord } from './types/stock-record.type.js';

/** What a product shows of its stock. */
@Resolver(() => Product)
export class ProductStockResolver {
  constructor(
    private readonly stock: StockQueries,
    private readonly history: StockHistoryQueries,
  ) {}

  @ResolveField(() => [StockLevel], { description: 'What is on hand, by warehouse' })
  @ListSize(5)
  stockLevels(
    product: Product,
    _args: object,
    { ctx }: SignedInContext,
    info: GraphQLResolveInfo,
  ): Promise<StockLevel[]> {
    return this.stock.levelsOf(ctx, product.id, askedFields(info, StockLevel.name));
  }

  @ResolveField(() => StockRecordConnection, { description: 'Observed changes of its stock, newest first' })
  stockHistory(
    @Ctx() ctx: CallerContext,
    @Parent() product: Product,
    @Args({ type: () => ProductStockHistoryArguments }) asked: ListProductStockHistory,
  ): Promise<Connection<StockRecord>> {
    return this.history.ofProduct(ctx, product.id, asked);
  }
}
