import type { FastifyReply, FastifyRequest } from 'fastify';
import { noContent, type Answer } from './answer.js';
import type { Handler } from './call.js';
import type { Fault, FaultList } from './faults.js';
import { HOST_CATEGORIES, METHODS, type Method, type Rate } from './methods.js';
import {
  badRequest,
  paymentRequired,
  scopeForbidden,
  serverError,
  tokenTypeForbidden,
  tooManyRequests,
  unauthorized,
  type ProblemPlace,
} from './problems.js';
import type { RateLimits } from './rate-limits.js';
import { fieldsOf } from './request-values.js';
import type { SellerList } from './sellers.js';
import { readToken, tokenOf, type TokenClaims } from './tokens.js';

/** What the gateway consults on its way. */
export interface GatewayParts {
  readonly sellers: SellerList;
  readonly limits: RateLimits;
  readonly faults: FaultList;
  /** Warehouses are masked for everybody, not only by a fault. */
  readonly masked: boolean;
  /** Waits; milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** An answer with what has to be done to it on the way out. */
export interface Delivery {
  readonly answer: Answer;
  readonly truncated: boolean;
}

/** The answer a fault puts in place of the real one; undefined for faults that only change it. */
function faultAnswer(fault: Fault, method: Method, place: ProblemPlace): Answer | undefined {
  switch (fault.kind) {
    case '429':
      return tooManyRequests(place, { retry: 1, burst: method.personal.burst, reset: method.personal.burst });
    case '401':
      return unauthorized(place, 'token problem; token is withdrawn');
    case '402':
      return paymentRequired();
    case '403':
      return scopeForbidden(place, method.family);
    case '500':
    case '502':
    case '503':
      return serverError(place, Number(fault.kind) as 500 | 502 | 503);
    case '204':
      return noContent();
    case 'garbage':
      return { status: 200, type: 'text/html', body: '<html><body>Технические работы</body></html>' };
    default:
      return undefined;
  }
}

/** Checks token, type and category; gives the claims or the refusal. */
function admit(request: FastifyRequest, method: Method, place: ProblemPlace): TokenClaims | Answer {
  const token = tokenOf(request.headers.authorization);
  if (token === '') return unauthorized(place, 'empty Authorization header');
  const claims = readToken(token);
  if (typeof claims === 'string') return unauthorized(place, `token problem; ${claims}`);
  if (claims.expiresAt <= place.nowMs) {
    return unauthorized(place, 'token problem; token has invalid claims: token is expired');
  }
  const host = hostOf(request);
  const needed = method === METHODS.ping ? (HOST_CATEGORIES.get(host) ?? 'any') : method.category;
  if (needed !== 'any' && !claims.categories.has(needed)) return scopeForbidden(place, method.family);
  const closed = claims.type === 'base' ? method.base === 'closed' : method.closedTo.includes(claims.type);
  return closed ? tokenTypeForbidden(place, method.family, claims.type) : claims;
}

/** Host the client meant, if it tells: one origin stands for all hosts of the marketplace here. */
function hostOf(request: FastifyRequest): string {
  const header = request.headers['x-forwarded-host'];
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

function isAnswer(value: TokenClaims | Answer): value is Answer {
  return 'status' in value;
}

/** One call on its way through the gateway. */
interface Passage {
  readonly parts: GatewayParts;
  readonly method: Method;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly place: ProblemPlace;
}

/** Takes the call from the seller's bucket; gives the refusal if that is empty. */
function limit({ parts, method, request, reply, place }: Passage, claims: TokenClaims): Answer | undefined {
  const rate: Rate = claims.type === 'base' && method.base !== 'closed' ? method.base : method.personal;
  const host = method === METHODS.ping ? hostOf(request) : '';
  // Two tokens of one seller and kind share a bucket: limits are per seller account.
  const kind = claims.type === 'base' ? 'base' : 'personal';
  const verdict = parts.limits.take(`${claims.sid}/${kind}/${method.bucket}/${host}`, rate);
  if (verdict.allowed) {
    reply.header('X-Ratelimit-Remaining', String(verdict.remaining));
    return undefined;
  }
  return tooManyRequests(place, {
    retry: verdict.retrySeconds,
    burst: rate.burst,
    reset: verdict.resetSeconds,
  });
}

/** Checks the call and lets the method answer it. */
function answerOf(passage: Passage, handler: Handler, struck: readonly Fault[]): Answer {
  const { parts, method, request, place } = passage;
  const claims = admit(request, method, place);
  if (isAnswer(claims)) return claims;
  const refusal = limit(passage, claims);
  if (refusal) return refusal;
  if (method.verb === 'POST' && request.body === undefined) {
    return badRequest(place, method.family, 'Request body can not be decoded');
  }
  return handler({
    seller: parts.sellers.of(claims.sid, place.nowMs),
    claims,
    nowMs: place.nowMs,
    place,
    query: textFields(request.query),
    params: textFields(request.params),
    body: request.body,
    masked: parts.masked || struck.some((fault) => fault.kind === 'maskedWarehouses'),
    repeatRows: struck.some((fault) => fault.kind === 'repeatLastRows'),
  });
}

/** Runs one call through faults, token, limits and the method, as the marketplace's front does. */
export async function passGateway(passage: Passage, handler: Handler): Promise<Delivery | 'disconnect'> {
  const { parts, method, request, reply, place } = passage;
  const struck = parts.faults.strike(request.url);
  for (const fault of struck) if (fault.kind === 'slow') await parts.wait(fault.delayMs ?? 1000);
  if (struck.some((fault) => fault.kind === 'disconnect')) return 'disconnect';
  reply.header('X-Ratelimit-Remaining', String(method.personal.burst));
  const inPlace = struck
    .map((fault) => faultAnswer(fault, method, place))
    .find((answer) => answer !== undefined);
  const truncated = struck.some((fault) => fault.kind === 'truncated');
  return { answer: inPlace ?? answerOf(passage, handler, struck), truncated };
}

function textFields(value: unknown): Readonly<Record<string, string | undefined>> {
  const texts: Record<string, string | undefined> = {};
  for (const [name, field] of Object.entries(fieldsOf(value))) {
    texts[name] = Array.isArray(field) ? String(field.at(-1)) : String(field);
  }
  return texts;
}
