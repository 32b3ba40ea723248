import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, Clock, type AnonymousContext, type Identity } from '../../platform/context/index.js';
import { AccessTokens } from '../../platform/crypto/access-token.js';
import { identityOf } from './session-identity.js';
import { SessionStates } from './session-states.js';

const BEARER = /^Bearer +([A-Za-z0-9._-]+)$/i;

/** Reads the access token of a request, and what its bearer is by now: role and activity are never the token's. */
@Injectable()
export class SessionAuthenticator extends Authenticator {
  constructor(
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    private readonly states: SessionStates,
    private readonly clock: Clock,
  ) {
    super();
  }

  async identify(authorization: string | undefined): Promise<Identity | Pick<AnonymousContext, 'refusal'>> {
    if (authorization === undefined) return { refusal: null };
    const token = BEARER.exec(authorization)?.[1];
    const claims = token === undefined ? null : this.tokens.verify(token, this.clock.now());
    if (!claims) return { refusal: 'TOKEN' };
    const state = await this.states.get(claims.sub, claims.sessionId);
    if (state?.tenantId !== claims.tenantId) return { refusal: 'TOKEN' };
    if (!state.userActive || state.tokenVersion !== claims.tokenVersion) return { refusal: 'ACCOUNT' };
    if (!state.tenantActive) return { refusal: 'TENANT' };
    return identityOf(state, claims.sessionId);
  }
}
