import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Database } from '../../database/index.js';

/** A database that hangs is one that does not answer. */
const PATIENCE_MS = 2_000;
/** Anybody may ask, and the database is asked for all of them at once. */
const FRESH_MS = 1_000;

/** Whether this process can serve: database reachable, migrations at head, not shutting down. */
@Injectable()
export class Health {
  private stopping = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
  ) {}

  /** From now on not ready, so that nothing new is sent here while what runs is finished. */
  shuttingDown(): void {
    this.stopping = true;
  }

  process(): HealthIndicatorResult {
    const indicator = this.indicators.check('process');
    return this.stopping ? indicator.down('shutting down') : indicator.up();
  }

  /** Tells nothing of why a database does not answer: anybody may ask. */
  async databaseAtHead(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    const { database } = await indicator
      .attempt(async () => ({ missing: await this.database.missingMigrations() }))
      .withTimeout(PATIENCE_MS)
      .cacheFor(FRESH_MS);
    if (database.status !== 'up') return indicator.down('does not answer');
    const missing = Number(database['missing']);
    return missing === 0 ? indicator.up() : indicator.down(`${missing} migrations are not applied`);
  }
}
