import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { HandlesDispatch, RollupRequests, type DispatchTask } from '../../../platform/jobs/index.js';
import { ActiveSellersQueries, type Seller } from '../active-sellers.queries.js';

export const NIGHTLY_ROLLUP = 'nightly-rollup';
const BATCH = 500;

/** Puts everybody's rollup in the queue: the window moves at midnight, changes or none. */
@HandlesDispatch()
@Injectable()
export class NightlyRollupTask implements DispatchTask {
  readonly task = NIGHTLY_ROLLUP;

  constructor(
    private readonly sellers: ActiveSellersQueries,
    private readonly rollups: RollupRequests,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Killed half-way, it begins again: who is in the queue already is not put there twice. */
  async run(): Promise<void> {
    for (let last: Seller | null = null; ;) {
      const batch = await this.enqueue(last);
      last = batch.at(-1) ?? null;
      if (batch.length < BATCH) return;
    }
  }

  /** One transaction for the batch. */
  private enqueue(after: Seller | null): Promise<Seller[]> {
    const ctx = { ...systemContext('nightly rollup'), now: () => this.clock.now() };
    return this.database.write(ctx, async () => {
      const sellers = await this.sellers.next(ctx, after, BATCH);
      for (const { tenantId, userId } of sellers) await this.rollups.ask(ctx, tenantId, [userId]);
      return sellers;
    });
  }
}
