import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { QUEUE_NAMES } from '../../../platform/jobs/index.js';
import { LOGGER } from '../../../platform/observability/index.js';
import { LiveFiguresQueries, type QueueFigures, type Spread } from './live-figures.queries.js';

/** Looked up once in as long, however many ask. */
const FRESH_MS = 15_000;
/** Whoever asks is not kept waiting by a database that hangs. */
const PATIENCE_MS = 2_000;

export interface LiveFigures {
  readonly queues: readonly QueueFigures[];
  readonly syncLag: Spread;
  readonly rollupAge: Spread;
}

/** What the database tells of jobs, syncs and rollups, for gauges and health alike. */
@Injectable()
export class LiveFiguresReader {
  private known: { readonly until: number; readonly figures: Promise<LiveFigures | null> } | null = null;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queries: LiveFiguresQueries,
  ) {}

  /** @returns null while the database does not answer */
  read(): Promise<LiveFigures | null> {
    const now = performance.now();
    if (!this.known || this.known.until <= now)
      this.known = { until: now + FRESH_MS, figures: this.inTime() };
    return this.known.figures;
  }

  /** What is asked next is looked up anew. */
  forget(): void {
    this.known = null;
  }

  private async inTime(): Promise<LiveFigures | null> {
    const late = new AbortController();
    const tooLate = delay(PATIENCE_MS, null, { ref: false, signal: late.signal }).catch(() => null);
    try {
      return await Promise.race([this.lookUp(), tooLate]);
    } finally {
      late.abort();
    }
  }

  private async lookUp(): Promise<LiveFigures | null> {
    const ctx = { ...systemContext('live figures'), now: () => this.clock.now() };
    try {
      return await this.database.read(ctx, async () => ({
        queues: await this.queries.queues(ctx, QUEUE_NAMES),
        syncLag: await this.queries.syncLag(ctx),
        rollupAge: await this.queries.rollupAge(ctx),
      }));
    } catch (error) {
      this.log.warn({ err: error }, 'live figures can not be read');
      return null;
    }
  }
}
