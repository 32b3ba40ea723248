import { Injectable } from '@nestjs/common';
import type { CallerContext, Context, TenantContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { JobQueue, SYNC_QUEUE } from '../../../platform/jobs/index.js';
import { ConnectionRepository } from '../connection.repository.js';
import { memberOf } from '../member.js';
import { RunRepository } from './runs.repository.js';
import type { SyncJob } from './seller-sync.js';

@Injectable()
export class SyncService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly runs: RunRepository,
    private readonly jobs: JobQueue,
  ) {}

  /** Starts a sync, or gives the one under way. @returns the run's id */
  async start(ctx: CallerContext, userId: string | null | undefined): Promise<string> {
    const member = memberOf(ctx, userId);
    return this.database.write(ctx, async () => {
      const connection = await this.connections.find(ctx, member);
      if ((connection?.encryptedKey ?? connection?.plainKey ?? null) === null) {
        throw new DomainError(
          ErrorCode.NOT_FOUND,
          'No Wildberries key is connected. Use connectWildberries first.',
          ['userId'],
        );
      }
      // one that was never checked is checked by the run
      if (connection?.state === 'INVALID') {
        throw new DomainError(
          ErrorCode.WB_KEY_INVALID,
          'Wildberries does not accept the key. Connect a new one.',
          ['userId'],
        );
      }
      return this.open(ctx, member);
    });
  }

  /** Run and job in the open transaction. */
  async open(ctx: TenantContext, userId: string): Promise<string> {
    const run = await this.runs.open(ctx, userId);
    if (run.isNew) await this.enqueue(ctx, { tenantId: ctx.tenantId, userId, runId: run.id });
    return run.id;
  }

  async enqueue(ctx: Context, job: SyncJob): Promise<void> {
    await this.jobs.enqueue(ctx, SYNC_QUEUE, job, { key: job.userId });
  }
}
