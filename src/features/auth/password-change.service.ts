import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { AccountRepository, type Account } from './accounts.repository.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordChanges } from './password-changes.js';
import { SessionRepository } from './sessions.repository.js';

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: PasswordHasher,
    private readonly newPasswords: NewPasswords,
    private readonly changes: PasswordChanges,
    private readonly audit: AuditTrail,
  ) {}

  /** Ends all other sessions of the caller. Whoever has signed in by Telegram alone sets their first password so. */
  async change(
    caller: CallerContext,
    currentPassword: string | null | undefined,
    newPassword: string,
  ): Promise<void> {
    const ctx = systemContext('change password', caller);
    const { userId, sessionId } = caller;
    const account = await this.database.read(ctx, () => this.accounts.find(ctx, userId));
    if (!account) throw new Error('The account of a signed-in caller is not there');
    if (account.passwordHash !== null) await this.assertCurrent(caller, account, currentPassword ?? '');
    const newHash = await this.newPasswords.hash(newPassword, { email: account.email, field: 'newPassword' });
    await this.database.write(ctx, async () => {
      await this.changes.apply(ctx, account, newHash, 'auth.password_changed');
      await this.sessions.keep(ctx, userId, sessionId);
    });
  }

  /** Slowed like sign-in: whoever has got hold of a session is not to find out the password by it. */
  private async assertCurrent(caller: CallerContext, account: Account, password: string): Promise<void> {
    if (await this.passwords.verify(account.passwordHash, password)) return;
    const ctx = systemContext('change password', caller);
    const { userId, tenantId } = account;
    await this.database.write(ctx, () =>
      this.audit.record(ctx, {
        actorId: userId,
        subjectId: userId,
        tenantId,
        action: 'auth.password_change_failed',
      }),
    );
    throw new DomainError(ErrorCode.INVALID_CREDENTIALS, 'The current password is not right.', [
      'currentPassword',
    ]);
  }
}
