import type { WrittenMail } from './mail.js';

/** The way out. Delivering one mail twice must look like delivering it once, as far as the way allows. */
export abstract class MailTransport {
  /** @throws Error that names neither the recipient nor anything of the text */
  abstract deliver(mail: WrittenMail, signal: AbortSignal): Promise<void>;
}
