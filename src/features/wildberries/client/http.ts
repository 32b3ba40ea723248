import { Attempt } from './attempt.js';
import { readBody, readErrorText } from './body.js';
import { careful } from './budget.js';
import type { BudgetKey, BudgetStore } from './budget.js';
import {
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
import { Patience } from './patience.js';
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

/** Anything but a reply. */
type Setback =
  | { readonly step: 'wait'; readonly untilMs: number }
  | { readonly step: 'throttled'; readonly untilMs: number }
  | { readonly step: 'failed'; readonly error: WildberriesError };
type Outcome = Setback | { readonly step: 'reply'; readonly reply: WbReply };

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
    const patience = this.#patienceFor(call);
    const lane = `${call.host ?? spec.host} ${method}`;
    for (;;) {
      signal?.throwIfAborted();
      const outcome = await this.#queue.run(lane, signal, () => this.#step(call, spec, published));
      if (outcome.step === 'reply') return outcome.reply;
      await this.sleep(this.#waitMs(call, outcome, patience), signal);
    }
  }

  #patienceFor(call: WbCall): Patience {
    const deadlineMs = this.clock() + (call.maxWaitMs ?? this.options.maxWaitMs ?? 90_000);
    return new Patience(call.method, this.options.tries ?? 3, deadlineMs, this.#random);
  }

  /** @throws when it is not worth waiting. */
  #waitMs(call: WbCall, outcome: Setback, patience: Patience): number {
    const { method, seller } = call;
    if (outcome.step === 'failed') {
      const waitMs = patience.afterFailure(outcome.error);
      this.logger?.debug({ ...outcome.error.context, waitMs }, 'wildberries request is tried again');
      return waitMs;
    }
    const { untilMs } = outcome;
    if (outcome.step === 'throttled') {
      this.logger?.warn({ method, sellerId: seller.sellerId, untilMs }, 'wildberries answered 429');
      patience.afterRefusal(untilMs);
    } else {
      patience.beforeTurn(untilMs);
    }
    return Math.max(0, untilMs - this.clock());
  }

  /**
   * Spends the budget and sends at once. The budget is taken within the turn of the lane, since a request that
   * waits after taking it would arrive too close to the next one.
   */
  async #step(call: WbCall, spec: MethodSpec, published: RateLimit): Promise<Outcome> {
    const key = keyOf(call, spec);
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
