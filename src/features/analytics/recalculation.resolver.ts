import { Args, Resolver } from '@nestjs/graphql';
import { Ctx, Permission, Requires } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Mutation } from '../../platform/graphql/index.js';
import { RecalculationService } from './recalculation.service.js';
import { RecalculateAnalyticsInput, RecalculateAnalyticsPayload } from './types/recalculation.types.js';

@Resolver()
export class RecalculationResolver {
  constructor(private readonly recalculations: RecalculationService) {}

  @Mutation(() => RecalculateAnalyticsPayload, {
    description:
      'Computes daily totals and figures of the whole tenant now, out of what is on record, instead of with the next rollup',
  })
  @Requires(Permission.ANALYTICS_WRITE)
  async recalculateAnalytics(
    @Ctx() ctx: CallerContext,
    @Args('input', { type: () => RecalculateAnalyticsInput }) { range }: RecalculateAnalyticsInput,
  ): Promise<Partial<RecalculateAnalyticsPayload>> {
    return { daysRecalculated: await this.recalculations.run(ctx, range ?? null) };
  }
}
