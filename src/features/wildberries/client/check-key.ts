import { NEEDED_CATEGORIES } from './categories.js';
import { ping, sellerInfo } from './connection.js';
import type { WbPingHost } from './connection.js';
import { WildberriesError } from './errors.js';
import type { WildberriesHttp } from './http.js';
import { redact } from './redact.js';
import { decodeToken, sellerOf } from './token.js';
import type { WbSeller, WbTokenInfo } from './token.js';

export type WbNeededCategory = (typeof NEEDED_CATEGORIES)[number];

/** What is known of a pasted key. Only `valid` carries the token to store (normalized). */
export type WbKeyCheck =
  | {
      readonly outcome: 'valid';
      readonly token: string;
      readonly sid: string;
      /** Absent when seller-info could not be asked (a base token may ask once a day). */
      readonly sellerName?: string;
      readonly type: WbTokenInfo['type'];
      readonly categories: WbTokenInfo['categories'];
      readonly readOnly: boolean;
      readonly expiresAt: Date;
    }
  | { readonly outcome: 'malformed' | 'expired' | 'sandbox' | 'unauthorized' | 'unreachable' }
  | { readonly outcome: 'wrong_category'; readonly missing: readonly WbNeededCategory[] }
  | { readonly outcome: 'throttled'; readonly retryAt: Date };

export interface CheckKeyDeps {
  readonly http: WildberriesHttp;
  readonly signal?: AbortSignal;
  /** Longest wait for the limits per request; a person is waiting. Default 5 s. */
  readonly maxWaitMs?: number;
}

/** Every needed category is also the name of its host. */
const HOST_OF: Readonly<Record<WbNeededCategory, WbPingHost>> = {
  content: 'content',
  prices: 'prices',
  analytics: 'analytics',
  statistics: 'statistics',
};

/**
 * Checks a pasted key: what it claims (locally), then /ping on the host of every needed category, one after the other
 * (the gateway dislikes simultaneous calls). Is `valid` only when each of them said OK; anything unexpected is
 * `unreachable`. For when a seller connects, never on a timer.
 *
 * @throws only the reason of `signal`.
 */
export async function checkKey(pasted: string, deps: CheckKeyDeps): Promise<WbKeyCheck> {
  const reading = decodeToken(pasted, deps.http.clock());
  if (!reading.ok) return { outcome: reading.reason };
  const { token, info } = reading;
  const absent = NEEDED_CATEGORIES.filter((category) => !info.categories.has(category));
  if (absent.length > 0) return { outcome: 'wrong_category', missing: absent };
  const seller = sellerOf(token, info);
  const options = { maxWaitMs: deps.maxWaitMs ?? 5000, signal: deps.signal };
  const refused: WbNeededCategory[] = [];
  for (const category of NEEDED_CATEGORIES) {
    try {
      await ping(deps.http, seller, HOST_OF[category], options);
    } catch (error) {
      deps.signal?.throwIfAborted();
      if (isKind(error, 'wrong_category')) refused.push(category);
      else return failureOf(error, deps, token);
    }
  }
  if (refused.length > 0) return { outcome: 'wrong_category', missing: refused };
  const sellerName = await nameOf(seller, deps);
  return {
    outcome: 'valid',
    token,
    sid: info.sid,
    ...(sellerName === null ? {} : { sellerName }),
    type: info.type,
    categories: info.categories,
    readOnly: info.readOnly,
    expiresAt: info.expiresAt,
  };
}

function failureOf(error: unknown, deps: CheckKeyDeps, token: string): WbKeyCheck {
  if (!(error instanceof WildberriesError)) {
    // A fault of ours looks like an unreachable server to the user, so it must not stay silent.
    const detail = redact(String(error), token);
    deps.http.logger?.warn({ detail }, 'checking a wildberries key failed unexpectedly');
    return { outcome: 'unreachable' };
  }
  if (error.kind === 'unauthorized') return { outcome: 'unauthorized' };
  if (error.kind === 'throttled' && error.retryAt) return { outcome: 'throttled', retryAt: error.retryAt };
  return { outcome: 'unreachable' };
}

/** A name is pleasant but not needed: the pings have already proved the key. */
async function nameOf(seller: WbSeller, deps: CheckKeyDeps): Promise<string | null> {
  try {
    const info = await sellerInfo(deps.http, seller, { maxWaitMs: 0, signal: deps.signal });
    return info.name ?? info.tradeMark;
  } catch {
    deps.signal?.throwIfAborted();
    return null;
  }
}

function isKind(error: unknown, kind: WildberriesError['kind']): boolean {
  return error instanceof WildberriesError && error.kind === kind;
}
