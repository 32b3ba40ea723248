import { ResolveField, Resolver } from '@nestjs/graphql';
import type { SignedInContext } from '../../platform/access/index.js';
import { ListSize } from '../../platform/graphql/index.js';
import { Product } from '../products/index.js';
import { ProductExplanations } from './product-explanations.loader.js';
import { ProductMetricsLoader } from './product-metrics.loader.js';
import { MetricExplanation } from './types/metric-explanation.type.js';
import { ProductMetrics } from './types/product-metrics.type.js';

/** What a product shows of its figures. */
@Resolver(() => Product)
export class ProductFiguresResolver {
  constructor(private readonly figures: ProductMetricsLoader) {}

  @ResolveField(() => ProductMetrics, {
    nullable: true,
    description: 'Its figures; null until they are computed for the first time',
  })
  metrics(product: Product, _args: object, { ctx }: SignedInContext): Promise<ProductMetrics | null> {
    return this.figures.of(ctx, product.id);
  }
}

@Resolver(() => ProductMetrics)
export class ProductMetricsResolver {
  constructor(private readonly explanations: ProductExplanations) {}

  @ResolveField(() => [MetricExplanation], { description: 'What each of these figures was made of' })
  @ListSize(17)
  explain(metrics: ProductMetrics, _args: object, { ctx }: SignedInContext): Promise<MetricExplanation[]> {
    return this.explanations.of(ctx, metrics);
  }
}
