import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { businessDay, Clock, startOfBusinessDay } from '../../../platform/context/index.js';
import { Dispatches } from '../../../platform/jobs/index.js';
import { LOGGER } from '../../../platform/observability/index.js';
import { NIGHTLY_ROLLUP } from './nightly-rollup.task.js';

/** After midnight, so that the day is complete; half an hour, so that its last sync is in. */
const AFTER_MIDNIGHT_MS = 30 * 60_000;

/** Every process fires; the key of job and day makes it one run. */
@Injectable()
export class NightlyRollup implements OnApplicationBootstrap {
  constructor(
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** A machine that was off at night catches up when it comes on. */
  async onApplicationBootstrap(): Promise<void> {
    const now = this.clock.now();
    const due = startOfBusinessDay(businessDay(now)).getTime() + AFTER_MIDNIGHT_MS;
    if (this.settings.worker && now.getTime() >= due) await this.fire();
  }

  @Cron('30 0 * * *', { name: NIGHTLY_ROLLUP, timeZone: 'Europe/Moscow' })
  async fire(): Promise<void> {
    try {
      await this.dispatches.daily(NIGHTLY_ROLLUP, (day) => ({ day }));
    } catch (error) {
      this.log.error(
        { task: NIGHTLY_ROLLUP, day: businessDay(this.clock.now()), err: error },
        'not dispatched',
      );
    }
  }
}
