import { Inject, Injectable } from '@nestjs/common';
import { sellerContext, type SellerContext, Clock } from '../../../platform/context/index.js';
import { FernetKeyring } from '../../../platform/crypto/fernet.js';
import { Database } from '../../../platform/database/index.js';
import { JobQueue, ROLLUP_QUEUE } from '../../../platform/jobs/index.js';
import { decodeToken, sellerOf, WildberriesError, WildberriesHttp } from '../client/index.js';
import { ConnectionRepository } from '../connection.repository.js';
import { CursorRepository, type StoredCursor } from './cursors.repository.js';
import { DATASETS_OF_A_RUN, type Dataset, type DatasetJob } from './dataset.js';
import { outcomeOf, type DatasetName, type DatasetState } from './dataset-state.js';
import { retryAfterFailure } from './retry-plan.js';
import { RunRepository, type RunTotals } from './runs.repository.js';
import { SellerLock } from './seller-lock.js';

export interface SyncJob {
  readonly tenantId: string;
  readonly userId: string;
  readonly runId: string;
}

/**
 * One run: every dataset in turn. What fails is named and leaves its old data; the others go on. A run that was cut
 * off goes on with the dataset that it was at.
 */
@Injectable()
export class SellerSync {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly cursors: CursorRepository,
    private readonly runs: RunRepository,
    private readonly lock: SellerLock,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    @Inject(WildberriesHttp) private readonly http: WildberriesHttp,
    @Inject(FernetKeyring) private readonly keyring: FernetKeyring,
    @Inject(DATASETS_OF_A_RUN) private readonly datasets: readonly Dataset[],
  ) {}

  async run({ tenantId, userId, runId }: SyncJob, signal: AbortSignal): Promise<void> {
    const ctx = sellerContext(tenantId, userId, () => this.clock.now());
    await this.lock.hold(userId, async () => {
      const run = await this.runs.begin(ctx, runId);
      if (!run) return; // over already: the job came twice
      const job = await this.prepare(ctx, signal);
      if (typeof job === 'string') return this.finish(ctx, runId, run.datasets, job);
      const states = await this.fetchAll(runId, job, run.datasets);
      await this.finish(ctx, runId, states, null);
    });
  }

  /** @returns what the datasets need, or why they can not be fetched */
  private async prepare(ctx: SellerContext, signal: AbortSignal): Promise<DatasetJob | string> {
    const connection = await this.database.write(ctx, () => this.connections.find(ctx, ctx.userId));
    if (!connection?.encryptedKey) return 'No Wildberries key is connected.';
    if (connection.state !== 'VALID') return 'Wildberries does not accept the key. Connect a new one.';
    const reading = decodeToken(this.keyring.decrypt(connection.encryptedKey), ctx.now().getTime());
    if (!reading.ok) return reading.reason === 'expired' ? 'The Wildberries key has expired. Connect a new one.' : 'The Wildberries key can not be read. Connect it again.';
    const { info, token } = reading;
    return { ctx, http: this.http, seller: sellerOf(token, info), tokenType: info.type, signal };
  }

  private async fetchAll(runId: string, job: DatasetJob, known: readonly DatasetState[]): Promise<DatasetState[]> {
    const { ctx } = job;
    const stored = await this.cursors.all(ctx);
    const states = new Map<DatasetName, DatasetState>(known.map((state) => [state.dataset, state]));
    let refusal: string | null = null;
    for (const [index, dataset] of this.datasets.entries()) {
      if (states.get(dataset.name)?.state === 'SUCCEEDED') continue; // before the run was cut off
      const before = stored.get(dataset.name) ?? null;
      const state: DatasetState = refusal === null ? await this.fetchOne(dataset, job, before) : failed(dataset.name, before, refusal, null);
      if (refusal === null && state.error !== null && (await this.isRefused(ctx))) refusal = state.error;
      states.set(dataset.name, state);
      const progress = (index + 1) / this.datasets.length;
      await this.database.write(ctx, async () => {
        await this.runs.advance(ctx, runId, [...states.values()], progress, totalsOf(state));
        const asOf = state.state === 'SUCCEEDED' || state.state === 'PARTIAL' ? ctx.now() : null;
        const next = state.nextAttemptAt === null ? null : new Date(state.nextAttemptAt);
        await this.cursors.attempted(ctx, dataset.name, asOf, next);
      });
    }
    return [...states.values()];
  }

  private async fetchOne(dataset: Dataset, job: DatasetJob, before: StoredCursor | null): Promise<DatasetState> {
    const { ctx } = job;
    const notBefore = before?.nextAttemptAt ?? null;
    if (notBefore !== null && notBefore > ctx.now()) {
      return {
        dataset: dataset.name,
        state: 'QUEUED',
        rows: 0,
        asOf: iso(before?.asOf),
        nextAttemptAt: iso(notBefore),
        error: null,
      };
    }
    try {
      const { rows, warning } = await dataset.fetch(job);
      return {
        dataset: dataset.name,
        state: warning ? 'PARTIAL' : 'SUCCEEDED',
        rows,
        asOf: ctx.now().toISOString(),
        nextAttemptAt: null,
        error: warning ?? null,
      };
    } catch (error) {
      job.signal.throwIfAborted();
      if (!(error instanceof WildberriesError)) throw error;
      if (error.kind === 'unauthorized') {
        await this.database.write(ctx, () => this.connections.invalidate(ctx, ctx.userId, error.message));
      }
      return failed(dataset.name, before, error.message, retryAfterFailure(error, ctx.now()));
    }
  }

  private async isRefused(ctx: SellerContext): Promise<boolean> {
    const connection = await this.database.write(ctx, () => this.connections.find(ctx, ctx.userId));
    return connection?.state !== 'VALID';
  }

  private async finish(
    ctx: SellerContext,
    runId: string,
    states: readonly DatasetState[],
    refusal: string | null,
  ): Promise<void> {
    const outcome = refusal === null ? outcomeOf(states) : 'FAILED';
    const errors = states.filter(({ error }) => error !== null).map(({ dataset, error }) => `${dataset}: ${error}`);
    const error = refusal ?? (errors.length > 0 ? errors.join('; ') : null);
    await this.database.write(ctx, async () => {
      await this.runs.finish(ctx, runId, outcome, error, ctx.now());
      const { tenantId, userId } = ctx;
      await this.jobs.enqueue(ctx, ROLLUP_QUEUE, { tenantId, userId }, { key: userId });
    });
  }
}

function failed(dataset: DatasetName, before: StoredCursor | null, error: string, retryAt: Date | null): DatasetState {
  return { dataset, state: 'FAILED', rows: 0, asOf: iso(before?.asOf), nextAttemptAt: iso(retryAt), error };
}

function totalsOf({ dataset, rows }: DatasetState): RunTotals {
  return {
    productsSynced: dataset === 'cards' || dataset === 'prices' ? rows : 0,
    stockRecordsWritten: dataset === 'stock' ? rows : 0,
    salesWritten: dataset === 'sales' ? rows : 0,
  };
}

function iso(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null;
}
