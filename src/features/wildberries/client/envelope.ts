import { WildberriesBadRequestError } from './errors.js';
import type { JsonObject } from './json-tree.js';
import type { WbMethod } from './limits.js';
import { redact } from './redact.js';
import type { WbSeller } from './token.js';

/**
 * Content and Prices answer `{data, error, errorText}`, and `error` may be true under status 200.
 *
 * @throws WildberriesBadRequestError
 */
export function checkEnvelope(answer: JsonObject, method: WbMethod, seller: WbSeller): void {
  if (answer.error !== true) return;
  const said = typeof answer.errorText === 'string' ? answer.errorText : '';
  throw new WildberriesBadRequestError({ method, status: 200, detail: redact(said, seller.token) });
}
