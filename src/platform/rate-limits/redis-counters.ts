import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Counters, type CounterOptions } from './counters.js';
import { MemoryCounters } from './memory-counters.js';

/** For processes that share a Redis. */
export class RedisCounters extends Counters {
  private readonly insurance = new MemoryCounters();

  private constructor(private readonly client: Redis) {
    super();
  }

  /** Does not wait for the connection. The package is loaded by those alone who use it. */
  static async open(url: string, log: Logger): Promise<RedisCounters> {
    const { Redis } = await import('ioredis');
    const client = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      connectTimeout: 2_000,
      commandTimeout: 500,
      retryStrategy: (attempt) => Math.min(attempt * 500, 10_000),
    });
    sayOnce(client, log);
    client.connect().catch(() => undefined);
    return new RedisCounters(client);
  }

  counter(options: CounterOptions): RateLimiterAbstract {
    return new RateLimiterRedis({
      storeClient: this.client,
      rejectIfRedisNotReady: true,
      keyPrefix: options.prefix,
      points: options.points,
      duration: options.seconds,
      insuranceLimiter: this.insurance.counter(options),
    });
  }

  override async close(): Promise<void> {
    this.client.disconnect();
  }
}

/** Once an outage: the client tries again for as long as it lasts, and says so each time. */
function sayOnce(client: Redis, log: Logger): void {
  let said = false;
  client.on('error', (error) => {
    if (said) return;
    said = true;
    log.warn({ err: error }, 'Redis can not be reached: rate limits are counted in memory until it is');
  });
  client.on('ready', () => {
    if (said) log.info('Redis is there again');
    said = false;
  });
}
