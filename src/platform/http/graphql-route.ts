import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
  RouteOptions,
} from 'fastify';
import type { Logger } from 'pino';
import { answerProblem, HttpProblem, problemReport, withRequestId } from './http-problem.js';

const UTF_8 = /^"?utf-?8"?$/i;

/** Methods that GraphQL over HTTP knows nothing of: a route, so that they are told so. */
const OTHER_METHODS = ['PUT', 'PATCH', 'DELETE'];

export function routeOtherMethods(server: FastifyInstance): void {
  server.route({ url: '/graphql', method: OTHER_METHODS, handler: () => null });
}

/** Hooks of the route /graphql alone: what is refused before GraphQL, and in which form. */
export function hardenGraphqlRoute(route: RouteOptions, log: Logger): void {
  Object.assign(route, {
    onRequest: [checkRequest],
    preHandler: [checkBody],
    onSend: [
      (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: SendDone) => {
        done(null, withRequestId(request, reply, payload));
      },
    ],
    errorHandler: (error: unknown, { id: requestId }: FastifyRequest, reply: FastifyReply) => {
      answerProblem(reply, log, { error, requestId, report: problemReport(error, requestId) });
    },
  } satisfies Partial<RouteOptions>);
}

type SendDone = (error: null, payload: unknown) => void;

/** By callbacks: a promise for each of them would cost more than they do. */
function checkRequest(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  if (OTHER_METHODS.includes(request.method)) {
    void reply.header('allow', 'GET, POST');
    done(new HttpProblem(405, 'Send operations by POST, or queries by GET.'));
  } else done(problemOfHead(request) ?? undefined);
}

function checkBody(
  { method, body }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  done(method === 'POST' ? problemOfBody(body) : undefined);
}

function problemOfBody(body: unknown): HttpProblem | undefined {
  if (Array.isArray(body))
    return new HttpProblem(400, 'Several operations in one request are not answered. Send them one by one.');
  const isEmpty = typeof body !== 'object' || body === null || Object.keys(body).length === 0;
  return isEmpty
    ? new HttpProblem(400, 'The body has no operation. Send a JSON object with `query`.')
    : undefined;
}

function problemOfHead(request: FastifyRequest): HttpProblem | null {
  if (!URL.canParse(`http://${request.hostname}/`))
    return new HttpProblem(400, 'The header `host` names no host.');
  if (request.method !== 'POST') return null;
  const { 'content-encoding': encoding, 'content-type': contentType = '' } = request.headers;
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return new HttpProblem(415, 'Send the body as it is, without `content-encoding`.');
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  if (mediaType.toLowerCase() !== 'application/json')
    return new HttpProblem(415, 'Send JSON as `content-type: application/json`.');
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice('charset='.length);
  return charset === undefined || UTF_8.test(charset)
    ? null
    : new HttpProblem(415, 'Send the body in UTF-8.');
}
