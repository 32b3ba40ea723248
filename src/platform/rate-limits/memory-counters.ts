import { RateLimiterMemory, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Counters, type CounterOptions } from './counters.js';

/** For one process. */
export class MemoryCounters extends Counters {
  counter({ prefix, points, seconds }: CounterOptions): RateLimiterAbstract {
    return new RateLimiterMemory({ keyPrefix: prefix, points, duration: seconds });
  }
}
