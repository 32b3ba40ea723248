import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { answerProblem, HttpProblem, problemReport, withRequestId } from './http-problem.js';

const UTF_8 = /^"?utf-?8"?$/i;

/** Hooks of the route /graphql alone: what is refused before GraphQL, and in which form. */
export function hardenGraphqlRoute(route: RouteOptions, log: Logger): void {
  Object.assign(route, {
    onRequest: [checkRequest],
    preHandler: [checkBody],
    onSend: [
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
        withRequestId(request, reply, payload),
    ],
    errorHandler: (error: unknown, { id: requestId }: FastifyRequest, reply: FastifyReply) => {
      answerProblem(reply, log, { error, requestId, report: problemReport(error, requestId) });
    },
  } satisfies Partial<RouteOptions>);
}

async function checkRequest(request: FastifyRequest): Promise<void> {
  if (!URL.canParse(`http://${request.hostname}/`))
    throw new HttpProblem(400, 'The header `host` names no host.');
  if (request.method !== 'POST') return;
  const { 'content-encoding': encoding, 'content-type': contentType = '' } = request.headers;
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new HttpProblem(415, 'Send the body as it is, without `content-encoding`.');
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  if (mediaType.toLowerCase() !== 'application/json')
    throw new HttpProblem(415, 'Send JSON as `content-type: application/json`.');
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice('charset='.length);
  if (charset !== undefined && !UTF_8.test(charset)) throw new HttpProblem(415, 'Send the body in UTF-8.');
}

async function checkBody({ method, body }: FastifyRequest): Promise<void> {
  if (method === 'POST' && Array.isArray(body))
    throw new HttpProblem(400, 'Several operations in one request are not answered. Send them one by one.');
}
