import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { WrittenMail } from './mail.js';
import { MailTransport } from './mail-transport.js';
import { messageOf } from './message-of.js';

/** Without a mail server: a file a mail, which every mail program opens. For whoever runs the program alone to read. */
export class OutboxTransport extends MailTransport {
  private readonly composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  override async deliver(mail: WrittenMail): Promise<void> {
    const { message } = await this.composer.sendMail(messageOf(mail, this.from));
    if (!Buffer.isBuffer(message)) throw new Error('The mail was not composed as a whole');
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, fileNameOf(mail));
    // whole or not at all, whenever the process ends; the name hides what is not yet whole
    const aside = join(this.folder, `.${mail.id}.part`);
    await writeFile(aside, legible(message.toString('utf8'), mail.text), { mode: 0o600 });
    await rename(aside, file);
  }
}

/** The text as it is (RFC 6152, 8bit): encoded for the way it could be read by mail programs alone. */
function legible(message: string, text: string): string {
  const head = message.slice(0, message.indexOf('\n\n'));
  return `${head.replace(/^Content-Transfer-Encoding: .*$/im, 'Content-Transfer-Encoding: 8bit')}\n\n${text}\n`;
}

/** By time, recipient and id, such as 20261120T090000Z-anna-example.com-0198c7a0-….eml. */
function fileNameOf({ id, to, writtenAt }: WrittenMail): string {
  const time = writtenAt.toISOString().replace(/[-:]|\.\d+/g, '');
  const recipient = to
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(0, 60);
  return `${time}-${recipient}-${id}.eml`;
}
