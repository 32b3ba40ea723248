import { Args, Int, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { type Connection, DEFAULT_PAGE_SIZE, Mutation } from '../../platform/graphql/index.js';
import { User, UserPayload, UserQueries } from '../users/index.js';
import { ConnectionService } from './connection.service.js';
import { DisconnectionService } from './disconnection.service.js';
import { SyncRunQueries } from './sync-runs.queries.js';
import { SyncService } from './sync/sync.service.js';
import {
  ConnectWildberriesInput,
  DisconnectInput,
  StartSyncInput,
  SyncRun,
  SyncRunConnection,
  SyncRunPayload,
} from './types/sync.types.js';

@Resolver(() => SyncRun)
export class WildberriesResolver {
  constructor(
    private readonly connections: ConnectionService,
    private readonly disconnections: DisconnectionService,
    private readonly syncs: SyncService,
    private readonly runs: SyncRunQueries,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => UserPayload, {
    description: 'Stores a Wildberries key once it has been checked, and starts a sync',
  })
  @Requires(Permission.INTEGRATIONS_WRITE)
  async connectWildberries(
    @Ctx() ctx: CallerContext,
    @Args('input') input: ConnectWildberriesInput,
  ): Promise<Partial<UserPayload>> {
    const userId = await this.connections.connect(ctx, input.apiKey, input.userId);
    return { user: await this.users.findAfterChange(ctx, userId) };
  }

  @Mutation(() => UserPayload, {
    description:
      'Forgets a Wildberries key, and cancels the fetching that waits or is under way. What was fetched stays',
  })
  @Requires(Permission.INTEGRATIONS_WRITE)
  async disconnectWildberries(
    @Ctx() ctx: CallerContext,
    @Args('input') input: DisconnectInput,
  ): Promise<Partial<UserPayload>> {
    const userId = await this.disconnections.disconnect(ctx, input.userId);
    return { user: await this.users.findAfterChange(ctx, userId) };
  }

  @Mutation(() => SyncRunPayload, {
    description: 'Fetches marketplace data now; gives the run under way if there is one',
  })
  @Requires(Permission.INTEGRATIONS_WRITE)
  async startSync(
    @Ctx() ctx: CallerContext,
    @Args('input') input: StartSyncInput,
  ): Promise<Partial<SyncRunPayload>> {
    const id = await this.syncs.start(ctx, input.userId);
    return { syncRun: await this.runs.find(ctx, id) };
  }

  @Query(() => SyncRunConnection, { description: 'Fetchings of marketplace data, newest first' })
  @Requires(Permission.CATALOG_READ)
  syncRuns(
    @Ctx() ctx: CallerContext,
    @Args('first', {
      type: () => Int,
      defaultValue: DEFAULT_PAGE_SIZE,
      nullable: true,
      description: 'Page size, 1 to 100',
    })
    first: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'endCursor of the page before' })
    after: string | null,
  ): Promise<Connection<SyncRun>> {
    return this.runs.page(ctx, { first, after });
  }

  @ResolveField(() => User, { description: 'Whose data it fetched' })
  user(run: SyncRun, _args: object, { ctx }: SignedInContext): Promise<User | null> {
    return this.users.find(ctx, run.userId);
  }
}
