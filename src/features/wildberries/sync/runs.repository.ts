import { Injectable } from '@nestjs/common';
import type { SellerContext, SystemContext, TenantContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import { Announcements } from '../../../platform/events/index.js';
import { v7 as uuidv7 } from 'uuid';
import type { DatasetState } from './dataset-state.js';

export interface RunState {
  readonly id: string;
  readonly state: string;
  readonly datasets: DatasetState[];
}

export interface RunTotals {
  readonly productsSynced: number;
  readonly stockRecordsWritten: number;
  readonly salesWritten: number;
}

export interface SellerRef {
  readonly tenantId: string;
  readonly userId: string;
}

/** Every change of a run is announced with it. */
@Injectable()
export class RunRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** @returns the new run, or the one that is under way: there is never a second */
  async open(ctx: TenantContext, userId: string): Promise<{ id: string; isNew: boolean }> {
    const made = await this.database.row(ctx, OPEN, [ctx.tenantId, uuidv7(), userId, ctx.now()]);
    if (made) {
      await this.announce(ctx, userId, made.id);
      return { id: made.id, isNew: true };
    }
    const active = await this.database.row(ctx, ACTIVE, [ctx.tenantId, userId]);
    if (!active) throw new Error('A run ended between two statements; try again');
    return { id: active.id, isNew: false };
  }

  async begin(ctx: SellerContext, id: string): Promise<RunState | null> {
    return this.database.write(ctx, async () => {
      const run = await this.database.row(ctx, BEGIN, [ctx.tenantId, id, ctx.now()]);
      if (run) await this.announce(ctx, ctx.userId, id);
      return run;
    });
  }

  /** @returns whether the run still is under way, and not given up meanwhile */
  async advance(
    ctx: SellerContext,
    id: string,
    datasets: readonly DatasetState[],
    progress: number,
    added: RunTotals,
  ): Promise<boolean> {
    const advanced = await this.database.rows(ctx, ADVANCE, [
      ctx.tenantId,
      id,
      JSON.stringify(datasets),
      progress,
      added.productsSynced,
      added.stockRecordsWritten,
      added.salesWritten,
    ]);
    if (advanced.length > 0) await this.announce(ctx, ctx.userId, id);
    return advanced.length > 0;
  }

  /** Ends a run, unless it is over already. */
  async finish(
    ctx: SellerContext,
    id: string,
    state: 'SUCCEEDED' | 'PARTIAL' | 'FAILED',
    error: string | null,
    at: Date,
  ): Promise<void> {
    const finished = await this.database.rows(ctx, FINISH, [ctx.tenantId, id, state, error, at]);
    if (finished.length === 0) return;
    if (state !== 'FAILED') await this.database.rows(ctx, SYNCED, [ctx.tenantId, ctx.userId, at]);
    await this.announce(ctx, ctx.userId, id);
  }

  /** Gives up the run that is queued or under way: whoever works on it finds out before its next dataset. */
  async cancel(ctx: TenantContext, userId: string, error: string): Promise<void> {
    const cancelled = await this.database.rows(ctx, CANCEL, [ctx.tenantId, userId, error, ctx.now()]);
    for (const { id } of cancelled) await this.announce(ctx, userId, id);
  }

  /** Sellers whose data are older than `before`, or whose deferred part is due, and whose key works, or was never checked. */
  due(ctx: SystemContext, before: Date): Promise<SellerRef[]> {
    return this.database.rows(ctx, DUE, [before, ctx.now()]);
  }

  /** Runs that are not over: their jobs may have been lost with a worker. */
  unfinished(ctx: SystemContext): Promise<(SellerRef & { runId: string })[]> {
    return this.database.rows(ctx, UNFINISHED, []);
  }

  private async announce(ctx: TenantContext, userId: string, runId: string): Promise<void> {
    await this.announcements.announce(ctx, 'sync', { tenantId: ctx.tenantId, userId, runId });
  }
}

const OPEN = statement<{ id: string }>(`
  INSERT INTO sync_runs (tenant_id, id, user_id, state, queued_at) VALUES ($1, $2, $3, 'QUEUED', $4)
  ON CONFLICT (tenant_id, user_id) WHERE state IN ('QUEUED', 'RUNNING') DO NOTHING
  RETURNING id
`);

const ACTIVE = statement<{ id: string }>(`
  SELECT id FROM sync_runs WHERE tenant_id = $1 AND user_id = $2 AND state IN ('QUEUED', 'RUNNING')
`);

const BEGIN = statement<RunState>(`
  UPDATE sync_runs SET state = 'RUNNING', started_at = coalesce(started_at, $3)
  WHERE tenant_id = $1 AND id = $2 AND state IN ('QUEUED', 'RUNNING')
  RETURNING id, state, datasets
`);

const ADVANCE = statement<{ id: string }>(`
  UPDATE sync_runs SET datasets = $3, progress = $4, products_synced = products_synced + $5,
    stock_records_written = stock_records_written + $6, sales_written = sales_written + $7
  WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING'
  RETURNING id
`);

const FINISH = statement<{ id: string }>(`
  UPDATE sync_runs SET state = $3, error = $4, finished_at = $5, progress = 1
  WHERE tenant_id = $1 AND id = $2 AND state IN ('QUEUED', 'RUNNING')
  RETURNING id
`);

const CANCEL = statement<{ id: string }>(`
  UPDATE sync_runs SET state = 'CANCELLED', error = $3, finished_at = $4
  WHERE tenant_id = $1 AND user_id = $2 AND state IN ('QUEUED', 'RUNNING')
  RETURNING id
`);

const SYNCED = statement<never>(`UPDATE users SET last_sync_at = $3 WHERE tenant_id = $1 AND id = $2`);

const DUE = statement<SellerRef>(`
  WITH sellers AS (
    SELECT tenant_id, user_id FROM wildberries_connections WHERE state = 'VALID' AND key_expires_at > $2
    UNION ALL
    SELECT k.tenant_id, k.id FROM users k
    WHERE (k.wb_api_key_encrypted IS NOT NULL OR btrim(k.wb_api_key) <> '')
      AND NOT EXISTS (SELECT FROM wildberries_connections n WHERE n.tenant_id = k.tenant_id AND n.user_id = k.id)
  )
  SELECT c.tenant_id AS "tenantId", c.user_id AS "userId"
  FROM sellers c
  JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id AND u.is_active
  JOIN tenants t ON t.id = c.tenant_id AND t.is_active
  WHERE NOT EXISTS (
      SELECT FROM sync_runs r
      WHERE r.tenant_id = c.tenant_id AND r.user_id = c.user_id AND r.state IN ('QUEUED', 'RUNNING'))
    AND (
      NOT EXISTS (
        SELECT FROM sync_runs r WHERE r.tenant_id = c.tenant_id AND r.user_id = c.user_id AND r.queued_at > $1)
      OR EXISTS (
        SELECT FROM sync_cursors s
        WHERE s.tenant_id = c.tenant_id AND s.user_id = c.user_id AND s.next_attempt_at <= $2))
`);

const UNFINISHED = statement<SellerRef & { runId: string }>(`
  SELECT tenant_id AS "tenantId", user_id AS "userId", id AS "runId" FROM sync_runs
  WHERE state IN ('QUEUED', 'RUNNING')
`);
