import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context/index.js';
import { FernetKeyring } from '../crypto/fernet.js';
import { DELIVERY_QUEUE, JobQueue } from '../jobs/index.js';
import type { Mail, WrittenMail } from './mail.js';

/** What the job of a mail holds: a mail may carry a token, and jobs are kept in the clear. */
export interface DeliveryJob {
  readonly sealed: string;
}

/** Sends mails: with the commit of what they tell of, or not at all. */
@Injectable()
export class Mails {
  constructor(
    private readonly jobs: JobQueue,
    private readonly keyring: FernetKeyring,
  ) {}

  /** Inside write() as a rule; the network is a worker's business, later. It comes at least once. */
  async send(ctx: Context, mail: Mail): Promise<void> {
    const written: WrittenMail = { ...mail, id: uuidv7(), writtenAt: ctx.now() };
    const job: DeliveryJob = { sealed: this.keyring.encrypt(JSON.stringify(written)) };
    await this.jobs.enqueue(ctx, DELIVERY_QUEUE, job);
  }

  /** What send() has sealed. */
  open({ sealed }: DeliveryJob): WrittenMail {
    const { writtenAt, ...mail } = JSON.parse(this.keyring.decrypt(sealed)) as Omit<
      WrittenMail,
      'writtenAt'
    > & { writtenAt: string };
    return { ...mail, writtenAt: new Date(writtenAt) };
  }
}
