import type { WildberriesError } from '../client/index.js';

const SOON_MS = 15 * 60_000;
const LATER_MS = 6 * 3_600_000;

/** When a dataset that failed is worth another try; null when only the seller can help. */
export function retryAfterFailure(error: WildberriesError, now: Date): Date | null {
  if (error.retryAt) return error.retryAt;
  switch (error.kind) {
    case 'unauthorized':
      return null;
    case 'throttled':
    case 'unavailable':
    case 'invalid_response':
    case 'no_data':
      return new Date(now.getTime() + SOON_MS);
    // what is refused now will be in an hour; a key of more rights or a change of the API may come
    case 'payment_required':
    case 'wrong_category':
    case 'token_type_not_allowed':
    case 'forbidden':
    case 'bad_request':
    case 'not_found':
    case 'method_disabled':
      return new Date(now.getTime() + LATER_MS);
  }
}
