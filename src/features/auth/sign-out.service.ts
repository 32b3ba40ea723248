import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { hashToken } from '../../platform/crypto/opaque-token.js';
import { Database } from '../../platform/database/index.js';
import { Announcements, AuditTrail } from '../../platform/events/index.js';
import { AccountRepository } from './accounts.repository.js';
import { SessionRepository } from './sessions.repository.js';

export interface SignOut {
  readonly refreshToken?: string | null;
  readonly everywhere?: boolean | null;
}

@Injectable()
export class SignOutService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
    private readonly announcements: Announcements,
  ) {}

  /** Ends the session of the token, if it is the caller's own; without one, all of the caller's. @returns how many */
  async logout(caller: CallerContext, { refreshToken, everywhere }: SignOut): Promise<number> {
    const ctx = systemContext('logout', caller);
    const { userId, tenantId } = caller;
    return this.database.write(ctx, async () => {
      await this.accounts.lock(ctx, userId);
      const ended =
        refreshToken && !everywhere
          ? await this.sessions.endByToken(ctx, userId, hashToken(refreshToken))
          : await this.sessions.endAll(ctx, userId);
      await this.audit.record(ctx, {
        actorId: userId,
        subjectId: userId,
        tenantId,
        action: 'auth.logout',
        changes: { endedSessions: [null, ended] },
      });
      await this.announcements.announce(ctx, 'access', { userId });
      return ended;
    });
  }
}
