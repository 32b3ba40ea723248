import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';
import type { Settings } from '../../config/settings.js';
import { EDITOR_HELMET, HELMET } from './content-policy.js';
import { JSON_TYPE, problemReport, serverFault } from './http-problem.js';

/** Pages of development. */
const EDITORS: ReadonlySet<string | undefined> = new Set(['/graphql', '/graphiql']);

/** Whatever is answered here is one caller's own, or of one moment. */
const NOT_KEPT = { 'cache-control': 'no-store' };

const ofAnswers = { ...NOT_KEPT, ...headersOf(HELMET) };
const ofEditors = { ...NOT_KEPT, ...headersOf({ ...HELMET, ...EDITOR_HELMET }) };

/**
 * Headers that tell a browser, and what stands between, what they may do with an answer. By way of Fastify, which then
 * writes the whole head at once: what is set on Node's response is merged with the rest header by header.
 */
export function guardHeaders(server: FastifyInstance, { production }: Pick<Settings, 'production'>): void {
  server.addHook('onRequest', (request, reply, done) => {
    const isEditor = !production && EDITORS.has(request.routeOptions.url);
    void reply.headers(isEditor ? ofEditors : ofAnswers);
    done();
  });
}

/** A path that Fastify does not take meets no hooks: nor would its answer have these headers, or the shape of others. */
export function refusePath(
  error: Error,
  request: { readonly id: string },
  reply: { readonly raw: object },
): void {
  const response = reply.raw as ServerResponse;
  const { status, body } = problemReport(error, request.id) ?? serverFault(request.id);
  response.writeHead(status, { ...ofAnswers, 'content-type': JSON_TYPE });
  response.end(body);
}

/** They are the same for all: asked of Helmet once. */
function headersOf(options: HelmetOptions): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
