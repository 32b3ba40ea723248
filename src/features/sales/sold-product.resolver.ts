import { ResolveField, Resolver } from '@nestjs/graphql';
import type { SignedInContext } from '../../platform/access/index.js';
import { Product, ProductQueries } from '../products/index.js';
import { Sale } from './types/sale.type.js';
import { SalesSummaryRow } from './types/sales-summary.type.js';

@Resolver(() => Sale)
export class SaleResolver {
  constructor(private readonly products: ProductQueries) {}

  @ResolveField(() => Product, { nullable: true, description: 'What was sold; null when it is not known' })
  async product({ productId }: Sale, _args: object, { ctx }: SignedInContext): Promise<Product | null> {
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
    { productId }: SalesSummaryRow,
    _args: object,
    { ctx }: SignedInContext,
  ): Promise<Product | null> {
    return productId === null ? null : this.products.find(ctx, productId);
  }
}
