import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import type { Feed } from '../../platform/subscriptions/index.js';
import { SyncProgressQueries } from './sync-progress.queries.js';
import { SyncRun } from './types/sync.types.js';

@Resolver()
export class SyncProgressResolver {
  constructor(private readonly progress: SyncProgressQueries) {}

  @Subscription(() => SyncRun, {
    description: `Syncs as they go on: at once those under way, then each after every step that it takes. Whoever reads
slowly is told the latest state and not every step`,
  })
  @Requires(Permission.CATALOG_READ)
  syncProgress(
    @Ctx() ctx: CallerContext,
    @Args('runId', {
      type: () => ID,
      nullable: true,
      description: 'This run only, told at once and until it is over; BAD_USER_INPUT if there is no such run',
    })
    runId: string | null,
  ): Promise<Feed> {
    return this.progress.watch(ctx, runId);
  }
}
