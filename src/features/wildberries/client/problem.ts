import {
  WildberriesBadRequestError,
  WildberriesForbiddenError,
  WildberriesInvalidResponseError,
  WildberriesMethodDisabledError,
  WildberriesNotFoundError,
  WildberriesPaymentRequiredError,
  WildberriesTokenTypeError,
  WildberriesUnauthorizedError,
  WildberriesUnavailableError,
  WildberriesWrongCategoryError,
} from './errors.js';
import type { WbErrorContext, WildberriesError } from './errors.js';
import { METHODS } from './limits.js';
import type { WbMethod } from './limits.js';
import { redact } from './redact.js';
import type { WbSeller } from './token.js';

/** The parts of an error body that tell one case from another, in whichever form it came. */
export interface Problem {
  readonly text: string;
  readonly requestId?: string;
}

/**
 * Reads every documented error body: problem+json `{title, detail, code}`, statistics `{errors: string|string[]}`,
 * Content and Prices `{error, errorText, additionalErrors}`, and plain text. The content type is not asked, since
 * JSON also comes as plain/text.
 */
export function readProblem(body: string): Problem {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { text: body };
  }
  if (typeof value !== 'object' || value === null) return { text: body };
  const fields = value as Record<string, unknown>;
  const said = ['title', 'detail', 'code', 'errorText', 'errors', 'additionalErrors', 'message'].map((name) =>
    flatten(fields[name]),
  );
  const text = [...new Set(said.filter((part) => part !== ''))].join('; ');
  return typeof fields.requestId === 'string' ? { text, requestId: fields.requestId } : { text };
}

/** The typed error of an HTTP status other than 2xx and 429. */
export function errorOf(
  method: WbMethod,
  status: number,
  problem: Problem,
  seller: WbSeller,
): WildberriesError {
  const context: WbErrorContext = {
    method,
    status,
    detail: redact(problem.text, seller.token),
    ...(problem.requestId === undefined ? {} : { requestId: redact(problem.requestId, seller.token) }),
  };
  const said = problem.text.toLowerCase();
  switch (status) {
    case 401:
      // Until September 2026 a missing category was answered with 401 as well.
      return said.includes('scope')
        ? new WildberriesWrongCategoryError(context, METHODS[method].category)
        : new WildberriesUnauthorizedError(context);
    case 402:
      return new WildberriesPaymentRequiredError(context);
    case 403:
      return forbidden(method, said, seller, context);
    case 404:
      return said.includes('disabled')
        ? new WildberriesMethodDisabledError(context)
        : new WildberriesNotFoundError(context);
    case 410:
      return new WildberriesMethodDisabledError(context);
    default:
      return otherError(status, context);
  }
}

function otherError(status: number, context: WbErrorContext): WildberriesError {
  if (status === 408 || status >= 500) return new WildberriesUnavailableError(context);
  if (status >= 400) return new WildberriesBadRequestError(context);
  return new WildberriesInvalidResponseError(context);
}

function forbidden(
  method: WbMethod,
  said: string,
  seller: WbSeller,
  context: WbErrorContext,
): WildberriesError {
  const { category } = METHODS[method];
  if (said.includes('scope')) return new WildberriesWrongCategoryError(context, category);
  if (/token (?:type )?is not allowed/.test(said)) return new WildberriesTokenTypeError(context);
  // "Access denied", "Authorization error": the token itself may tell what is missing.
  if (category !== 'any' && seller.categories && !seller.categories.has(category)) {
    return new WildberriesWrongCategoryError(context, category);
  }
  return new WildberriesForbiddenError(context);
}

function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatten).filter(Boolean).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.values(value).map(flatten).filter(Boolean).join(', ');
  return '';
}
