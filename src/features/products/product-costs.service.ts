import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { changesOf, type Changes } from './domain/product-change.js';
import { costAfter, type CostChange } from './domain/product-cost.js';
import { ProductCosts } from './product-costs.loader.js';
import { ProductCostRepository } from './product-costs.repository.js';

/** Changes what one product costs, as a part of a change to it. */
@Injectable()
export class ProductCostService {
  constructor(
    private readonly costs: ProductCosts,
    private readonly repository: ProductCostRepository,
  ) {}

  /** @returns before and after of what is another value now; the product is locked by the caller's transaction */
  async change(ctx: CallerContext, productId: string, change: CostChange): Promise<Changes> {
    if (change.unitCost === undefined && change.leadTimeDays === undefined) return {};
    const held = await this.costs.on(ctx, [productId], businessDay(ctx.now()));
    const before = costAfter(held.get(productId) ?? null, {});
    const changes = changesOf(before, costAfter(before, change));
    await this.repository.change(ctx, [{ productId, ...change }]);
    return changes;
  }
}
