import { WildberriesInvalidResponseError } from './errors.js';
import type { WbHost } from './hosts.js';
import type { WildberriesHttp } from './http.js';
import { key, text } from './parse.js';
import { readObject } from './read-reply.js';
import type { WbSeller } from './token.js';

export interface WbCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Overrides the longest wait for the limits, in milliseconds. */
  readonly maxWaitMs?: number | undefined;
}

/** Hosts whose ping tells whether a token has that category. */
export type WbPingHost = Exclude<WbHost, 'common'>;

/**
 * GET /ping on the host of a category: resolves when the token is valid and has that category. Not a health check,
 * and never for a timer: scripted polling gets blocked.
 *
 * @throws WildberriesError
 */
export async function ping(
  http: WildberriesHttp,
  seller: WbSeller,
  host: WbPingHost,
  options: WbCallOptions = {},
): Promise<void> {
  const reply = await http.request({ method: 'ping', seller, host, ...options });
  const answer = reply.noData ? {} : await readObject(reply.body, 'ping');
  if (answer.Status !== 'OK') throw new WildberriesInvalidResponseError({ method: 'ping', detail: 'not OK' });
}

export interface WbSellerInfo {
  readonly sid: string;
  readonly name: string | null;
  readonly tradeMark: string | null;
}

/**
 * GET /api/v1/seller-info. A base token may call it once a day, so keep the answer. The tax number in it is not
 * taken over: nothing needs it.
 *
 * @throws WildberriesError
 */
export async function sellerInfo(
  http: WildberriesHttp,
  seller: WbSeller,
  options: WbCallOptions = {},
): Promise<WbSellerInfo> {
  const method = 'sellerInfo';
  const reply = await http.request({ method, seller, ...options });
  if (reply.noData) throw new WildberriesInvalidResponseError({ method, detail: 'no content' });
  const answer = await readObject(reply.body, method);
  try {
    return {
      sid: key(answer, 'sid', 64),
      name: text(answer, 'name', 500),
      tradeMark: text(answer, 'tradeMark', 500),
    };
  } catch {
    throw new WildberriesInvalidResponseError({ method, detail: 'sid is missing' });
  }
}
