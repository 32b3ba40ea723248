import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Connection } from '../../platform/graphql/index.js';
import { Product } from '../products/index.js';
import { SaleLists, type ListProductSales } from './sale-lists.queries.js';
import { SaleConnection, type Sale } from './types/sale.type.js';
import { ProductSalesArguments } from './types/sales.arguments.js';

/** What a product shows of its sales. */
@Resolver(() => Product)
export class ProductSalesResolver {
  constructor(private readonly lists: SaleLists) {}

  @ResolveField(() => SaleConnection, { description: 'Its sales and returns, newest first' })
  sales(
    @Ctx() ctx: CallerContext,
    @Parent() product: Product,
    @Args({ type: () => ProductSalesArguments }) asked: ListProductSales,
  ): Promise<Connection<Sale>> {
    return this.lists.ofProduct(ctx, product.id, asked);
  }
}
