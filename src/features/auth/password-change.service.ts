import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { AccountRepository } from './accounts.repository.js';
import { CurrentPassword } from './current-password.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordChanges } from './password-changes.js';
import { SessionRepository } from './sessions.repository.js';

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly current: CurrentPassword,
    private readonly newPasswords: NewPasswords,
    private readonly changes: PasswordChanges,
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
    if (account.passwordHash !== null) await this.current.assert(caller, account, currentPassword ?? '');
    const newHash = await this.newPasswords.hash(newPassword, { email: account.email, field: 'newPassword' });
    await this.database.write(ctx, async () => {
      await this.changes.apply(ctx, account, newHash, 'auth.password_changed');
      await this.sessions.keep(ctx, userId, sessionId);
    });
  }
}
