import type { RateLimit } from './limits.js';
import type { TokenClass } from './token.js';

/** Whose bucket: limits count per seller account, method group and class of token. */
export interface BudgetKey {
  readonly sellerId: string;
  readonly bucket: string;
  readonly tokenClass: TokenClass;
}

export type BudgetGrant = { readonly ok: true } | { readonly ok: false; readonly retryAtMs: number };

/**
 * Remembers what was spent. Shared by every process that calls for the same sellers, hence a port: all
 * implementations decide by {@link gcra} and {@link tatAfterBlock}. Times are epoch milliseconds.
 */
export interface BudgetStore {
  /** Spends one request if the limit allows it now; atomically, since two workers may ask at once. */
  take(key: BudgetKey, limit: RateLimit, nowMs: number): Promise<BudgetGrant>;
  /** Lets nothing through before `untilMs` (the server said so). Never shortens an earlier block. */
  block(key: BudgetKey, untilMs: number): Promise<void>;
}

export type GcraDecision =
  { readonly ok: true; readonly tatMs: number } | { readonly ok: false; readonly retryAtMs: number };

/**
 * The generic cell rate algorithm in its virtual scheduling form (ITU-T Recommendation I.371, annex A): one number,
 * the theoretical arrival time (TAT), is a whole token bucket. With emission interval T and tolerance
 * tau = (burst - 1) * T, a request at t conforms when t >= TAT - tau, and then TAT becomes max(t, TAT) + T.
 *
 * So any window of length W lets at most burst + floor(W / T) requests through.
 *
 * @param tatMs epoch milliseconds kept from the last granted request; null when there was none.
 */
export function gcra(tatMs: number | null, nowMs: number, limit: RateLimit): GcraDecision {
  const tat = Math.max(tatMs ?? nowMs, nowMs);
  const allowedAt = Math.ceil(tat - toleranceMs(limit));
  return nowMs >= allowedAt
    ? { ok: true, tatMs: tat + limit.intervalMs }
    : { ok: false, retryAtMs: allowedAt };
}

/**
 * TAT that also honours a block: nothing before its end, and no burst right after it, since a server that
 * refused has an empty bucket. Does not change once the block has been outlived by later requests.
 */
export function tatAfterBlock(
  tatMs: number | null,
  blockedUntilMs: number | null,
  limit: RateLimit,
): number | null {
  if (blockedUntilMs === null) return tatMs;
  const blocked = blockedUntilMs + toleranceMs(limit);
  return tatMs === null ? blocked : Math.max(tatMs, blocked);
}

/**
 * The published bucket made a little stricter, so that a server with exactly that bucket never answers 429: what
 * leaves here evenly may arrive unevenly. One of a burst is kept in reserve; where there is no burst to keep from,
 * the interval grows by 5 % (at least 250 ms, at most 5 s).
 */
export function careful(limit: RateLimit): RateLimit {
  if (limit.burst > 1) {
    return { ...limit, burst: limit.burst - 1, intervalMs: Math.ceil(limit.intervalMs * 1.01) };
  }
  const margin = Math.min(5000, Math.max(250, limit.intervalMs * 0.05));
  return { ...limit, intervalMs: Math.ceil(limit.intervalMs + margin) };
}

/** For one process: tests, tools, a single worker. Forgets everything on restart. */
export class InMemoryBudgetStore implements BudgetStore {
  readonly #states = new Map<string, { tatMs: number | null; blockedUntilMs: number | null }>();

  take(key: BudgetKey, limit: RateLimit, nowMs: number): Promise<BudgetGrant> {
    const state = this.#state(key);
    const decision = gcra(tatAfterBlock(state.tatMs, state.blockedUntilMs, limit), nowMs, limit);
    if (!decision.ok) return Promise.resolve(decision);
    state.tatMs = decision.tatMs;
    return Promise.resolve({ ok: true });
  }

  block(key: BudgetKey, untilMs: number): Promise<void> {
    const state = this.#state(key);
    state.blockedUntilMs = Math.max(state.blockedUntilMs ?? untilMs, untilMs);
    return Promise.resolve();
  }

  #state(key: BudgetKey) {
    const id = JSON.stringify([key.sellerId, key.bucket, key.tokenClass]);
    let state = this.#states.get(id);
    if (!state) this.#states.set(id, (state = { tatMs: null, blockedUntilMs: null }));
    return state;
  }
}

function toleranceMs(limit: RateLimit): number {
  return (limit.burst - 1) * limit.intervalMs;
}
