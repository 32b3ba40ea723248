import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { PlatformAdminRepository } from './platform-admins.repository.js';

export interface AdminChange {
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly reason: string;
}

@Injectable()
export class PlatformAdminService {
  constructor(
    private readonly database: Database,
    private readonly admins: PlatformAdminRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Gives somebody of whatever tenant the right to administer the platform, or takes it from them.
   * @returns id of the account
   * @throws DomainError NOT_FOUND, FORBIDDEN
   */
  async setAdmin(caller: CallerContext, change: AdminChange): Promise<string> {
    const ctx = systemContext('appoint a platform administrator', caller);
    const id = soughtId(change.userId);
    // whoever takes the right from others keeps it, so that somebody always has it
    if (id === caller.userId)
      throw forbidden('Nobody changes their own right. Ask another platform administrator.');
    if (id === null) throw noSuchUser();
    return this.database.write(ctx, async () => {
      const locked = await this.admins.lock(ctx, [caller.userId, id]);
      const user = locked.find((it) => it.id === id);
      const actor = locked.find((it) => it.id === caller.userId);
      if (!user) throw noSuchUser();
      if (!actor?.isActive || !actor.isAdmin)
        throw forbidden('Your own right has been taken away meanwhile. Ask another platform administrator.');
      if (user.isAdmin !== change.isAdmin) {
        const { tenantId } = user;
        await this.admins.setAdmin(ctx, id, change.isAdmin);
        await this.audit.record(ctx, {
          actorId: caller.userId,
          subjectId: id,
          tenantId,
          action: change.isAdmin ? 'user.platform_admin_granted' : 'user.platform_admin_revoked',
          entityType: 'user',
          entityId: id,
          changes: { isAdmin: [user.isAdmin, change.isAdmin], reason: [null, change.reason.trim()] },
        });
        const data = { isAdmin: change.isAdmin };
        await this.events.emit(ctx, 'security', {
          tenantId,
          userId: id,
          kind: 'PLATFORM_ADMIN_CHANGED',
          data,
        });
        await this.announcements.announce(ctx, 'access', { userId: id });
      }
      return id;
    });
  }
}

function forbidden(message: string): DomainError {
  return new DomainError(ErrorCode.FORBIDDEN, message, ['userId']);
}

function noSuchUser(): DomainError {
  return new DomainError(ErrorCode.NOT_FOUND, 'There is no such account.', ['userId']);
}
