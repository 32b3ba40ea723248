import { json, problem, type Answer } from './answer.js';
import type { ErrorFamily } from './methods.js';
import { hash32, uuidOf } from './random.js';

/** Facts of the request an error names. */
export interface ProblemPlace {
  /** Simulated now, Unix milliseconds. */
  readonly nowMs: number;
  /** Running number of the request, for ids. */
  readonly serial: number;
}

function hexId(serial: number): string {
  return uuidOf(17, serial).replaceAll('-', '');
}

function full(place: ProblemPlace, status: number, statusText: string, fields: object): object {
  return {
    ...fields,
    requestId: hexId(place.serial),
    status,
    statusText,
    timestamp: new Date(place.nowMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  };
}

function gatewayCode(serial: number): string {
  return `07e4668e-ac2242c5c8c5-[UK-${hash32(19, serial).toString(36)}]`;
}

export function unauthorized(place: ProblemPlace, detail: string): Answer {
  const fields = {
    title: 'unauthorized',
    detail,
    code: gatewayCode(place.serial),
    origin: 's2s-api-auth-catalog',
  };
  return problem(401, full(place, 401, 'Unauthorized', fields));
}

export function paymentRequired(): Answer {
  const detail =
    'wb solution for business has insufficient funds on its balance. please top up the balance in the ' +
    "company's personal account https://dev.wildberries.ru/company";
  return problem(402, { title: 'payment required', detail });
}

/** 403 of a token type that is closed out of a method. */
export function tokenTypeForbidden(place: ProblemPlace, family: ErrorFamily, type: string): Answer {
  const fields = {
    title: 'forbidden',
    detail: `${type} token is not allowed`,
    code: `${type} token is not allowed for this path`,
    origin: `s2s-${family === 'remains' ? 'analytics' : family}`,
  };
  return problem(403, full(place, 403, 'Forbidden', fields));
}

/** 403 of a token without the category of the method. */
export function scopeForbidden(place: ProblemPlace, family: ErrorFamily): Answer {
  const fields = {
    title: 'Forbidden',
    detail: 'scope is not allowed for this resource',
    origin: `ag-${family === 'remains' ? 'analytics' : family}`,
  };
  return problem(403, full(place, 403, 'Forbidden', fields));
}

/** 429 with the headers that tell when to come back; seconds. */
export function tooManyRequests(
  place: ProblemPlace,
  limit: { readonly retry: number; readonly burst: number; readonly reset: number },
): Answer {
  const fields = {
    title: 'too many requests',
    detail: `limited by ${uuidOf(18, place.serial)}`,
    code: gatewayCode(place.serial),
    origin: 's2s-api-auth-catalog',
  };
  const answer = problem(429, full(place, 429, 'Too Many Requests', fields));
  const headers = {
    'X-Ratelimit-Retry': String(limit.retry),
    'X-Ratelimit-Limit': String(limit.burst),
    'X-Ratelimit-Reset': String(limit.reset),
  };
  return { ...answer, headers };
}

/** 400 in the form of the method's family. */
export function badRequest(place: ProblemPlace, family: ErrorFamily, detail: string): Answer {
  const requestId = hexId(place.serial);
  switch (family) {
    case 'content':
      return json({ data: null, error: true, errorText: detail, additionalErrors: null }, 400);
    case 'prices':
      return json({ data: null, error: true, errorText: 'Invalid request parameters' }, 400);
    case 'statistics':
      // A missing parameter is told in an array, a wrong value in a text: both forms are documented.
      return json({ errors: detail.endsWith('field required') ? [detail] : detail }, 400);
    case 'finance': {
      const title = 'GetReportDetailByPeriodNB decode error';
      return problem(400, {
        status: 400,
        title,
        detail: `${title}: ${detail}`,
        requestId: uuidOf(17, place.serial),
        origin: 'open-api-finreports',
      });
    }
    case 'analytics':
      return json(
        {
          title: 'Invalid request body',
          detail: `code=400, message=invalid: ${detail}, internal=invalid: ${detail}`,
          requestId: uuidOf(17, place.serial),
          origin: 'analytics-open-api',
        },
        400,
      );
    case 'remains':
    case 'common':
      return json({ detail, origin: 'api-statistics', requestId, title: 'Bad Request' }, 400);
  }
}

/** 404 of an unknown task or path. */
export function notFound(place: ProblemPlace): Answer {
  return problem(404, {
    detail: 'not found',
    origin: 'api-statistics',
    requestId: hexId(place.serial),
    title: 'Not Found',
  });
}

/** 500, 502 and 503: the first as JSON, the others as the front server's page. */
export function serverError(place: ProblemPlace, status: 500 | 502 | 503): Answer {
  if (status === 500) {
    const fields = { title: 'internal server error', detail: 'internal error', origin: 'simulator' };
    return problem(500, full(place, 500, 'Internal Server Error', fields));
  }
  const text = status === 502 ? '502 Bad Gateway' : '503 Service Temporarily Unavailable';
  const body = `<html><head><title>${text}</title></head><body><center><h1>${text}</h1></center></body></html>`;
  return { status, type: 'text/html', body };
}
