import type { WbErrorKind, WildberriesError } from '../client/index.js';

const SOON_MS = 15 * 60_000;
const LATER_MS = 6 * 3_600_000;

/** Passes by itself; what is refused otherwise will be in an hour too: a key of more rights must come, or a new API. */
const PASSING: ReadonlySet<WbErrorKind> = new Set([
  'throttled',
  'unavailable',
  'invalid_response',
  'no_data',
]);

/** When a dataset that failed is worth another try; null when only the seller can help. */
export function retryAfterFailure({ kind, retryAt }: WildberriesError, now: Date): Date | null {
  if (retryAt) return retryAt;
  if (kind === 'unauthorized') return null;
  return new Date(now.getTime() + (PASSING.has(kind) ? SOON_MS : LATER_MS));
}
