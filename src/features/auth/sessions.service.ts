import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext, type RequestContext } from '../../platform/context/index.js';
import { hashToken } from '../../platform/crypto/opaque-token.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail, NO_TENANT } from '../../platform/events/index.js';
import { inactivityOf } from './session-identity.js';
import { SessionRepository, type Account, type SpentToken } from './sessions.repository.js';
import { SessionStates } from './session-states.js';
import { TokenIssuer, type OpenedSession } from './token-issuer.js';

@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly states: SessionStates,
    private readonly tokens: TokenIssuer,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditTrail,
  ) {}

  /** An unknown address, a wrong password and an account without one: the same answer in the same time. */
  async login(asker: RequestContext, email: string, password: string): Promise<OpenedSession> {
    const ctx = systemContext('login', asker);
    const account = await this.database.read(ctx, () => this.sessions.findAccount(ctx, email.trim()));
    const matches = await this.passwords.verify(account?.passwordHash ?? null, password);
    const refusal = refusalOf(account, matches);
    return this.settle(refusal, () =>
      this.database.write(ctx, async () => {
        await this.audit.record(ctx, {
          actorId: refusal ? null : (account?.userId ?? null),
          subjectId: account?.userId ?? null,
          tenantId: account?.tenantId ?? NO_TENANT,
          action: refusal ? 'auth.login_failed' : 'auth.login',
        });
        if (refusal || !account) return null;
        await this.sessions.noteLogin(ctx, account.userId);
        return this.tokens.open(ctx, asker, account.userId);
      }),
    );
  }

  /** Exchanges a refresh token for a new pair. One that was exchanged before ends its session: it was copied. */
  async refresh(asker: RequestContext, token: string): Promise<OpenedSession> {
    const ctx = systemContext('refresh', asker);
    const renewed = await this.database.write(ctx, () => this.tokens.rotate(ctx, asker, token));
    if (renewed) return renewed;
    const spent = await this.database.read(ctx, () => this.sessions.findSpent(ctx, hashToken(token)));
    if (spent?.state === 'SPENT') await this.endStolen(ctx, spent);
    throw refusedToken(spent);
  }

  /** @returns how many sessions ended */
  async logout(
    caller: CallerContext,
    input: { refreshToken?: string | null; everywhere?: boolean | null },
  ): Promise<number> {
    const ctx = systemContext('logout', caller);
    const { refreshToken } = input;
    const ended = await this.database.write(ctx, async () => {
      const sessions =
        refreshToken && !input.everywhere
          ? await this.sessions.endByToken(ctx, caller.userId, hashToken(refreshToken))
          : await this.sessions.endAll(ctx, caller.userId);
      const { userId, tenantId } = caller;
      await this.audit.record(ctx, {
        actorId: userId,
        subjectId: userId,
        tenantId,
        action: 'auth.logout',
        changes: { endedSessions: [null, sessions.length] },
      });
      return sessions;
    });
    this.states.forget(caller.userId, ended);
    return ended.length;
  }

  /** Commits what is to be remembered of a refusal before it is thrown. */
  private async settle(
    refusal: DomainError | null,
    work: () => Promise<OpenedSession | null>,
  ): Promise<OpenedSession> {
    const opened = await work();
    if (refusal || !opened) throw refusal ?? new Error('A sign-in that was not refused opened no session');
    return opened;
  }

  private async endStolen(ctx: ReturnType<typeof systemContext>, spent: SpentToken): Promise<void> {
    const ended = await this.database.write(ctx, async () => {
      await this.audit.record(ctx, {
        actorId: null,
        subjectId: spent.userId,
        tenantId: spent.tenantId,
        action: 'auth.refresh_token_reused',
      });
      return this.sessions.endFamily(ctx, spent.userId, spent.familyId);
    });
    this.states.forget(spent.userId, ended);
  }
}

function refusalOf(account: Account | null, matches: boolean): DomainError | null {
  if (!account || !matches) {
    return new DomainError(ErrorCode.INVALID_CREDENTIALS, 'The e-mail address or the password is not right.');
  }
  return inactivityOf(account);
}

function refusedToken(spent: SpentToken | null): DomainError {
  const field = ['refreshToken'];
  switch (spent?.state) {
    case 'SPENT':
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
    case 'REVOKED':
    case undefined:
      return new DomainError(
        ErrorCode.TOKEN_INVALID,
        'This refresh token is not valid. Sign in again.',
        field,
      );
  }
}
