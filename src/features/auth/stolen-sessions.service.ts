import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import type { FoundToken } from './refresh-tokens.repository.js';
import { SessionRepository } from './sessions.repository.js';

/** What happens when a spent refresh token comes again: two have the session, and one of them should not. */
@Injectable()
export class StolenSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /** Inside write(). */
  async end(ctx: SystemContext, { userId, tenantId, familyId }: FoundToken): Promise<void> {
    await this.sessions.endFamily(ctx, userId, familyId);
    await this.audit.record(ctx, {
      actorId: null,
      subjectId: userId,
      tenantId,
      action: 'auth.refresh_token_reused',
      entityType: 'session',
      entityId: familyId,
    });
    await this.events.emit(ctx, 'security', {
      tenantId,
      userId,
      kind: 'REFRESH_TOKEN_REUSED',
      data: { sessionId: familyId, ipAddress: ctx.ipAddress },
    });
    await this.announcements.announce(ctx, 'access', { userId });
  }
}
