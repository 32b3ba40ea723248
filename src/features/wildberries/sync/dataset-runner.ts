import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { SellerContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { LOGGER } from '../../../platform/observability/index.js';
import { WildberriesError } from '../client/index.js';
import { ConnectionRepository } from '../connection.repository.js';
import { CursorRepository, type StoredCursor } from './cursors.repository.js';
import { DATASETS_OF_A_RUN, type Dataset, type DatasetJob } from './dataset.js';
import type { DatasetName, DatasetState } from './dataset-state.js';
import { retryAfterFailure } from './retry-plan.js';
import { RunRepository, type RunTotals } from './runs.repository.js';

const RETRY_MS = 15 * 60_000;

/** Fetches the datasets of a run one after the other. What fails is named and leaves its old data; the others go on. */
@Injectable()
export class DatasetRunner {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly cursors: CursorRepository,
    private readonly runs: RunRepository,
    @Inject(DATASETS_OF_A_RUN) private readonly datasets: readonly Dataset[],
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * @param known how the datasets fared before the run was cut off
   * @returns null when the run was given up meanwhile
   */
  async fetchAll(
    runId: string,
    job: DatasetJob,
    known: readonly DatasetState[],
  ): Promise<DatasetState[] | null> {
    const { ctx } = job;
    const stored = await this.cursors.all(ctx);
    const states = new Map<DatasetName, DatasetState>(known.map((state) => [state.dataset, state]));
    let refusal: string | null = null;
    for (const [index, dataset] of this.datasets.entries()) {
      if (states.get(dataset.name)?.state === 'SUCCEEDED') continue; // before the run was cut off
      const before = stored.get(dataset.name) ?? null;
      const state: DatasetState =
        refusal === null
          ? await this.fetchOne(dataset, job, before)
          : failed(dataset.name, before, refusal, null);
      if (refusal === null && state.error !== null && (await this.isRefused(ctx))) refusal = state.error;
      states.set(dataset.name, state);
      const progress = (index + 1) / this.datasets.length;
      const isOn = await this.database.write(ctx, async () => {
        const all = [...states.values()];
        if (!(await this.runs.advance(ctx, runId, all, progress, totalsOf(state)))) return false;
        const asOf = state.state === 'SUCCEEDED' || state.state === 'PARTIAL' ? ctx.now() : null;
        const next = state.nextAttemptAt === null ? null : new Date(state.nextAttemptAt);
        await this.cursors.attempted(ctx, dataset.name, asOf, next);
        return true;
      });
      if (!isOn) return this.clearUp(ctx);
    }
    return [...states.values()];
  }

  /**
   * After a run that was given up, since its key was taken away: the places that its last dataset has noted are those of
   * a seller whose key may not come back. The run's lock is held, so that the next one begins behind this.
   */
  private async clearUp(ctx: SellerContext): Promise<null> {
    await this.database.write(ctx, () => this.cursors.forget(ctx, ctx.userId));
    return null;
  }

  private async fetchOne(
    dataset: Dataset,
    job: DatasetJob,
    before: StoredCursor | null,
  ): Promise<DatasetState> {
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
      if (!(error instanceof WildberriesError)) {
        // a fault of this program: the other datasets are none the worse for it
        this.log.error({ dataset: dataset.name, userId: ctx.userId, err: error }, 'dataset failed');
        const retryAt = new Date(ctx.now().getTime() + RETRY_MS);
        return failed(dataset.name, before, 'Something went wrong here.', retryAt);
      }
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
}

function failed(
  dataset: DatasetName,
  before: StoredCursor | null,
  error: string,
  retryAt: Date | null,
): DatasetState {
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
