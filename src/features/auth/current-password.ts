import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import type { Account } from './accounts.repository.js';
import { SignInBrake } from './sign-in-brake.js';

/** Whether somebody who is signed in knows the password too: what is irrevocable asks for it. */
@Injectable()
export class CurrentPassword {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditTrail,
    private readonly brake: SignInBrake,
  ) {}

  /**
   * Slowed like sign-in: whoever has got hold of a session is not to find out the password by it.
   * @throws DomainError INVALID_CREDENTIALS
   */
  async assert(caller: CallerContext, account: Account, password: string): Promise<void> {
    const attempted = await this.brake.begin(caller, account.email);
    if (await this.passwords.verify(account.passwordHash, password)) return attempted.succeeded();
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
