import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { Clock, systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { Mails } from '../../../platform/mail/index.js';
import type { AccountMailRequest } from './account-mail.js';
import { accountMail } from './domain/account-mail-texts.js';
import { isDue } from './domain/due-mail.js';
import { MailRecipientRepository } from './mail-recipients.repository.js';
import { OneTimeTokenRepository } from './one-time-tokens.repository.js';

/** Writes the mails that were asked for. Token and mail come to be together; the mail goes out by a job of its own. */
@Injectable()
export class AccountMailWriterService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly recipients: MailRecipientRepository,
    private readonly tokens: OneTimeTokenRepository,
    private readonly mails: Mails,
  ) {}

  async write(request: AccountMailRequest & { readonly requestedAt: Date }): Promise<void> {
    const ctx = { ...systemContext('account mail'), now: () => this.clock.now() };
    await this.database.write(ctx, async () => {
      const recipient = await this.recipients.find(ctx, request);
      if (!recipient || !isDue(request, recipient, ctx.now())) return;
      const { purpose, requestedAt } = request;
      // of two spellings of one address the account's own: nothing is sent to what somebody has typed
      const email = purpose === 'RESTORE_EMAIL' ? request.email : recipient.email;
      const token = await this.tokens.create(ctx, { userId: recipient.userId, purpose, email, requestedAt });
      if (token === null) return;
      const { publicUrl } = this.settings.http;
      await this.mails.send(ctx, {
        to: email,
        ...accountMail({ purpose, token, publicUrl, locale: recipient.locale }),
      });
    });
  }
}
