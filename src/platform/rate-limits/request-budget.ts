import { Inject, Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { SETTINGS, type Bucket, type Settings } from '../../config/settings.js';
import type { RequestContext } from '../context/index.js';
import { Clock } from '../context/index.js';
import { addressKey } from './address-key.js';
import { Counters } from './counters.js';
import { rateLimited } from './rate-limited.js';
import { secondsUntil, usedOf, windowAt } from './sliding-window.js';

/** Node's timers, by which counters in memory end, go no further than 24 days. */
const LONGEST_TIMER_SECONDS = 2_000_000;

/** How a bucket stands after a request. */
export interface Throttle {
  readonly capacity: number;
  readonly available: number;
  readonly restorePerSecond: number;
}

/** What a user may spend, and an address of those who are not signed in. */
@Injectable()
export class RequestBudget {
  private readonly user: CostBucket | null;
  private readonly address: CostBucket | null;

  constructor(
    @Inject(SETTINGS) { rateLimits }: Settings,
    counters: Counters,
    private readonly clock: Clock,
  ) {
    this.user = rateLimits.enabled ? new CostBucket(counters, 'cost-user', rateLimits.user) : null;
    this.address = rateLimits.enabled ? new CostBucket(counters, 'cost-address', rateLimits.address) : null;
  }

  /**
   * @returns null where rate limits are off
   * @throws GraphQLError RATE_LIMITED; then nothing is spent
   */
  async spend(ctx: RequestContext, cost: number): Promise<Throttle | null> {
    const [bucket, key] =
      ctx.kind === 'caller' ? [this.user, ctx.userId] : [this.address, addressKey(ctx.ipAddress)];
    return bucket ? bucket.spend(key, cost, this.clock.now()) : null;
  }
}

/** A bucket for each key, out of two windows of counters. */
class CostBucket {
  private readonly counter: RateLimiterAbstract;

  constructor(
    counters: Counters,
    prefix: string,
    private readonly bucket: Bucket,
  ) {
    const { seconds } = windowAt(new Date(0), bucket);
    // a window is looked at while the next one is under way
    const kept = Math.min(2 * seconds + 1, LONGEST_TIMER_SECONDS);
    this.counter = counters.counter({ prefix, points: bucket.capacity, seconds: kept });
  }

  async spend(key: string, cost: number, now: Date): Promise<Throttle> {
    const { capacity, perSecond } = this.bucket;
    // dearer than the whole bucket: takes all of it
    const charged = Math.min(cost, capacity);
    const window = windowAt(now, this.bucket);
    const [own, before] = [`${key}:${window.index}`, `${key}:${window.index - 1}`];
    // counted first, so that requests at the same time do not all find the same room
    const [taken, last] = await Promise.all([this.counter.penalty(own, charged), this.counter.get(before)]);
    const spent = { current: taken.consumedPoints, previous: last?.consumedPoints ?? 0 };
    const used = usedOf(spent, window.elapsed);
    if (used > capacity) {
      await this.counter.reward(own, charged);
      const without = { ...spent, current: spent.current - charged };
      throw rateLimited(secondsUntil(charged, without, window, capacity));
    }
    return { capacity, available: Math.floor(capacity - used), restorePerSecond: perSecond };
  }
}
