import { Injectable } from '@nestjs/common';
import { ACCOUNT_MAIL_QUEUE, HandlesJobs, type JobHandler } from '../../../../platform/jobs/index.js';
import { AccountMails, type AccountMailJob } from '../account-mails.service.js';
import { AccountMailWriterService } from '../account-mail-writer.service.js';

/** Makes mails of requests. One that comes twice makes two mails with a token each: both are good until one is used. */
@Injectable()
@HandlesJobs()
export class AccountMailJobHandler implements JobHandler<AccountMailJob> {
  readonly queue = ACCOUNT_MAIL_QUEUE;

  constructor(
    private readonly requests: AccountMails,
    private readonly writer: AccountMailWriterService,
  ) {}

  async handle(job: AccountMailJob): Promise<void> {
    await this.writer.write(this.requests.open(job));
  }
}
