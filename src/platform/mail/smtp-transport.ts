import { createTransport } from 'nodemailer';
import type { WrittenMail } from './mail.js';
import { MailTransport } from './mail-transport.js';
import { messageOf } from './message-of.js';

/** Milliseconds. A mail server may take its time to greet; a job must not hang on one that is gone. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** To a mail server, on a connection of its own for each mail: there are few. */
export class SmtpTransport extends MailTransport {
  private readonly transporter;

  constructor(
    smtpUrl: string,
    private readonly from: string,
  ) {
    super();
    this.transporter = createTransport({ url: smtpUrl, ...TIMEOUTS });
  }

  override async deliver(mail: WrittenMail, signal: AbortSignal): Promise<void> {
    try {
      await this.transporter.sendMail({ ...messageOf(mail, this.from), signal });
    } catch (error) {
      // what the server says may repeat the address, and what the library says the password
      throw new Error(`The mail could not be handed over: ${codeOf(error)}`);
    }
  }
}

/** Of whatever was thrown: Node's, or the library's with the code of the server's answer. */
function codeOf(error: unknown): string {
  const { code, name, responseCode } = Object(error) as Record<string, unknown>;
  const word = [code, name].find((it): it is string => typeof it === 'string') ?? 'unknown';
  return typeof responseCode === 'number' ? `${word} ${responseCode}` : word;
}
