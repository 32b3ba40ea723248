import type { AnonymousContext, CallerContext } from './context.js';

export type Identity = Pick<
  CallerContext,
  'tenantId' | 'userId' | 'role' | 'scope' | 'writeScope' | 'permissions' | 'sessionId' | 'impersonatorId'
>;

/** Somebody known, until their access token ends. */
export type Authenticated = Identity & { readonly expiresAt: Date };

/** Tells who sends a request; the feature that owns sign-in provides it. */
export abstract class Authenticator {
  /** @param authorization the Authorization header, if any */
  abstract identify(
    authorization: string | undefined,
  ): Promise<Authenticated | Pick<AnonymousContext, 'refusal'>>;
}
