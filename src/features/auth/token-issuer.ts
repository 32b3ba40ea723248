import { Inject, Injectable } from '@nestjs/common';
import type { AnonymousContext, CallerContext, SystemContext } from '../../platform/context/index.js';
import { ACCESS_TOKEN_LIFETIME_SECONDS, AccessTokens } from '../../platform/crypto/access-token.js';
import { createOpaqueToken, hashToken } from '../../platform/crypto/opaque-token.js';
import { identityOf, inactivityOf } from './session-identity.js';
import { SessionRepository, type SessionState } from './sessions.repository.js';
import type { AuthTokens } from './types/auth.types.js';

const REFRESH_LIFETIME_MS = 30 * 86_400_000;

export interface OpenedSession {
  readonly tokens: AuthTokens;
  readonly caller: CallerContext;
}

/** Makes the two tokens of a session. Inside the transaction of what they are given for. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly sessions: SessionRepository,
    @Inject(AccessTokens) private readonly accessTokens: AccessTokens,
  ) {}

  async open(
    ctx: SystemContext,
    asker: AnonymousContext | CallerContext,
    userId: string,
  ): Promise<OpenedSession> {
    const refresh = this.refreshToken(ctx);
    const sessionId = await this.sessions.open(ctx, userId, refresh.hash, refresh.expiresAt);
    return this.issue(ctx, asker, userId, sessionId, refresh);
  }

  /** @returns null when the token is not one that can be exchanged */
  async rotate(
    ctx: SystemContext,
    asker: AnonymousContext | CallerContext,
    token: string,
  ): Promise<OpenedSession | null> {
    const refresh = this.refreshToken(ctx);
    const spent = await this.sessions.rotate(ctx, hashToken(token), refresh.hash, refresh.expiresAt);
    return spent && this.issue(ctx, asker, spent.userId, spent.familyId, refresh);
  }

  private refreshToken(ctx: SystemContext): { token: string; hash: string; expiresAt: Date } {
    const token = createOpaqueToken();
    return { token, hash: hashToken(token), expiresAt: new Date(ctx.now().getTime() + REFRESH_LIFETIME_MS) };
  }

  private async issue(
    ctx: SystemContext,
    asker: AnonymousContext | CallerContext,
    userId: string,
    sessionId: string,
    refresh: { token: string; expiresAt: Date },
  ): Promise<OpenedSession> {
    const state = await this.sessions.findState(ctx, userId, sessionId);
    if (!state) throw new Error('A session that was just opened is not there');
    // thrown in the transaction of the session, which so does not come to be, nor is its token spent
    const inactivity = inactivityOf(state);
    if (inactivity) throw inactivity;
    const caller = callerOf(asker, state, sessionId);
    const accessToken = this.accessTokens.sign(
      {
        sub: userId,
        tenantId: state.tenantId,
        role: caller.role,
        sessionId,
        tokenVersion: state.tokenVersion,
      },
      ctx.now(),
    );
    const wholeSeconds = Math.floor(ctx.now().getTime() / 1000);
    return {
      caller,
      tokens: {
        accessToken,
        refreshToken: refresh.token,
        accessTokenExpiresAt: new Date((wholeSeconds + ACCESS_TOKEN_LIFETIME_SECONDS) * 1000),
        refreshTokenExpiresAt: refresh.expiresAt,
      },
    };
  }
}

function callerOf(
  asker: AnonymousContext | CallerContext,
  state: SessionState,
  sessionId: string,
): CallerContext {
  const { requestId, ipAddress, userAgent } = asker;
  return {
    kind: 'caller',
    requestId,
    ipAddress,
    userAgent,
    now: () => asker.now(),
    ...identityOf(state, sessionId),
  };
}
