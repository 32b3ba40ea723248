import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import type { Settings } from '../../config/settings.js';
import { EDITOR_HELMET, HELMET } from './content-policy.js';
import { JSON_TYPE, problemReport, serverFault } from './http-problem.js';

/** Pages of development. */
const EDITORS: ReadonlySet<string | undefined> = new Set(['/graphql', '/graphiql']);

const ofAnswers = helmet(HELMET);
const ofEditors = helmet({ ...HELMET, ...EDITOR_HELMET });

/** Headers that tell a browser what it may do with an answer. Without a plugin: that would make them anew each time. */
export function guardHeaders(server: FastifyInstance, { production }: Pick<Settings, 'production'>): void {
  server.addHook('onRequest', (request, reply, done) => {
    const isEditor = !production && EDITORS.has(request.routeOptions.url);
    (isEditor ? ofEditors : ofAnswers)(request.raw, reply.raw, () => {
      done();
    });
  });
}

/** A path that Fastify does not take meets no hooks: nor would its answer have these headers, or the shape of others. */
export function refusePath(
  error: Error,
  request: { readonly id: string; readonly raw: object },
  reply: { readonly raw: object },
): void {
  const response = reply.raw as ServerResponse;
  ofAnswers(request.raw as IncomingMessage, response, () => undefined);
  const { status, body } = problemReport(error, request.id) ?? serverFault(request.id);
  response.writeHead(status, { 'content-type': JSON_TYPE });
  response.end(body);
}
