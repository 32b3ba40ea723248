import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires, type SignedInContext } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { ListSize } from '../../platform/graphql/index.js';
import { AnalyticsQueries, type AskAnalytics } from './analytics.queries.js';
import { DashboardExplanations } from './dashboard-explanations.queries.js';
import { DashboardQueries } from './dashboard.queries.js';
import { AnalyticsArguments, AnalyticsSnapshot } from './types/analytics-snapshot.type.js';
import { Dashboard } from './types/dashboard.type.js';
import { MetricExplanation } from './types/metric-explanation.type.js';

@Resolver(() => Dashboard)
export class AnalyticsResolver {
  constructor(
    private readonly dashboards: DashboardQueries,
    private readonly explanations: DashboardExplanations,
    private readonly snapshots: AnalyticsQueries,
  ) {}

  @Query(() => Dashboard, { description: 'How the seller stands at a glance' })
  @Requires(Permission.ANALYTICS_READ)
  dashboard(_root: unknown, _args: object, { ctx }: SignedInContext): Promise<Dashboard> {
    return this.dashboards.find(ctx);
  }

  @ResolveField(() => [MetricExplanation], { description: 'What each of these figures was made of' })
  @ListSize(22)
  explain(dashboard: Dashboard, _args: object, { ctx }: SignedInContext): Promise<MetricExplanation[]> {
    return this.explanations.of(ctx, dashboard);
  }

  @Query(() => AnalyticsSnapshot, { description: 'What all products came to over some days' })
  @Requires(Permission.ANALYTICS_READ)
  analytics(
    @Ctx() ctx: CallerContext,
    @Args({ type: () => AnalyticsArguments }) asked: AskAnalytics,
  ): Promise<AnalyticsSnapshot> {
    return this.snapshots.find(ctx, asked);
  }
}
