import { Attempt } from './attempt.js';
import { readBody, readErrorText } from './body.js';
import { careful } from './budget.js';
import type { BudgetKey, BudgetStore } from './budget.js';
import {
  WildberriesThrottledError,
  WildberriesTokenTypeError,
  WildberriesUnauthorizedError,
  WildberriesUnavailableError,
} from './errors.js';
import type { WildberriesError } from './errors.js';
import { HostQueue } from './host-queue.js';
import { targetOf } from './hosts.js';
import type { WbHost } from './hosts.js';
import { METHODS } from './limits.js';
import type { MethodSpec, RateLimit, WbMethod } from './limits.js';
import { errorOf, readProblem } from './problem.js';
import { retryAfterMs } from './rate-headers.js';
import { systemAfter, systemSleep } from './timers.js';
import type { After, Clock, Random, Sleep } from './timers.js';
import { isTokenText } from './token.js';
import type { WbSeller } from './token.js';

/** The part of a pino logger that is used. Nothing secret is ever passed. */
export interface WbLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface WbHttpOptions {
  readonly budget: BudgetStore;
  /** Replaces every host (simulator); see hosts.ts. */
  readonly origin?: string | undefined;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly after?: After;
  readonly random?: Random;
  readonly logger?: WbLogger;
  /** Tries per request for network failures, timeouts and 5xx. Default 3. */
  readonly tries?: number;
  /** Longest wait for the limits within one request. Default 90 s. */
  readonly maxWaitMs?: number;
  /** Connecting and waiting for headers; big reports are slow to begin. Default 120 s. */
  readonly headersTimeoutMs?: number;
  /** Silence within a body. Default 60 s. */
  readonly bodyIdleTimeoutMs?: number;
  /** Largest gap between two requests to one host and method. Default 100 ms. */
  readonly laneGapMs?: number;
}

export interface WbCall {
  readonly method: WbMethod;
  readonly seller: WbSeller;
  /** Only for ping, which stands on every host. */
  readonly host?: WbHost;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
  readonly maxWaitMs?: number | undefined;
}

/** `noData` is a 204. A body must be iterated (or its iterator returned), else its connection stays open. */
export type WbReply =
  | { readonly noData: true }
  | { readonly noData: false; readonly body: AsyncGenerator<Uint8Array, void, undefined> };

type Outcome =
  | { readonly step: 'reply'; readonly reply: WbReply }
  | { readonly step: 'wait'; readonly untilMs: number }
  | { readonly step: 'throttled'; readonly untilMs: number }
  | { readonly step: 'failed'; readonly error: WildberriesError };

const MAX_THROTTLED = 3;
const FIRST_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 30_000;

/**
 * Sends requests within the limits: spends the budget, waits or gives up by time, tries again what may pass, and
 * turns every other answer into a typed error (see errors.ts).
 */
export class WildberriesHttp {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: WbLogger | undefined;
  readonly #fetch: typeof fetch;
  readonly #after: After;
  readonly #random: Random;
  readonly #queue: HostQueue;

  constructor(private readonly options: WbHttpOptions) {
    this.clock = options.clock ?? Date.now;
    this.sleep = options.sleep ?? systemSleep;
    this.logger = options.logger;
    this.#fetch = options.fetch ?? fetch;
    this.#after = options.after ?? systemAfter;
    this.#random = options.random ?? Math.random;
    this.#queue = new HostQueue(this.clock, this.sleep, this.#random, options.laneGapMs ?? 100);
  }

  /**
   * @throws WildberriesError of any kind but 'no_data'; the reason of `signal` when it is aborted.
   */
  async request(call: WbCall): Promise<WbReply> {
    const { method, seller, signal } = call;
    const spec = METHODS[method];
    const published = spec.limits[seller.tokenClass];
    if (published === 'closed') throw new WildberriesTokenTypeError({ method });
    if (!isTokenText(seller.token)) throw new WildberriesUnauthorizedError({ method, detail: 'not a JWT' });
    const key = keyOf(call, spec);
    const lane = `${call.host ?? spec.host} ${method}`;
    const deadlineMs = this.clock() + (call.maxWaitMs ?? this.options.maxWaitMs ?? 90_000);
    let failed: WildberriesError | undefined;
    let failures = 0;
    let throttled = 0;
    for (;;) {
      signal?.throwIfAborted();
      const outcome = await this.#queue.run(lane, signal, () => this.#step(call, spec, key, published));
      if (outcome.step === 'reply') return outcome.reply;
      if (outcome.step === 'failed') {
        failed = outcome.error;
        failures += 1;
        if (failed.kind !== 'unavailable' || failures >= (this.options.tries ?? 3)) throw failed;
        const waitMs = this.#backoffMs(failures);
        this.logger?.debug({ ...failed.context, failures, waitMs }, 'wildberries request is tried again');
        await this.sleep(waitMs, signal);
        continue;
      }
      if (outcome.step === 'throttled') {
        throttled += 1;
        this.logger?.warn(
          { method, sellerId: seller.sellerId, untilMs: outcome.untilMs },
          'wildberries answered 429',
        );
      }
      if (outcome.untilMs > deadlineMs || throttled > MAX_THROTTLED) {
        const retryAt = new Date(outcome.untilMs);
        // A failure is the truer story than the limit that keeps us from trying it again now.
        throw failed
          ? new WildberriesUnavailableError({ ...failed.context, retryAt })
          : new WildberriesThrottledError({ method, retryAt, ...(throttled ? { status: 429 } : {}) });
      }
      await this.sleep(Math.max(0, outcome.untilMs - this.clock()), signal);
    }
  }

  /**
   * Spends the budget and sends at once. The budget is taken within the turn of the lane, since a request that
   * waits after taking it would arrive too close to the next one.
   */
  async #step(call: WbCall, spec: MethodSpec, key: BudgetKey, published: RateLimit): Promise<Outcome> {
    const grant = await this.options.budget.take(key, careful(published), this.clock());
    if (!grant.ok) return { step: 'wait', untilMs: grant.retryAtMs };
    const { method, seller } = call;
    const attempt = new Attempt(this.#after, call.signal);
    attempt.expectWithin(this.options.headersTimeoutMs ?? 120_000);
    let response: Response;
    try {
      response = await this.#send(call, spec, attempt.signal);
    } catch (error) {
      attempt.end();
      call.signal?.throwIfAborted();
      const detail = attempt.timedOut ? 'timed out' : `network: ${codeOf(error)}`;
      return { step: 'failed', error: new WildberriesUnavailableError({ method, detail }) };
    }
    if (response.status === 204) {
      attempt.end();
      return { step: 'reply', reply: { noData: true } };
    }
    const idleMs = this.options.bodyIdleTimeoutMs ?? 60_000;
    if (response.ok) {
      const body = readBody(response, attempt, idleMs, { method, signal: call.signal });
      return { step: 'reply', reply: { noData: false, body } };
    }
    const text = await readErrorText(response, attempt, idleMs);
    if (response.status === 429) {
      const untilMs = this.clock() + retryAfterMs(response.headers, published);
      await this.options.budget.block(key, untilMs);
      return { step: 'throttled', untilMs };
    }
    return { step: 'failed', error: errorOf(method, response.status, readProblem(text), seller) };
  }

  #send(call: WbCall, spec: MethodSpec, signal: AbortSignal): Promise<Response> {
    const path = spec.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(call.params?.[name] ?? ''),
    );
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) params.set(name, String(value));
    const query = params.toString();
    const target = targetOf(call.host ?? spec.host, query ? `${path}?${query}` : path, this.options.origin);
    return this.#fetch(target.url, {
      method: spec.verb,
      headers: {
        ...target.headers,
        accept: 'application/json',
        authorization: call.seller.token,
        ...(call.body ? { 'content-type': 'application/json' } : {}),
      },
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      // A redirect would carry the token to a place nobody named.
      redirect: 'manual',
      signal,
    });
  }

  /** Exponential with equal jitter: half of the step is fixed, half is random. */
  #backoffMs(failures: number): number {
    const step = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
    return Math.ceil((step * (1 + this.#random())) / 2);
  }
}

/** Ping has a bucket on every host. */
function keyOf(call: WbCall, spec: MethodSpec): BudgetKey {
  const bucket = call.host ? `${spec.bucket}:${call.host}` : spec.bucket;
  return { sellerId: call.seller.sellerId, bucket, tokenClass: call.seller.tokenClass };
}

/** Only the code of a network error: its message and causes are not ours to vouch for. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'failed';
}
