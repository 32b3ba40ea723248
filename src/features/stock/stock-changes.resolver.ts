import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Feed } from '../../platform/subscriptions/index.js';
import { StockChangesQueries } from './stock-changes.queries.js';
import { StockLevel } from './types/stock-level.type.js';

@Resolver()
export class StockChangesResolver {
  constructor(private readonly changes: StockChangesQueries) {}

  @Subscription(() => StockLevel, {
    description: `Levels of stock as they move. Whoever reads slowly is told the latest state of each and not every change.
While the server can not hear its other processes, changes of products that are not named may pass untold`,
  })
  @Requires(Permission.STOCK_READ)
  stockChanged(
    @Ctx() ctx: CallerContext,
    @Args('productIds', {
      type: () => [ID],
      nullable: true,
      description:
        'These products only, at most 100, whose levels are told at once; BAD_USER_INPUT if one of them is not there',
    })
    productIds: readonly string[] | null,
  ): Promise<Feed> {
    return this.changes.watch(ctx, productIds);
  }
}
