import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext, type SystemContext } from '../../platform/context/index.js';
import { hashToken } from '../../platform/crypto/opaque-token.js';
import { createSuccessorSalt, successorOf } from '../../platform/crypto/successor-token.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { judge, type Verdict } from './domain/spent-token.js';
import { RefreshTokenRepository, type FoundToken } from './refresh-tokens.repository.js';
import { StolenSessions } from './stolen-sessions.service.js';
import { TokenIssuer, type OpenedSession } from './token-issuer.js';

/** Exchanges refresh tokens. Each is good once; coming again within seconds, it gives the same successor again. */
@Injectable()
export class RefreshService {
  constructor(
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly issuer: TokenIssuer,
    private readonly stolen: StolenSessions,
  ) {}

  /** @throws DomainError TOKEN_REUSED when the token is a copy: its session has been ended */
  async refresh(asker: RequestContext, token: string): Promise<OpenedSession> {
    const ctx = systemContext('refresh', asker);
    const outcome = await this.database.write(ctx, () => this.exchange(ctx, asker, token));
    // returned and not thrown until here, so that the end of the session is committed
    if (typeof outcome === 'string') throw refusalOf(outcome);
    return outcome;
  }

  private async exchange(
    ctx: SystemContext,
    asker: RequestContext,
    token: string,
  ): Promise<OpenedSession | Refusal> {
    const tokenHash = hashToken(token);
    await this.refreshTokens.lockAccountOf(ctx, tokenHash);
    const successorSalt = createSuccessorSalt();
    const successor = { token: successorOf(token, successorSalt), expiresAt: this.issuer.refreshEnd(ctx) };
    const rotated = await this.refreshTokens.rotate(ctx, {
      tokenHash,
      successorHash: hashToken(successor.token),
      successorSalt,
      expiresAt: successor.expiresAt,
    });
    if (rotated) {
      const { userId, familyId: sessionId } = rotated;
      return this.issuer.issue(ctx, asker, { userId, sessionId, refresh: successor });
    }
    const found = await this.refreshTokens.find(ctx, tokenHash);
    return found ? this.again(ctx, asker, token, found) : 'UNKNOWN';
  }

  private async again(
    ctx: SystemContext,
    asker: RequestContext,
    token: string,
    found: FoundToken,
  ): Promise<OpenedSession | Refusal> {
    const successor = found.successorSalt && successorOf(token, found.successorSalt);
    const verdict = judge({ ...found, live: liveOf(found, successor) }, ctx.now());
    if (verdict === 'RACED' && successor !== null && found.liveExpiresAt) {
      const refresh = { token: successor, expiresAt: found.liveExpiresAt };
      return this.issuer.issue(ctx, asker, { userId: found.userId, sessionId: found.familyId, refresh });
    }
    if (verdict === 'REUSED') await this.stolen.end(ctx, found);
    return verdict;
  }
}

type Refusal = Verdict | 'UNKNOWN';

function liveOf({ liveHash }: FoundToken, successor: string | null): 'none' | 'successor' | 'another' {
  if (liveHash === null) return 'none';
  return successor !== null && hashToken(successor) === liveHash ? 'successor' : 'another';
}

function refusalOf(refusal: Refusal): DomainError {
  const field = ['refreshToken'];
  switch (refusal) {
    case 'REUSED':
      return new DomainError(
        ErrorCode.TOKEN_REUSED,
        'This refresh token was used before, so its session has been ended. Sign in again.',
        field,
      );
    case 'EXPIRED':
      return new DomainError(
        ErrorCode.TOKEN_EXPIRED,
        'This refresh token has expired. Sign in again.',
        field,
      );
    default:
      return new DomainError(
        ErrorCode.TOKEN_INVALID,
        'This refresh token is not valid. Sign in again.',
        field,
      );
  }
}
