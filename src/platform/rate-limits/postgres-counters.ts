import type { Pool } from 'pg';
import { RateLimiterPostgres, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Counters, type CounterOptions } from './counters.js';
import { MemoryCounters } from './memory-counters.js';

/** For processes that share a database: rows of the unlogged table rate_limits, written by the system role. */
export class PostgresCounters extends Counters {
  private readonly insurance = new MemoryCounters();

  constructor(private readonly pool: Pool) {
    super();
  }

  counter(options: CounterOptions): RateLimiterAbstract {
    return new RateLimiterPostgres({
      storeClient: this.pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      // the migrations have made it; the role could not
      tableCreated: true,
      // a row that has ended is taken over by its key's next one; others are cleared every five minutes
      clearExpiredByTimeout: true,
      keyPrefix: options.prefix,
      points: options.points,
      duration: options.seconds,
      insuranceLimiter: this.insurance.counter(options),
    });
  }
}
