import type { Rate } from './methods.js';

/** Outcome of asking a bucket for one call. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** Calls left right now. */
  readonly remaining: number;
  /** Seconds until a call can pass; 0 if allowed. */
  readonly retrySeconds: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
}

export interface RateLimits {
  enabled: boolean;
  /** Takes one call from the bucket of `key`. */
  take(key: string, rate: Rate): RateVerdict;
  /** Fills every bucket. */
  reset(): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Token buckets over `clock` (Unix milliseconds); a refused call takes nothing. */
export function createRateLimits(clock: () => number, enabled: boolean): RateLimits {
  const buckets = new Map<string, Bucket>();
  return {
    enabled,
    take(key, rate) {
      if (!this.enabled) return { allowed: true, remaining: rate.burst, retrySeconds: 0, resetSeconds: 0 };
      const now = clock();
      const bucket = buckets.get(key) ?? { tokens: rate.burst, atMs: now };
      const filled = bucket.tokens + Math.max(0, now - bucket.atMs) / rate.intervalMs;
      // Sums of thirds and sixths may miss a whole call by a rounding error; a client that waited must pass.
      const tokens = Math.min(rate.burst, filled + 1e-9);
      const allowed = tokens >= 1;
      const left = allowed ? tokens - 1 : tokens;
      buckets.set(key, { tokens: left, atMs: now });
      const seconds = (missing: number): number => Math.ceil((missing * rate.intervalMs) / 1000 - 1e-6);
      return {
        allowed,
        remaining: Math.floor(left),
        retrySeconds: allowed ? 0 : Math.max(1, seconds(1 - left)),
        resetSeconds: Math.max(0, seconds(rate.burst - left)),
      };
    },
    reset() {
      buckets.clear();
    },
  };
}
