import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import {
  AccountMails,
  profileAfter,
  profileChanges,
  type LockedProfile,
  ProfileRepository,
  type ProfileChange,
} from '../users/index.js';
import { SessionRepository } from './sessions.repository.js';

/** What people change of their own account. Here and not with the users, since a new address ends sessions. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly profiles: ProfileRepository,
    private readonly sessions: SessionRepository,
    private readonly mails: AccountMails,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /** @throws DomainError ALREADY_EXISTS when somebody else has the address, in whatever case */
  async update(ctx: CallerContext, change: ProfileChange): Promise<void> {
    await this.database.write(ctx, async () => {
      const before = await this.profiles.lock(ctx);
      const after = profileAfter(before, change);
      const { email, ...others } = profileChanges(before, after);
      if (Object.keys(others).length > 0) {
        await this.profiles.update(ctx, after);
        await this.record(ctx, 'user.profile_updated', others);
      }
      if (email) await this.changeEmail(ctx, before, after.email);
      else if (change.email != null && !before.isVerified) {
        // the same address once more asks for another mail to prove it by
        await this.mails.request(ctx, { purpose: 'VERIFY_EMAIL', userId: ctx.userId, email: before.email });
      }
    });
  }

  /**
   * Ends all other sessions. The former address gets a mail by which it can be taken back, for the case that it was a
   * thief of the session who gave it up: if it was proved, since a mistyped one may be a stranger's.
   */
  private async changeEmail(ctx: CallerContext, before: LockedProfile, email: string): Promise<void> {
    const { email: former, isVerified } = before;
    const { userId, tenantId, sessionId } = ctx;
    await this.profiles.setEmail(ctx, email);
    await this.sessions.keep(ctx, userId, sessionId);
    if (isVerified) await this.mails.request(ctx, { purpose: 'RESTORE_EMAIL', userId, email: former });
    await this.mails.request(ctx, { purpose: 'VERIFY_EMAIL', userId, email });
    await this.record(ctx, 'user.email_changed', { email: [former, email] });
    await this.events.emit(ctx, 'security', { tenantId, userId, kind: 'EMAIL_CHANGED' });
    await this.announcements.announce(ctx, 'access', { userId });
  }

  private record(
    ctx: CallerContext,
    action: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { userId, tenantId } = ctx;
    return this.audit.record(ctx, { actorId: userId, subjectId: userId, tenantId, action, changes });
  }
}
