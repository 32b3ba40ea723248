import { Injectable } from '@nestjs/common';
import type { CallerContext, RequestContext, SystemContext } from '../../platform/context/index.js';
import { AccessTokenSigner } from '../../platform/crypto/access-token.js';
import { createOpaqueToken, hashToken } from '../../platform/crypto/opaque-token.js';
import { callerOf } from './session-caller.js';
import { identityOf, inactivityOf } from './session-identity.js';
import { SessionRepository } from './sessions.repository.js';
import type { AuthTokens } from './types/auth.types.js';

const REFRESH_LIFETIME_MS = 30 * 86_400_000;

export interface OpenedSession {
  readonly tokens: AuthTokens;
  readonly caller: CallerContext;
}

export interface RefreshToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Makes the two tokens of a session. Inside the transaction of what they are given for. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly signer: AccessTokenSigner,
  ) {}

  /** Signs somebody in, who has proved who they are. @throws DomainError when they are not active */
  async open(ctx: SystemContext, asker: RequestContext, userId: string): Promise<OpenedSession> {
    const refresh = { token: createOpaqueToken(), expiresAt: this.refreshEnd(ctx) };
    const sessionId = await this.sessions.open(ctx, userId, hashToken(refresh.token), refresh.expiresAt);
    return this.issue(ctx, asker, { userId, sessionId, refresh });
  }

  /** When a refresh token ends that is made now. */
  refreshEnd(ctx: SystemContext): Date {
    return new Date(ctx.now().getTime() + REFRESH_LIFETIME_MS);
  }

  /** An access token beside the refresh token that a session has. @throws DomainError when its user is not active */
  async issue(
    ctx: SystemContext,
    asker: RequestContext,
    session: { readonly userId: string; readonly sessionId: string; readonly refresh: RefreshToken },
  ): Promise<OpenedSession> {
    const { userId, sessionId, refresh } = session;
    const state = await this.sessions.findState(ctx, userId, sessionId);
    if (!state) throw new Error('A session that was just opened is not there');
    // thrown in the transaction of the session, which so does not come to be, nor is its token spent
    const inactivity = inactivityOf(state);
    if (inactivity) throw inactivity;
    const caller = callerOf(asker, identityOf(state, sessionId));
    const { tenantId, role } = caller;
    const access = this.signer.sign({ sub: userId, tenantId, role, sessionId }, ctx.now());
    return {
      caller,
      tokens: {
        accessToken: access.token,
        refreshToken: refresh.token,
        accessTokenExpiresAt: access.expiresAt,
        refreshTokenExpiresAt: refresh.expiresAt,
      },
    };
  }
}
