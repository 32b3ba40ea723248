import { Args, Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { ListSize, PageArguments, type Connection, type PageArgs } from '../../platform/graphql/index.js';
import { PlatformFigures } from './platform-figures.queries.js';
import { SystemMetricsQueries, type SoughtSamples } from './system-metrics.queries.js';
import { ActiveUserConnection, type ActiveUser } from './types/active-user.type.js';
import { AdminStats } from './types/admin-stats.type.js';
import { MetricPoint } from './types/metric-point.type.js';
import { SystemMetricsArguments } from './types/system-metrics.arguments.js';

@Resolver()
export class MetricsResolver {
  constructor(
    private readonly samples: SystemMetricsQueries,
    private readonly platform: PlatformFigures,
  ) {}

  @Query(() => [MetricPoint], {
    description:
      'Samples of a figure about the system itself, the oldest first. Platform administrators only.',
  })
  @ListSize(500)
  @Requires(Permission.PLATFORM_ADMIN)
  systemMetrics(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => SystemMetricsArguments }) sought: SoughtSamples,
  ): Promise<MetricPoint[]> {
    return this.samples.points(ctx, sought);
  }

  @Query(() => [String], {
    description: 'What there are samples of, by name. Platform administrators only.',
  })
  @Requires(Permission.PLATFORM_ADMIN)
  systemMetricNames(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<string[]> {
    return this.samples.names(ctx);
  }

  @Query(() => AdminStats, { description: 'The platform at a glance. Platform administrators only.' })
  @Requires(Permission.PLATFORM_ADMIN)
  adminStats(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<AdminStats> {
    return this.platform.stats(ctx);
  }

  @Query(() => ActiveUserConnection, {
    description: 'Active accounts of all tenants, by address. Platform administrators only.',
  })
  @Requires(Permission.PLATFORM_ADMIN)
  activeUsers(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => PageArguments }) asked: PageArgs,
  ): Promise<Connection<ActiveUser>> {
    return this.platform.activeUsers(ctx, asked);
  }
}
