import type { RateLimit } from './limits.js';

/** Added to what the server says, since its clock and the way there are not ours. */
const MARGIN_MS = 250;
const LONGEST_MS = 48 * 3_600_000;

/**
 * How long a 429 asks to wait, in milliseconds: `X-Ratelimit-Retry` (seconds), else `Retry-After`, else one
 * interval of the published limit.
 */
export function retryAfterMs(headers: Headers, limit: RateLimit): number {
  for (const name of ['x-ratelimit-retry', 'retry-after']) {
    const text = headers.get(name)?.trim() ?? '';
    if (!/^\d+(\.\d+)?$/.test(text)) continue;
    return Math.min(LONGEST_MS, Math.ceil(Number(text) * 1000) + MARGIN_MS);
  }
  return limit.intervalMs + MARGIN_MS;
}
