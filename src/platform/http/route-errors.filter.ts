import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { TooBusyError } from '../crypto/bounded-queue.js';
import { LOGGER } from '../observability/index.js';
import { rateLimited } from '../rate-limits/rate-limited.js';
import { answerProblem, errorBody, problemReport, type ProblemReport } from './http-problem.js';

/** Statuses of refusals that GraphQL tells by their codes alone. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TENANT_SUSPENDED: 403,
  RATE_LIMITED: 429,
  BAD_USER_INPUT: 400,
};

/** Routes beside GraphQL refuse in its words and shape, by the status of HTTP. Anything unexpected is masked. */
@Catch()
export class RouteErrors implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = thrown instanceof TooBusyError ? rateLimited(thrown.retryAfterSeconds) : thrown;
    const report = refusalOf(error, id) ?? problemReport(error, id);
    const seconds = error instanceof GraphQLError ? error.extensions['retryAfterSeconds'] : undefined;
    if (typeof seconds === 'number') void reply.header('retry-after', String(seconds));
    answerProblem(reply, this.log, { error, requestId: id, report });
  }
}

function refusalOf(error: unknown, requestId: string): ProblemReport | null {
  if (!(error instanceof GraphQLError)) return null;
  const { code, ...told } = error.extensions;
  const status = typeof code === 'string' ? STATUSES[code] : undefined;
  if (status === undefined) return null;
  return { status, body: errorBody(error.message, String(code), requestId, told) };
}
