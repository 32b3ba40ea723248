import { Injectable } from '@nestjs/common';
import { Clock, sellerContext } from '../../../platform/context/index.js';
import { HandlesJobs, ROLLUP_QUEUE, type JobHandler } from '../../../platform/jobs/index.js';
import { RollupService } from '../rollup.service.js';

interface RollupJobData {
  readonly tenantId: string;
  readonly userId: string;
}

/** One seller's rollup. May come twice: what is done is done. */
@HandlesJobs()
@Injectable()
export class RollupJob implements JobHandler<RollupJobData> {
  readonly queue = ROLLUP_QUEUE;
  readonly concurrency = 2;

  constructor(
    private readonly rollups: RollupService,
    private readonly clock: Clock,
  ) {}

  async handle({ tenantId, userId }: RollupJobData): Promise<void> {
    await this.rollups.run(sellerContext(tenantId, userId, () => this.clock.now()));
  }
}
