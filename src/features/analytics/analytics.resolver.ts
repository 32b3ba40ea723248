import { Query, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { DashboardQueries } from './dashboard.queries.js';
import { Dashboard } from './types/dashboard.type.js';

@Resolver()
export class AnalyticsResolver {
  constructor(private readonly dashboards: DashboardQueries) {}

  @Query(() => Dashboard, { description: 'How the seller stands at a glance' })
  @Requires(Permission.ANALYTICS_READ)
  dashboard(@Ctx() ctx: CallerContext): Promise<Dashboard> {
    return this.dashboards.find(ctx);
  }
}
