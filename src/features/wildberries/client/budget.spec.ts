import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { careful, gcra, InMemoryBudgetStore, tatAfterBlock } from './budget.js';
import { METHODS } from './limits.js';
import type { RateLimit } from './limits.js';

const limits = fc.record({
  limit: fc.constant(1),
  periodMs: fc.constant(1),
  intervalMs: fc.integer({ min: 1, max: 5000 }),
  burst: fc.integer({ min: 1, max: 12 }),
});
/** Gaps between requests; many are short, so that the limit is really reached. */
const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20_000 })), {
  minLength: 1,
  maxLength: 80,
});

/** Times at which requests were granted. */
function grantedAt(
  limit: RateLimit,
  waits: readonly number[],
  blockedUntilMs: number | null = null,
): number[] {
  const granted: number[] = [];
  let tat: number | null = null;
  let now = 1_000_000;
  for (const wait of waits) {
    now += wait;
    const decision = gcra(tatAfterBlock(tat, blockedUntilMs, limit), now, limit);
    if (!decision.ok) continue;
    tat = decision.tatMs;
    granted.push(now);
  }
  return granted;
}

/** A bucket as a server keeps it: `burst` tokens at most, one more each interval. */
function refusedByBucket(limit: RateLimit, arrivals: readonly number[]): number {
  let tokens = limit.burst;
  let last = arrivals[0] ?? 0;
  let refused = 0;
  for (const at of arrivals) {
    tokens = Math.min(limit.burst, tokens + (at - last) / limit.intervalMs);
    last = at;
    if (tokens >= 1 - 1e-9) tokens -= 1;
    else refused += 1;
  }
  return refused;
}

describe('gcra', () => {
  it('lets at most burst + elapsed / interval through in any window', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        const times = grantedAt(limit, waits);
        for (let i = 0; i < times.length; i += 1) {
          for (let j = i; j < times.length; j += 1) {
            const elapsed = (times[j] ?? 0) - (times[i] ?? 0);
            expect(j - i + 1).toBeLessThanOrEqual(limit.burst + Math.floor(elapsed / limit.intervalMs));
          }
        }
      }),
    );
  });

  it('grants exactly at the time it names, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        let tat: number | null = null;
        let now = 0;
        for (const wait of waits) {
          now += wait;
          const decision = gcra(tat, now, limit);
          if (decision.ok) tat = decision.tatMs;
          else {
            expect(decision.retryAtMs).toBeGreaterThan(now);
            expect(gcra(tat, decision.retryAtMs, limit).ok).toBe(true);
            expect(gcra(tat, decision.retryAtMs - 1, limit).ok).toBe(false);
          }
        }
      }),
    );
  });

  it('grants the whole burst at once, then one each interval', () => {
    const limit = { limit: 1, periodMs: 60_000, intervalMs: 60_000, burst: 3 };
    expect(grantedAt(limit, [0, 0, 0, 0, 59_999, 1, 0, 60_000]).map((at) => at - 1_000_000)).toEqual([
      0, 0, 0, 60_000, 120_000,
    ]);
  });
});

describe('tatAfterBlock', () => {
  it('grants nothing before the end of the block and no burst after it', () => {
    fc.assert(
      fc.property(limits, gaps, fc.integer({ min: 0, max: 100_000 }), (limit, waits, blockMs) => {
        const until = 1_000_000 + blockMs;
        const times = grantedAt(limit, waits, until);
        for (const at of times) expect(at).toBeGreaterThanOrEqual(until);
        times.forEach((at, i) =>
          expect(i + 1).toBeLessThanOrEqual(1 + Math.floor((at - until) / limit.intervalMs)),
        );
      }),
    );
  });

  it('leaves a bucket that was never blocked alone', () => {
    expect(tatAfterBlock(null, null, careful({ limit: 1, periodMs: 1, intervalMs: 1, burst: 1 }))).toBeNull();
    expect(tatAfterBlock(5, null, careful({ limit: 1, periodMs: 1, intervalMs: 1, burst: 1 }))).toBe(5);
  });
});

describe('careful', () => {
  const published = Object.values(METHODS).flatMap((spec) =>
    Object.values(spec.limits).filter((limit) => limit !== 'closed'),
  );

  it('never meets a refusal of the published bucket, though requests travel unevenly', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...published),
        fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 60, maxLength: 60 }),
        (limit, steps, delays) => {
          const strict = careful(limit);
          const sent = grantedAt(
            strict,
            steps.map((step) => Math.floor(step * limit.intervalMs)),
          );
          const arrivals = sent.map((at, i) => at + (delays[i] ?? 0)).sort((a, b) => a - b);
          expect(refusedByBucket(limit, arrivals)).toBe(0);
        },
      ),
    );
  });

  it('costs little', () => {
    for (const limit of published) {
      expect(careful(limit).intervalMs).toBeGreaterThan(limit.intervalMs);
      expect(careful(limit).intervalMs).toBeLessThanOrEqual(limit.intervalMs * 1.05 + 250);
      expect(careful(limit).burst).toBe(Math.max(1, limit.burst - 1));
    }
  });
});

describe('InMemoryBudgetStore', () => {
  const key = { sellerId: 's', bucket: 'b', tokenClass: 'base' } as const;
  const limit = { limit: 1, periodMs: 1000, intervalMs: 1000, burst: 1 };

  it('keeps sellers, buckets and classes of token apart', async () => {
    const store = new InMemoryBudgetStore();
    expect(await store.take(key, limit, 5)).toEqual({ ok: true });
    expect(await store.take(key, limit, 5)).toEqual({ ok: false, retryAtMs: 1005 });
    for (const other of [{ sellerId: 's2' }, { bucket: 'b2' }, { tokenClass: 'personal' as const }]) {
      expect(await store.take({ ...key, ...other }, limit, 5)).toEqual({ ok: true });
    }
  });

  it('blocks, and never shortens a block', async () => {
    const store = new InMemoryBudgetStore();
    await store.block(key, 9000);
    await store.block(key, 4000);
    expect(await store.take(key, limit, 5000)).toEqual({ ok: false, retryAtMs: 9000 });
    expect(await store.take(key, limit, 9000)).toEqual({ ok: true });
    expect(await store.take(key, limit, 9999)).toEqual({ ok: false, retryAtMs: 10_000 });
  });
});
