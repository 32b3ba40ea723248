import type { IncomingMessage } from 'node:http';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import type { HttpSettings } from '../../config/settings.js';

const PATH = '/graphql';

/** Why an upgrade is refused: a line of HTTP, status and phrase. */
export type UpgradeRefusal =
  '400 Bad Request' | '403 Forbidden' | '404 Not Found' | '429 Too Many Requests' | '503 Service Unavailable';

/** What is wrong with an upgrade as such, whoever asks; null when nothing is. */
export function refusalOf(request: IncomingMessage, http: HttpSettings): UpgradeRefusal | null {
  if (request.url?.split('?', 1)[0] !== PATH) return '404 Not Found';
  if (!offersProtocol(request.headers['sec-websocket-protocol'])) return '400 Bad Request';
  if (!isAllowedOrigin(request.headers.origin, request.headers.host, http)) return '403 Forbidden';
  return null;
}

/**
 * The peer's address: the socket's, or what the proxies say that are before this server. Each appends to X-Forwarded-For
 * whom it was asked by; what stands further left is whatever the client liked to send.
 */
export function addressOf(request: IncomingMessage, { trustedProxies }: HttpSettings): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hops = [request.socket.remoteAddress ?? 'unknown', ...forwarded.reverse()];
  return hops[Math.min(trustedProxies, hops.length - 1)] ?? 'unknown';
}

function offersProtocol(header: string | undefined): boolean {
  return (header ?? '').split(',').some((name) => name.trim() === GRAPHQL_TRANSPORT_WS_PROTOCOL);
}

/** Browsers name the page's origin; programs name none, and what they could steal of a browser they have not. */
function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  { corsOrigins, publicUrl }: HttpSettings,
): boolean {
  if (origin === undefined || corsOrigins.includes(origin)) return true;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  // a proxy that ends TLS leaves us not knowing the scheme
  return url !== null && (url.host === host || url.origin === new URL(publicUrl).origin);
}
