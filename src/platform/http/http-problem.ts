import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Of the answers made here. */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** A request that is refused before it is GraphQL. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** What Fastify refuses by itself, in words that name the remedy. */
const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this server takes. Send less at once.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send JSON as `content-type: application/json`.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty. Send JSON with `query`.',
  FST_ERR_CTP_INVALID_JSON_BODY:
    'The body is no JSON, or has a key `__proto__` or `constructor.prototype`, which nothing here is called.',
  FST_ERR_BAD_URL: 'The path is none: in it, % stands before two hexadecimal digits.',
  FST_ERR_MAX_PARAM_LENGTH: 'The path is longer than any here.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as `content-length` says.',
};

export interface ProblemReport {
  readonly status: number;
  readonly body: string;
}

/** In the shape that GraphQL clients know. @returns null for what is a fault of the server */
export function problemReport(error: unknown, requestId: string): ProblemReport | null {
  const { statusCode, code, message } = error as { statusCode?: unknown; code?: unknown; message?: unknown };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  const known = typeof code === 'string' ? MESSAGES[code] : undefined;
  const text = known ?? (error instanceof HttpProblem ? String(message) : 'The body is no JSON.');
  return { status: statusCode, body: errorBody(text, 'BAD_USER_INPUT', requestId) };
}

/** Of a fault of the server a client is told nothing else. */
export function serverFault(requestId: string): ProblemReport {
  return { status: 500, body: errorBody('Internal error', 'INTERNAL', requestId) };
}

/**
 * Sends what is told of an error.
 * @param report null for a fault of the server, of which the log is told all
 */
export function answerProblem(
  reply: FastifyReply,
  log: Logger,
  { error, requestId, report }: { error: unknown; requestId: string; report: ProblemReport | null },
): void {
  if (!report) log.error({ requestId, err: error }, 'request failed');
  const { status, body } = report ?? serverFault(requestId);
  void reply.code(status).header('content-type', JSON_TYPE).send(body);
}

/** @param extensions what else is told, such as how long to wait */
export function errorBody(
  message: string,
  code: string,
  requestId: string,
  extensions: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, ...extensions, requestId } }] });
}

/** Names the request in errors that were made before anybody knew it, as for a batch or a missing header. */
export function withRequestId(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (reply.statusCode < 400 || typeof payload !== 'string' || !payload.startsWith('{"errors":'))
    return payload;
  const body = JSON.parse(payload) as { errors: { extensions?: Record<string, unknown> }[] };
  for (const error of body.errors) error.extensions = { requestId: request.id, ...error.extensions };
  return JSON.stringify(body);
}
