import { Injectable } from '@nestjs/common';
import type { Context } from '../context/index.js';
import { Database, statement, together } from '../database/index.js';
import { JobQueue } from './job-queue.js';
import { ROLLUP_QUEUE } from './queues.js';

/** Who writes once often writes again at once: one rollup takes in all of it. */
const SETTLING_MS = 5_000;

/** Asks for the rollup of sellers of whom something has changed that figures follow from. */
@Injectable()
export class RollupRequests {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * In the transaction of the change, behind its marks. A job that waits already is enough, since it does not begin to
   * take marks before this transaction has ended: whoever rolls up waits for that first (settled).
   */
  async ask(ctx: Context, tenantId: string, userIds: Iterable<string>): Promise<void> {
    const startAfter = new Date(ctx.now().getTime() + SETTLING_MS);
    await this.database.write(ctx, async () => {
      // in one order, so that nobody waits for one who waits for them
      const sellers = [...new Set(userIds)].sort();
      const enqueued = async (): Promise<void> => {
        for (const userId of sellers)
          await this.jobs.enqueue(ctx, ROLLUP_QUEUE, { tenantId, userId }, { key: userId, startAfter });
      };
      await together([
        ...sellers.map((userId) => this.database.rows(ctx, ASKING, [nameOf(tenantId, userId)])),
        enqueued(),
      ]);
    });
  }

  /**
   * In the transaction of a rollup, before it takes marks: waits until everybody who found its job waiting, and left it
   * at that, has ended. Who asks from now on finds it running, and puts another one in the queue.
   */
  async settled(ctx: Context, tenantId: string, userId: string): Promise<void> {
    await together([
      this.database.rows(ctx, SAVEPOINT, []),
      this.database.rows(ctx, SETTLED, [nameOf(tenantId, userId)]),
      // gives the lock back at once: nobody has to wait for the rollup itself
      this.database.rows(ctx, RELEASE, []),
    ]);
  }
}

function nameOf(tenantId: string, userId: string): string {
  return `rollup asked for ${tenantId} ${userId}`;
}

const ASKING = statement<never>(`SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))`);
const SAVEPOINT = statement<never>(`SAVEPOINT settled`);
const SETTLED = statement<never>(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`);
const RELEASE = statement<never>(`ROLLBACK TO SAVEPOINT settled`);
