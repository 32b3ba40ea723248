import { Injectable } from '@nestjs/common';
import { platformContext } from '../../platform/access/index.js';
import type { CallerContext, SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { PlatformAdminRepository, type MaybeAdmin } from './platform-admins.repository.js';

export interface AdminChange {
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly reason: string;
}

interface Grant {
  readonly isAdmin: boolean;
  /** Null for whoever runs the service. */
  readonly actorId: string | null;
  readonly reason: string | null;
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
    const ctx = platformContext('appoint a platform administrator', caller);
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
      await this.change(ctx, user, {
        isAdmin: change.isAdmin,
        actorId: caller.userId,
        reason: change.reason.trim(),
      });
      return id;
    });
  }

  /**
   * The same on the word of whoever runs the service: the first administrator can be made by nobody else.
   * @returns whether it was otherwise before
   * @throws DomainError NOT_FOUND for an address that nobody has
   */
  async appoint(ctx: SystemContext, email: string, isAdmin: boolean): Promise<boolean> {
    return this.database.write(ctx, async () => {
      const id = await this.admins.idOf(ctx, email.trim());
      const [user] = id === null ? [] : await this.admins.lock(ctx, [id]);
      if (!user) throw new DomainError(ErrorCode.NOT_FOUND, `Nobody has the address ${email}.`);
      return this.change(ctx, user, { isAdmin, actorId: null, reason: null });
    });
  }

  /** Sessions that were opened without the right end, and those with it. @returns whether it was otherwise before */
  private async change(
    ctx: SystemContext,
    user: MaybeAdmin,
    { isAdmin, actorId, reason }: Grant,
  ): Promise<boolean> {
    if (user.isAdmin === isAdmin) return false;
    const { id, tenantId } = user;
    await this.admins.setAdmin(ctx, id, isAdmin);
    await this.audit.record(ctx, {
      actorId,
      subjectId: id,
      tenantId,
      action: isAdmin ? 'user.platform_admin_granted' : 'user.platform_admin_revoked',
      entityType: 'user',
      entityId: id,
      changes: { isAdmin: [!isAdmin, isAdmin], ...(reason !== null && { reason: [null, reason] }) },
    });
    await this.events.emit(ctx, 'security', {
      tenantId,
      userId: id,
      kind: 'PLATFORM_ADMIN_CHANGED',
      data: { isAdmin },
    });
    await this.announcements.announce(ctx, 'access', { userId: id });
    return true;
  }
}

function forbidden(message: string): DomainError {
  return new DomainError(ErrorCode.FORBIDDEN, message, ['userId']);
}

function noSuchUser(): DomainError {
  return new DomainError(ErrorCode.NOT_FOUND, 'There is no such account.', ['userId']);
}
