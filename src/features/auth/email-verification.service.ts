import { Injectable } from '@nestjs/common';
import { systemContext, type RequestContext, type SystemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { Announcements, AuditTrail, DomainEvents } from '../../platform/events/index.js';
import { OneTimeTokens, type OneTimeToken } from '../users/index.js';
import { AccountRepository, type Account } from './accounts.repository.js';
import { inactivityOf } from './session-identity.js';

const PURPOSES = ['VERIFY_EMAIL', 'RESTORE_EMAIL'] as const;
const ALL = ['VERIFY_EMAIL', 'RESTORE_EMAIL', 'RESET_PASSWORD'] as const;

/** What the tokens of mails prove: the present address, or that a former one is still somebody's own. */
@Injectable()
export class EmailVerificationService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly tokens: OneTimeTokens,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
    private readonly announcements: Announcements,
  ) {}

  async verify(asker: RequestContext, token: string): Promise<Account> {
    const ctx = systemContext('verify email', asker);
    return this.database.write(ctx, async () => {
      const spent = await this.tokens.spend(ctx, token, PURPOSES);
      const account = await this.accounts.lock(ctx, spent.userId);
      if (!account) throw OneTimeTokens.invalid();
      const inactivity = inactivityOf(account);
      if (inactivity) throw inactivity;
      if (spent.purpose === 'RESTORE_EMAIL' && !isEqual(spent.email, account.email)) {
        await this.restore(ctx, account, spent);
      } else await this.confirm(ctx, account, spent);
      return { ...account, email: spent.email };
    });
  }

  /** Proves the present address and no other: a token to an address that was given up since is worth nothing. */
  private async confirm(
    ctx: SystemContext,
    { userId, tenantId }: Account,
    { email }: OneTimeToken,
  ): Promise<void> {
    if (!(await this.accounts.verifyEmail(ctx, userId, email))) throw OneTimeTokens.invalid();
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'user.email_verified',
    });
  }

  /**
   * Takes a former address back. Tokens that were sent since it was given up die: they went to mailboxes of whoever took
   * the account over. Those that are older stay good, so that of several former addresses the first one wins.
   */
  private async restore(
    ctx: SystemContext,
    { userId, tenantId, email: before }: Account,
    { email, createdAt }: OneTimeToken,
  ): Promise<void> {
    await this.accounts.setEmail(ctx, userId, email);
    await this.tokens.withdraw(ctx, userId, ALL, createdAt);
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'user.email_restored',
      changes: { email: [before, email] },
    });
    await this.events.emit(ctx, 'security', { tenantId, userId, kind: 'EMAIL_CHANGED' });
    await this.announcements.announce(ctx, 'access', { userId });
  }
}

function isEqual(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
