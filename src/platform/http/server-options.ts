import { randomUUID } from 'node:crypto';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Settings } from '../../config/settings.js';
import { refusePath } from './guard-headers.js';

type ServerOptions = NonNullable<
  Exclude<ConstructorParameters<typeof FastifyAdapter>[0], { server: unknown }>
>;

/** Headers of a request, together. An access token takes half a kilobyte. */
const MAX_HEADER_BYTES = 16_384;
/** Of a part of a path that stands for something. */
const MAX_PARAMETER = 1_000;
/** Whoever sends slower than this holds a connection for nothing. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

export function serverOptions({ limits, http }: Pick<Settings, 'limits' | 'http'>): ServerOptions {
  const { trustedProxies } = http;
  return {
    bodyLimit: limits.bodyBytes,
    frameworkErrors: (error, request, reply) => {
      refusePath(error, request, reply);
    },
    routerOptions: { maxParamLength: MAX_PARAMETER },
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT_MS,
    // as a function: by a mere number Fastify trusts nobody
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    // a request is named here and nowhere else: a client could give many the same name
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // how often connections are looked at
      connectionsCheckingInterval: 5_000,
      // clients that offer HTTP/2 by an upgrade go on by HTTP/1.1 when nobody takes it
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  };
}
