import { Injectable } from '@nestjs/common';
import { Clock, sellerContext, type SellerContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { RollupRequests } from '../../../platform/jobs/index.js';
import { DatasetRunner } from './dataset-runner.js';
import { outcomeOf, type DatasetState } from './dataset-state.js';
import { RunRepository } from './runs.repository.js';
import { SellerKeys } from './seller-keys.js';
import { SellerLock } from './seller-lock.js';

export interface SyncJob {
  readonly tenantId: string;
  readonly userId: string;
  readonly runId: string;
}

/** One run of one seller. A run that was cut off goes on with the dataset that it was at. */
@Injectable()
export class SellerSync {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly keys: SellerKeys,
    private readonly datasets: DatasetRunner,
    private readonly lock: SellerLock,
    private readonly rollups: RollupRequests,
    private readonly clock: Clock,
  ) {}

  async run({ tenantId, userId, runId }: SyncJob, signal: AbortSignal): Promise<void> {
    const ctx = sellerContext(tenantId, userId, () => this.clock.now());
    await this.lock.hold(userId, async () => {
      const run = await this.runs.begin(ctx, runId);
      if (!run) return; // over already: the job came twice
      const job = await this.keys.open(ctx, signal);
      if (typeof job === 'string') return this.finish(ctx, runId, run.datasets, job);
      const states = await this.datasets.fetchAll(runId, job, run.datasets);
      await (states ? this.finish(ctx, runId, states, null) : this.rollUp(ctx));
    });
  }

  /** Ends a run at which this program failed, so that it does not seem to run for ever: the next one is another. */
  async giveUp({ tenantId, userId, runId }: SyncJob): Promise<void> {
    const ctx = sellerContext(tenantId, userId, () => this.clock.now());
    await this.lock.hold(userId, async () => {
      const run = await this.runs.begin(ctx, runId);
      if (run)
        await this.finish(ctx, runId, run.datasets, 'Something went wrong here. The next sync tries again.');
    });
  }

  private async rollUp(ctx: SellerContext): Promise<void> {
    await this.rollups.ask(ctx, ctx.tenantId, [ctx.userId]);
  }

  private async finish(
    ctx: SellerContext,
    runId: string,
    states: readonly DatasetState[],
    refusal: string | null,
  ): Promise<void> {
    const outcome = refusal === null ? outcomeOf(states) : 'FAILED';
    const errors = states
      .filter(({ error }) => error !== null)
      .map(({ dataset, error }) => `${dataset}: ${error}`);
    const error = refusal ?? (errors.length > 0 ? errors.join('; ') : null);
    await this.database.write(ctx, async () => {
      await this.runs.finish(ctx, runId, outcome, error, ctx.now());
      await this.rollUp(ctx);
    });
  }
}
