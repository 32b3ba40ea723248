import { Inject, Injectable } from '@nestjs/common';
import { permissionsOf, Role, scopeOf } from '../../platform/access/index.js';
import type { AnonymousContext, CallerContext, SystemContext } from '../../platform/context/index.js';
import { ACCESS_TOKEN_LIFETIME_SECONDS, AccessTokens } from '../../platform/crypto/access-token.js';
import { createOpaqueToken, hashToken } from '../../platform/crypto/opaque-token.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
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
    assertActive(state);
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

/** Thrown in the transaction of the session, which so does not come to be, nor is its token spent. */
function assertActive({ userActive, tenantActive }: SessionState): void {
  if (!userActive) throw new DomainError(ErrorCode.ACCOUNT_DISABLED, 'This account is deactivated.');
  if (!tenantActive) throw new DomainError(ErrorCode.TENANT_SUSPENDED, 'The tenant is suspended.');
}

function callerOf(
  asker: AnonymousContext | CallerContext,
  state: SessionState,
  sessionId: string,
): CallerContext {
  const role = Role[state.role as keyof typeof Role];
  return {
    kind: 'caller',
    requestId: asker.requestId,
    ipAddress: asker.ipAddress,
    userAgent: asker.userAgent,
    now: () => asker.now(),
    userId: state.userId,
    tenantId: state.tenantId,
    role,
    scope: scopeOf(role),
    permissions: permissionsOf(role, state.isAdmin),
    sessionId,
  };
}
