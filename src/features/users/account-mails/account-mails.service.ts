import { Injectable } from '@nestjs/common';
import type { Context } from '../../../platform/context/index.js';
import { FernetKeyring } from '../../../platform/crypto/fernet.js';
import { ACCOUNT_MAIL_QUEUE, JobQueue } from '../../../platform/jobs/index.js';
import type { AccountMailRequest } from './account-mail.js';

/** The request of a mail, sealed: what somebody typed as an address may be anything. */
export interface AccountMailJob {
  readonly sealed: string;
}

interface SealedRequest extends AccountMailRequest {
  readonly requestedAt: string;
}

/**
 * Asks for the mails of an account: a verification, the way back to a former address, a password reset. Only asks, in
 * the open transaction if there is one: the token is made by a worker, so that no caller's transaction needs a right on
 * tokens, and an unknown address costs what a known one does.
 */
@Injectable()
export class AccountMails {
  constructor(
    private readonly jobs: JobQueue,
    private readonly keyring: FernetKeyring,
  ) {}

  async request(ctx: Context, request: AccountMailRequest): Promise<void> {
    const sealed: SealedRequest = { ...request, requestedAt: ctx.now().toISOString() };
    const job: AccountMailJob = { sealed: this.keyring.encrypt(JSON.stringify(sealed)) };
    await this.jobs.enqueue(ctx, ACCOUNT_MAIL_QUEUE, job);
  }

  /** What request() has sealed. */
  open({ sealed }: AccountMailJob): AccountMailRequest & { readonly requestedAt: Date } {
    const { requestedAt, ...request } = JSON.parse(this.keyring.decrypt(sealed)) as SealedRequest;
    return { ...request, requestedAt: new Date(requestedAt) };
  }
}
