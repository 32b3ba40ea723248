import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Product, ProductQueries } from '../products/index.js';
import { Sale } from './types/sale.type.js';
import { SalesSummaryRow } from './types/sales-summary.type.js';

@Resolver(() => Sale)
export class SaleResolver {
  constructor(private readonly products: ProductQueries) {}

  @ResolveField(() => Product, { nullable: true, description: 'What was sold; null when it is not known' })
  async product(@Ctx() ctx: CallerContext, @Parent() { productId }: Sale): Promise<Product | null> {
    return productId === null ? null : this.products.find(ctx, productId);
  }
}

@Resolver(() => SalesSummaryRow)
export class SalesSummaryRowResolver {
  constructor(private readonly products: ProductQueries) {}

  @ResolveField(() => Product, {
    nullable: true,
    description: 'The product, when grouped by PRODUCT and known',
  })
  async product(
    @Ctx() ctx: CallerContext,
    @Parent() { productId }: SalesSummaryRow,
  ): Promise<Product | null> {
    return productId === null ? null : this.products.find(ctx, productId);
  }
}
