import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { DeliveryJobHandler } from './delivery.job.js';
import { MailTransport } from './mail-transport.js';
import { Mails } from './mails.js';
import { OutboxTransport } from './outbox-transport.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({
  providers: [
    Mails,
    DeliveryJobHandler,
    {
      provide: MailTransport,
      inject: [SETTINGS],
      useFactory: ({ mail }: Settings) =>
        mail.smtpUrl === null
          ? new OutboxTransport(mail.outboxDir, mail.from)
          : new SmtpTransport(mail.smtpUrl, mail.from),
    },
  ],
  exports: [Mails],
})
export class MailModule {}
