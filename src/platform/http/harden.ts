import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.js';
import { Answered } from '../observability/metrics/answered.js';
import { guardHeaders } from './guard-headers.js';
import { hardenFileRoute, takeFiles } from './file-route.js';
import { hardenGraphqlRoute, routeOtherMethods } from './graphql-route.js';
import { TRACING, type Tracing } from '../observability/tracing/tracing.js';
import { takeJson } from './json-body.js';
import { observeRequests } from './observe-requests.js';
import { traceRequests } from './trace-requests.js';

/** How long a browser may remember which origins are let in. */
const PREFLIGHT_SECONDS = 600;

/** Headers, origins and the form of errors. Before the application makes its routes. */
export async function harden(app: NestFastifyApplication, settings: Settings, log: Logger): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRoute', (route: RouteOptions) => {
    if (route.url === '/graphql') hardenGraphqlRoute(route, log);
    hardenFileRoute(route, log);
  });
  routeOtherMethods(server);
  observeRequests(server, app.get(Answered), log);
  const tracing = app.get<Tracing | null>(TRACING);
  if (tracing) traceRequests(server, tracing, settings.http);
  takeJson(app);
  takeFiles(server);
  guardHeaders(server, settings);
  const { corsOrigins } = settings.http;
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization', 'apollo-require-preflight', 'x-apollo-operation-name'],
    exposedHeaders: ['retry-after'],
    // who somebody is, the header Authorization says: never a cookie
    credentials: false,
    maxAge: PREFLIGHT_SECONDS,
  });
}
