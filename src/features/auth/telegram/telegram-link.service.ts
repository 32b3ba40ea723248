import { Injectable } from '@nestjs/common';
import { systemContext, type CallerContext, type SystemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { AuditTrail, DomainEvents } from '../../../platform/events/index.js';
import type { TelegramUser } from './domain/telegram-user.js';
import { TelegramAccountRepository, type TelegramAccount } from './telegram-accounts.repository.js';
import { TelegramProofsService, type Judged, type TelegramSignIn } from './telegram-proofs.service.js';

/** Another way in, for an account that there is. */
@Injectable()
export class TelegramLinkService {
  constructor(
    private readonly database: Database,
    private readonly proofs: TelegramProofsService,
    private readonly accounts: TelegramAccountRepository,
    private readonly audit: AuditTrail,
    private readonly events: DomainEvents,
  ) {}

  /** The same Telegram account again changes nothing. @throws DomainError CONFLICT where one of the two has another */
  async link(caller: CallerContext, input: TelegramSignIn): Promise<void> {
    const ctx = systemContext('link telegram', caller);
    const judged = this.proofs.judge(ctx, input);
    const refusal = await this.database.write(ctx, () => this.accept(ctx, caller, judged));
    if (refusal) throw refusal;
  }

  /** @returns the refusal of what proves nothing, which is thrown when the attempt has been written down */
  private async accept(
    ctx: SystemContext,
    { userId, tenantId }: CallerContext,
    judged: Judged,
  ): Promise<DomainError | null> {
    const account = await this.accounts.lock(ctx, userId);
    if (!account) throw new Error('The account of a signed-in caller is not there');
    const refusal = judged instanceof DomainError ? judged : await this.proofs.spend(ctx, judged);
    if (!refusal && !(judged instanceof DomainError)) {
      await this.apply(ctx, account, judged.user);
      return null;
    }
    const action = 'user.telegram_link_failed';
    await this.audit.record(ctx, { actorId: userId, subjectId: userId, tenantId, action });
    return refusal;
  }

  private async apply(
    ctx: SystemContext,
    { userId, tenantId, telegramId: before }: TelegramAccount,
    user: TelegramUser,
  ): Promise<void> {
    if (before === user.id) return;
    if (before !== null) {
      throw new DomainError(
        ErrorCode.CONFLICT,
        'Another Telegram account is linked to yours already. Sign in with that one, or ask whoever runs this service to take it off.',
      );
    }
    if (!(await this.accounts.link(ctx, userId, user))) {
      throw new DomainError(
        ErrorCode.CONFLICT,
        'This Telegram account belongs to another account here. Sign in by loginWithTelegram to use that one.',
      );
    }
    await this.audit.record(ctx, {
      actorId: userId,
      subjectId: userId,
      tenantId,
      action: 'user.telegram_linked',
      changes: { telegramId: [null, user.id] },
    });
    await this.events.emit(ctx, 'security', { tenantId, userId, kind: 'TELEGRAM_LINKED' });
  }
}
