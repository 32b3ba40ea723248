import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { Answered, LOGGER, type MinuteFigures } from '../../../platform/observability/index.js';
import { ApiMinutesRepository } from './api-minutes.repository.js';

/**
 * Tells, shortly after each minute, what this process has answered within it. What can not be told is told with the next
 * one; a killed process takes the minute under way with it.
 */
@Injectable()
export class MinuteWriterService implements BeforeApplicationShutdown {
  private readonly processId = randomUUID();

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly answered: Answered,
    private readonly minutes: ApiMinutesRepository,
  ) {}

  @Cron('2 * * * * *')
  async write(): Promise<void> {
    await this.put(this.answered.minutes.closed(this.clock.now()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.put(this.answered.minutes.all());
  }

  private async put(figures: readonly MinuteFigures[]): Promise<void> {
    if (figures.length === 0) return;
    const ctx = { ...systemContext('counts of requests'), now: () => this.clock.now() };
    try {
      await this.database.write(ctx, () => this.minutes.put(ctx, this.processId, figures));
      this.answered.minutes.drop(figures);
    } catch (error) {
      this.log.warn({ err: error }, 'what was answered could not be counted yet');
    }
  }
}
