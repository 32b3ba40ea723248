import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { badUserInput } from '../../platform/graphql/index.js';
import { JobState } from '../../platform/jobs/index.js';
import { Feeds, type Feed } from '../../platform/subscriptions/index.js';
import { SyncRunQueries } from './sync-runs.queries.js';
import type { SyncRun } from './types/sync.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The root value of the subscription. */
export interface SyncProgress {
  readonly syncProgress: SyncRun;
}

@Injectable()
export class SyncProgressQueries {
  constructor(
    private readonly database: Database,
    private readonly runs: SyncRunQueries,
    private readonly feeds: Feeds,
  ) {}

  /**
   * The runs under way, or one run until it is over, as they are now and after each step.
   * @throws GraphQLError for a run that is missing or somebody else's: the two can not be told apart
   */
  async watch(ctx: CallerContext, runId: string | null): Promise<Feed> {
    const wanted = runId?.toLowerCase() ?? null;
    const feed: Feed = this.feeds.open('sync', {
      keyOf: (step) =>
        step.tenantId === ctx.tenantId &&
        (ctx.scope === 'tenant' || step.userId === ctx.userId) &&
        (wanted ?? step.runId) === step.runId
          ? step.runId
          : null,
      read: async (reader, id) => {
        const run = await this.runs.find(reader, id);
        if (run && isOver(run)) {
          feed.over(id);
          if (wanted !== null) feed.finish();
        }
        return run && ({ syncProgress: run } satisfies SyncProgress);
      },
    });
    try {
      // heard from first and then read, so that no step falls between
      const ids = wanted === null ? await this.underWay(ctx) : [await this.existing(ctx, wanted)];
      for (const id of ids) feed.tell(id);
      return feed;
    } catch (error) {
      await feed.return();
      throw error;
    }
  }

  private async existing(ctx: CallerContext, id: string): Promise<string> {
    const run = UUID.test(id) ? await this.runs.find(ctx, id) : null;
    if (!run) throw badUserInput('runId', 'there is no such sync');
    return run.id;
  }

  private async underWay(ctx: CallerContext): Promise<string[]> {
    const owner = ctx.scope === 'own' ? ctx.userId : null;
    return (await this.database.rows(ctx, UNDER_WAY, [ctx.tenantId, owner])).map(({ id }) => id);
  }
}

function isOver({ state }: SyncRun): boolean {
  return state !== JobState.QUEUED && state !== JobState.RUNNING;
}

const UNDER_WAY = statement<{ id: string }>(`
  SELECT id FROM sync_runs
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND state IN ('QUEUED', 'RUNNING')
  ORDER BY id LIMIT 100
`);
