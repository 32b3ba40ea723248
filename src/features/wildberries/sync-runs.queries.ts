import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import {
  connectionFrom,
  cursorKind,
  readPage,
  type Connection,
  type PageArgs,
} from '../../platform/graphql/index.js';
import { JobState } from '../../platform/jobs/index.js';
import type { DatasetState } from './sync/dataset-state.js';
import type { DatasetFreshness, SyncRun } from './types/sync.types.js';

type Row = Omit<SyncRun, 'datasets'> & { readonly datasets: DatasetState[] };

/** Ids are version 7: newest first is by id. */
const NEWEST_FIRST = cursorKind('syncRuns', ['uuid']);

@Injectable()
export class SyncRunQueries {
  constructor(private readonly database: Database) {}

  async find(ctx: CallerContext, id: string): Promise<SyncRun | null> {
    const row = await this.database.row(ctx, FIND, [ctx.tenantId, id, ownerOf(ctx)]);
    return row && toSyncRun(row);
  }

  async page(ctx: CallerContext, args: PageArgs): Promise<Connection<SyncRun>> {
    const page = readPage(args, NEWEST_FIRST);
    const owner = ownerOf(ctx);
    const rows = await this.database.rows(ctx, PAGE, [
      ctx.tenantId,
      owner,
      page.after?.[0] ?? null,
      page.limit + 1,
    ]);
    const count = async (): Promise<number> => {
      const counted = await this.database.row(ctx, COUNT, [ctx.tenantId, owner]);
      return counted?.count ?? 0;
    };
    return connectionFrom(page, rows.map(toSyncRun), (run) => [run.id], count);
  }
}

/** Whose runs are meant: null is everybody's of the tenant. */
function ownerOf(ctx: CallerContext): string | null {
  return ctx.scope === 'own' ? ctx.userId : null;
}

function toSyncRun({ datasets, ...run }: Row): SyncRun {
  return { ...run, datasets: datasets.map(toFreshness) };
}

const STATES: Readonly<Record<DatasetState['state'], JobState>> = {
  QUEUED: JobState.QUEUED,
  RUNNING: JobState.RUNNING,
  SUCCEEDED: JobState.SUCCEEDED,
  PARTIAL: JobState.PARTIAL,
  FAILED: JobState.FAILED,
};

function toFreshness({ dataset, state, rows, asOf, nextAttemptAt, error }: DatasetState): DatasetFreshness {
  return {
    dataset,
    state: STATES[state],
    rows,
    error,
    asOf: asOf === null ? null : new Date(asOf),
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt),
  };
}

const COLUMNS = `id, user_id AS "userId", state, started_at AS "startedAt", finished_at AS "finishedAt", progress,
  products_synced AS "productsSynced", stock_records_written AS "stockRecordsWritten", sales_written AS "salesWritten",
  datasets, error`;

const FIND = statement<Row>(`
  SELECT ${COLUMNS} FROM sync_runs WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR user_id = $3)
`);

const PAGE = statement<Row>(`
  SELECT ${COLUMNS} FROM sync_runs
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND ($3::uuid IS NULL OR id < $3)
  ORDER BY id DESC LIMIT $4
`);

const COUNT = statement<{ count: number }>(`
  SELECT count(*)::integer AS count FROM sync_runs WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2)
`);
