import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RequestContext } from '../context/index.js';
import type { Answered } from '../observability/metrics/answered.js';
import type { ObservedOperation } from '../observability/observed-operation.js';
import { whose } from './whose.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of /graphql alone; null until it is known whose it is. */
    operation: ObservedOperation | null;
    /** Of other routes: whose it is, as the guard has found. */
    ctx?: RequestContext;
  }
}

/** What took longer is told of, whatever it was. */
const SLOW_MS = 1_000;

/** Codes of what was refused before GraphQL, by the status of HTTP. */
const REFUSALS: Readonly<Record<number, string>> = { 429: 'RATE_LIMITED' };

/** Counts every request once, when its answer is out, and tells the log of those that matter. */
export function observeRequests(server: FastifyInstance, answered: Answered, log: Logger): void {
  server.decorateRequest('operation', null);
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, operation } = request;
    const status = reply.statusCode;
    const milliseconds = reply.elapsedTime;
    const route = routeOptions.url;
    answered.request({ method, route, status, milliseconds });
    const type = operation?.type ?? 'unknown';
    const codes = operation?.codes ?? refusal(status);
    // a page of the editor is no operation
    if (route === '/graphql' && (operation || codes.length > 0))
      answered.operation({ type, codes, milliseconds });
    tell(log, request, reply, { type, codes, milliseconds });
    done();
  });
}

interface Told {
  readonly type: string;
  readonly codes: readonly string[];
  readonly milliseconds: number;
}

/** What changes something, fails or is slow; all the rest to who wants to hear more. */
function tell(log: Logger, request: FastifyRequest, reply: FastifyReply, told: Told): void {
  const { type, codes, milliseconds } = told;
  const matters =
    type === 'mutation' || codes.length > 0 || milliseconds > SLOW_MS || reply.statusCode >= 500;
  const level = matters ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      requestId: request.id,
      ...whose(request),
      method: request.method,
      // not the address as it was asked for, in which a token may stand
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ...(request.operation && { operation: type }),
      ...(codes.length > 0 && { codes }),
      ms: Math.round(milliseconds * 10) / 10,
    },
    'request',
  );
}

function refusal(status: number): readonly string[] {
  if (status < 400) return [];
  return [REFUSALS[status] ?? (status >= 500 ? 'INTERNAL' : 'BAD_USER_INPUT')];
}
