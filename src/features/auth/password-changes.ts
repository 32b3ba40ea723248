import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { OneTimeTokens } from '../users/index.js';
import { AccountRepository, type Account } from './accounts.repository.js';

const SINCE_EVER = new Date(0);

/** What goes with a new password, however it came about: sessions and open resets end, and the owner is told. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly tokens: OneTimeTokens,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  /** Inside write(). @throws DomainError CONFLICT when the password was changed since the account was read */
  async apply(ctx: SystemContext, account: Account, newHash: string, action: string): Promise<void> {
    const { userId, tenantId } = account;
    if (!(await this.accounts.setPassword(ctx, account, newHash))) {
      throw new DomainError(ErrorCode.CONFLICT, 'The password has been changed meanwhile. Sign in again.');
    }
    await this.tokens.withdraw(ctx, userId, ['RESET_PASSWORD'], SINCE_EVER);
    await this.audit.record(ctx, { actorId: userId, subjectId: userId, tenantId, action });
    await this.events.emit(ctx, 'security', { tenantId, userId, kind: 'PASSWORD_CHANGED' });
    await this.announcements.announce(ctx, 'access', { userId });
  }
}
