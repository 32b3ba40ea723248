import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { Announcements, AuditTrail, DomainEvents } from '../../../platform/events/index.js';
import { AccountRepository } from '../accounts.repository.js';
import { PlatformAdminRepository } from './platform-admins.repository.js';

/** Who administers the platform, as whoever runs it says: the first administrator can be made by nobody else. */
@Injectable()
export class PlatformAdminService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly administrators: PlatformAdminRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Gives or takes the right. Sessions that were opened without it end, and those with it.
   * @returns whether it was otherwise before
   * @throws DomainError NOT_FOUND for an address that nobody has
   */
  async set(ctx: SystemContext, email: string, isAdmin: boolean): Promise<boolean> {
    return this.database.write(ctx, async () => {
      const account = await this.accounts.findByEmail(ctx, email.trim());
      if (!account) throw new DomainError(ErrorCode.NOT_FOUND, `Nobody has the address ${email}.`);
      const { userId, tenantId } = account;
      await this.accounts.lock(ctx, userId);
      if (!(await this.administrators.set(ctx, userId, isAdmin))) return false;
      await this.audit.record(ctx, {
        actorId: null,
        subjectId: userId,
        tenantId,
        action: isAdmin ? 'user.admin_granted' : 'user.admin_revoked',
        entityType: 'user',
        entityId: userId,
        changes: { isAdmin: [!isAdmin, isAdmin] },
      });
      await this.events.emit(ctx, 'security', {
        tenantId,
        userId,
        kind: 'PLATFORM_ADMIN_CHANGED',
        data: { isAdmin },
      });
      await this.announcements.announce(ctx, 'access', { userId });
      return true;
    });
  }
}
