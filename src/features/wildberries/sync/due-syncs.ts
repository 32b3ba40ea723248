import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock, sellerContext, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
import { RunRepository } from './runs.repository.js';
import { SyncService } from './sync.service.js';

/** The marketplace refreshes stock and sales as often. */
const SYNC_EVERY_MS = 30 * 60_000;
const TICK_MS = 5 * 60_000;
const TASK = 'due-syncs';

/** Looks every few minutes which sellers are due. Every process may fire; one task a tick comes of it. */
@Injectable()
@HandlesDispatch()
export class DueSyncs implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly syncs: SyncService,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  @Cron('0 */5 * * * *')
  async tick(): Promise<void> {
    await this.dispatches.every(TICK_MS, TASK);
  }

  async run(): Promise<void> {
    const ctx = systemContext(TASK);
    const before = new Date(ctx.now().getTime() - SYNC_EVERY_MS);
    const { due, unfinished } = await this.database.read(ctx, async () => ({
      due: await this.runs.due(ctx, before),
      unfinished: await this.runs.unfinished(ctx),
    }));
    for (const { tenantId, userId } of due) {
      const seller = sellerContext(tenantId, userId, () => this.clock.now());
      await this.database.write(seller, () => this.syncs.open(seller, userId));
    }
    // the queue keeps one job for each seller: this puts back only what was lost
    for (const job of unfinished) await this.syncs.enqueue(ctx, job);
  }
}
