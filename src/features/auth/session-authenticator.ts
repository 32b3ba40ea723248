import { Injectable } from '@nestjs/common';
import {
  Authenticator,
  Clock,
  type AnonymousContext,
  type Authenticated,
} from '../../platform/context/index.js';
import type { AccessClaims, Actor } from '../../platform/crypto/access-token.js';
import { AccessTokenVerifier } from '../../platform/crypto/access-token-verifier.js';
import { identityOf } from './session-identity.js';
import { SessionStates } from './session-states.js';
import type { SessionState } from './sessions.repository.js';

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
    const { sub, sessionId } = proof.claims;
    const state = await this.states.get(sub, sessionId);
    if (!state || !(await this.belongs(proof.claims, state))) return { refusal: 'TOKEN' };
    if (!state.userActive) return { refusal: 'ACCOUNT' };
    if (!state.tenantActive) return { refusal: 'TENANT' };
    return { ...identityOf(state, sessionId), expiresAt: proof.expiresAt };
  }

  /** Whether the token was given for this session as it is by now: same tenant, and same administrator, if any. */
  private async belongs({ tenantId, actor }: AccessClaims, state: SessionState): Promise<boolean> {
    if (state.tenantId !== tenantId || state.impersonatorId !== (actor?.userId ?? null)) return false;
    return !actor || this.mayImpersonate(actor, state);
  }

  /**
   * Whether the administrator still may look through this member's eyes. Asked of the session in which they are signed
   * in as themself: an impersonation ends with that, at once.
   */
  private async mayImpersonate({ userId, sessionId }: Actor, member: SessionState): Promise<boolean> {
    const administrator = await this.states.get(userId, sessionId);
    if (administrator?.impersonatorId !== null || member.isAdmin) return false;
    return administrator.isAdmin && administrator.userActive && administrator.tenantActive;
  }
}
