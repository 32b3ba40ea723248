import { Injectable } from '@nestjs/common';
import { DELIVERY_QUEUE, HandlesJobs, type JobHandler } from '../jobs/index.js';
import { MailTransport } from './mail-transport.js';
import { Mails, type DeliveryJob } from './mails.js';

/** Takes mails out. A failure is tried again by the queue, for some hours. */
@Injectable()
@HandlesJobs()
export class DeliveryJobHandler implements JobHandler<DeliveryJob> {
  readonly queue = DELIVERY_QUEUE;
  readonly concurrency = 2;

  constructor(
    private readonly mails: Mails,
    private readonly transport: MailTransport,
  ) {}

  async handle(job: DeliveryJob, signal: AbortSignal): Promise<void> {
    await this.transport.deliver(this.mails.open(job), signal);
  }
}
