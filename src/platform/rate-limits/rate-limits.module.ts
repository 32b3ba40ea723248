import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Database } from '../database/index.js';
import { LOGGER } from '../observability/index.js';
import { Counters } from './counters.js';
import { MemoryCounters } from './memory-counters.js';
import { PostgresCounters } from './postgres-counters.js';
import { RedisCounters } from './redis-counters.js';
import { RequestBudget } from './request-budget.js';

/** Who asks too much in too short a time waits. Off for benchmarks alone, which is said at start. */
@Global()
@Module({
  providers: [
    RequestBudget,
    { provide: Counters, inject: [SETTINGS, Database, LOGGER], useFactory: openCounters },
  ],
  exports: [Counters, RequestBudget],
})
export class RateLimitsModule implements OnApplicationShutdown {
  constructor(
    private readonly counters: Counters,
    @Inject(SETTINGS) { rateLimits }: Settings,
    @Inject(LOGGER) log: Logger,
  ) {
    if (!rateLimits.enabled) log.warn('RATE_LIMITS=off: neither requests nor sign-ins are limited');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.counters.close();
  }
}

async function openCounters({ rateLimits }: Settings, database: Database, log: Logger): Promise<Counters> {
  const { enabled, store, redisUrl } = rateLimits;
  if (!enabled) return new MemoryCounters();
  if (store === 'postgres') return new PostgresCounters(database.systemPool);
  if (store === 'redis' && redisUrl !== null) return RedisCounters.open(redisUrl, log);
  return new MemoryCounters();
}
