import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpSettings } from '../../config/settings.js';
import type { RequestTrace, Tracing } from '../observability/tracing/tracing.js';
import { whose } from './whose.js';

/** A span for every request, from its first byte to the last one of its answer. */
export function traceRequests(
  server: FastifyInstance,
  tracing: Tracing,
  { trustedProxies }: Pick<HttpSettings, 'trustedProxies'>,
): void {
  const traces = new WeakMap<FastifyRequest, RequestTrace>();
  server.addHook('onRequest', (request, _reply, done) => {
    const { id, method, routeOptions, headers } = request;
    // from anybody else it could make all of their requests be told of, or hide them in another trace
    const given = trustedProxies > 0 ? headers['traceparent'] : undefined;
    const traceparent = typeof given === 'string' ? given : null;
    traces.set(request, tracing.request({ id, method, route: routeOptions.url, traceparent }));
    done();
  });
  // once the body is read, of which the events belong to the connection and to no request
  server.addHook('preHandler', (request, _reply, done) => {
    const span = traces.get(request);
    if (span) span.handle(done);
    else done();
  });
  server.addHook('onSend', (request, _reply, payload, done) => {
    traces.get(request)?.answered(request.operation);
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { tenantId = null, userId = null } = whose(request);
    traces.get(request)?.end({ status: reply.statusCode, tenantId, userId });
    done();
  });
  server.addHook('onRequestAbort', (request, done) => {
    traces.get(request)?.end(null);
    traces.delete(request);
    done();
  });
}
