import { Injectable } from '@nestjs/common';
import {
  Authenticator,
  Clock,
  type AnonymousContext,
  type Authenticated,
} from '../../platform/context/index.js';
import { AccessTokenVerifier } from '../../platform/crypto/access-token-verifier.js';
import { identityOf } from './session-identity.js';
import { SessionStates } from './session-states.js';

const BEARER = /^Bearer +([A-Za-z0-9._-]+)$/i;

/** Reads the access token of a request, and what its bearer is by now: role and activity are never the token's. */
@Injectable()
export class SessionAuthenticator extends Authenticator {
  constructor(
    private readonly tokens: AccessTokenVerifier,
    private readonly states: SessionStates,
    private readonly clock: Clock,
  ) {
    super();
  }

  async identify(
    authorization: string | undefined,
  ): Promise<Authenticated | Pick<AnonymousContext, 'refusal'>> {
    if (authorization === undefined) return { refusal: null };
    const token = BEARER.exec(authorization)?.[1];
    const proof = token === undefined ? null : await this.tokens.verify(token, this.clock.now());
    if (!proof) return { refusal: 'TOKEN' };
    const { sub, tenantId, sessionId } = proof.claims;
    const state = await this.states.get(sub, sessionId);
    if (state?.tenantId !== tenantId) return { refusal: 'TOKEN' };
    if (!state.userActive) return { refusal: 'ACCOUNT' };
    if (!state.tenantActive) return { refusal: 'TENANT' };
    return { ...identityOf(state, sessionId), expiresAt: proof.expiresAt };
  }
}
