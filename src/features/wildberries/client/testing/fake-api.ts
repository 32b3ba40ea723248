import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InMemoryBudgetStore } from '../budget.js';
import { WildberriesHttp } from '../http.js';
import type { WbHttpOptions } from '../http.js';
import type { WbSeller } from '../token.js';

/** What the API was asked. */
export interface Seen {
  readonly host: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly atMs: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The connection breaks after the body. */
  readonly breaks?: boolean;
}

export const START = Date.UTC(2026, 10, 22, 12);

/** A seller whose token is planted where a test looks for leaks. */
export const SECRET = 'eyJhbGciOiJFUzI1NiJ9.eyJzaWQiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ';
export const seller: WbSeller = { sellerId: 'seller-1', token: SECRET, tokenClass: 'personal' };
export const baseSeller: WbSeller = { ...seller, tokenClass: 'base' };

export function sample(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', 'samples', name), 'utf8');
}

export function json(value: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(value) };
}

/** A token as Wildberries shapes it; the signature is noise. */
export function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** A client on a fake wire and a fake clock: sleeping moves the clock and takes no time. */
export class FakeApi {
  nowMs = START;
  readonly seen: Seen[] = [];
  readonly slept: number[] = [];
  readonly logged: unknown[] = [];
  readonly http: WildberriesHttp;

  /** @param answer may throw, as fetch does when the network fails. */
  constructor(
    private readonly answer: (seen: Seen, index: number) => Answer | Promise<Answer>,
    options: Partial<WbHttpOptions> = {},
  ) {
    this.http = new WildberriesHttp({
      budget: new InMemoryBudgetStore(),
      clock: () => this.nowMs,
      sleep: (ms, signal) => {
        signal?.throwIfAborted();
        this.slept.push(ms);
        this.nowMs += ms;
        return Promise.resolve();
      },
      after: () => () => undefined,
      random: () => 0.5,
      logger: { debug: (...all) => this.logged.push(all), warn: (...all) => this.logged.push(all) },
      fetch: (url, init) => this.#fetch(url as string, init ?? {}),
      ...options,
    });
  }

  /** The same answers in turn; one more request than answers fails the test. */
  static inTurn(answers: readonly Answer[], options: Partial<WbHttpOptions> = {}): FakeApi {
    return new FakeApi((_, index) => {
      const answer = answers[index];
      if (!answer) throw new TypeError(`unexpected request ${index + 1}`);
      return answer;
    }, options);
  }

  paths(): string[] {
    return this.seen.map((seen) => seen.path);
  }

  async #fetch(address: string, init: RequestInit): Promise<Response> {
    const url = new URL(address);
    const seen: Seen = {
      host: url.host,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: init.headers as Record<string, string>,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      atMs: this.nowMs,
    };
    this.seen.push(seen);
    const {
      status = 200,
      headers = {},
      body = '',
      breaks = false,
    } = await this.answer(seen, this.seen.length - 1);
    if (status === 204) return new Response(null, { status });
    return new Response(piecewise(body, breaks), { status, headers });
  }
}

/** In small pieces, so that every text is cut in odd places. */
function piecewise(body: string, breaks: boolean): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(body);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(new Uint8Array(bytes.subarray(at, (at += 97))));
      else if (breaks) controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything that came before the error, and the error. */
export async function collectUntilError<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const all: T[] = [];
  try {
    for await (const item of items) all.push(item);
  } catch (error) {
    return { items: all, error };
  }
  throw new Error('ended without an error');
}
