import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { ProductCosts } from './product-costs.loader.js';
import { ProductQueries } from './products.queries.js';
import type { Product } from './types/product.type.js';

/** A product after a change: what the request has read of it before is forgotten. */
@Injectable()
export class ChangedProducts {
  constructor(
    private readonly catalogue: ProductQueries,
    private readonly costs: ProductCosts,
  ) {}

  async find(ctx: CallerContext, id: string): Promise<Product | null> {
    this.costs.forget(ctx, id);
    return this.catalogue.findAfterChange(ctx, id);
  }
}
