import type { CallerContext, Identity, RequestContext } from '../../platform/context/index.js';

/** The rest of a request whose asker has become known in its course. */
export function callerOf(asker: RequestContext, identity: Identity): CallerContext {
  const { requestId, ipAddress, userAgent } = asker;
  return { kind: 'caller', requestId, ipAddress, userAgent, now: () => asker.now(), ...identity };
}

/** No session: RFC 9562 nil, which none can have. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000';

/**
 * Somebody who has brought a token from a mail, and so may see the account that it was sent to, but has not signed in:
 * nothing can be changed by whatever else the request asks for.
 */
export function bearerOf(
  asker: RequestContext,
  identity: Omit<Identity, 'sessionId' | 'impersonatorId'>,
): CallerContext {
  return callerOf(asker, { ...identity, sessionId: NO_SESSION, impersonatorId: identity.userId });
}
