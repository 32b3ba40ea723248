import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Connection } from '../../platform/graphql/index.js';
import { Product, ProductQueries } from '../products/index.js';
import { ProductExplanations } from './product-explanations.loader.js';
import { ReplenishmentQueries, type ListReplenishment } from './replenishment.queries.js';
import { MetricExplanation } from './types/metric-explanation.type.js';
import {
  ReplenishmentArguments,
  ReplenishmentConnection,
  ReplenishmentItem,
} from './types/replenishment.type.js';

@Resolver(() => ReplenishmentItem)
export class ReplenishmentResolver {
  constructor(
    private readonly queries: ReplenishmentQueries,
    private readonly products: ProductQueries,
    private readonly explanations: ProductExplanations,
  ) {}

  @Query(() => ReplenishmentConnection, {
    description:
      'What to order, and how much: products with a velocity, what runs out first comes first. Archived ones are left out',
  })
  @Requires(Permission.ANALYTICS_READ)
  replenishment(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => ReplenishmentArguments }) asked: ListReplenishment,
  ): Promise<Connection<ReplenishmentItem>> {
    return this.queries.list(ctx, asked);
  }

  @ResolveField(() => Product, { description: 'What to order' })
  product({ metrics }: ReplenishmentItem, _args: object, { ctx }: SignedInContext): Promise<Product> {
    return this.products.get(ctx, metrics.productId);
  }

  @ResolveField(() => MetricExplanation, { description: 'What reorderQuantity was made of' })
  explain(
    { metrics }: ReplenishmentItem,
    _args: object,
    { ctx }: SignedInContext,
  ): Promise<MetricExplanation> {
    return this.explanations.ofOne(ctx, metrics, 'reorderQuantity');
  }
}
