import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext, type SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { AccountMails, OneTimeTokens, type OneTimeToken } from '../users/index.js';
import { AccountRepository, type Account } from './accounts.repository.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordChanges } from './password-changes.js';
import { inactivityOf } from './session-identity.js';

const PURPOSES = ['RESET_PASSWORD'] as const;

@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly mails: AccountMails,
    private readonly tokens: OneTimeTokens,
    private readonly newPasswords: NewPasswords,
    private readonly changes: PasswordChanges,
  ) {}

  /** Puts the request down, whoever's address it is. Whether it is anybody's is found out later, by a worker. */
  async request(asker: RequestContext, email: string): Promise<void> {
    const ctx = systemContext('password reset', asker);
    await this.database.write(ctx, () =>
      this.mails.request(ctx, { purpose: 'RESET_PASSWORD', userId: null, email: email.trim() }),
    );
  }

  /**
   * Sets a password by the token of a mail, and ends every session: whoever asked for it may have lost one. The address
   * is proved by it.
   */
  async reset(asker: RequestContext, token: string, newPassword: string): Promise<Account> {
    const ctx = systemContext('password reset', asker);
    // looked at before the password is hashed, so that a wrong token costs nothing; spent with the change itself
    const { email } = await this.database.read(ctx, async () => {
      const found = await this.tokens.look(ctx, token, PURPOSES);
      return holderOf(found, await this.accounts.find(ctx, found.userId));
    });
    const newHash = await this.newPasswords.hash(newPassword, { email, field: 'newPassword' });
    return this.database.write(ctx, () => this.apply(ctx, token, newHash));
  }

  private async apply(ctx: SystemContext, token: string, newHash: string): Promise<Account> {
    const spent = await this.tokens.spend(ctx, token, PURPOSES);
    const account = holderOf(spent, await this.accounts.lock(ctx, spent.userId));
    await this.changes.apply(ctx, account, newHash, 'auth.password_reset');
    await this.accounts.verifyEmail(ctx, account.userId, account.email);
    return account;
  }
}

/** Whose password a token sets: theirs alone whose address it was sent to, as long as it is their address. */
function holderOf(token: OneTimeToken, account: Account | null): Account {
  if (account?.email.toLowerCase() !== token.email.toLowerCase()) throw OneTimeTokens.invalid();
  const inactivity = inactivityOf(account);
  if (inactivity) throw inactivity;
  return account;
}
