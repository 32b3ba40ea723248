import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestApp } from './app.js';

export interface SentMail {
  readonly to: string;
  readonly text: string;
  /** What stands behind the # of the link; empty when there is none. */
  readonly token: string;
  /** Path of the link. */
  readonly path: string;
}

const PATIENCE_MS = 30_000;

/** The folder into which a worker puts mails where there is no mail server. */
export class Outbox {
  constructor(private readonly test: TestApp) {}

  /** Waits until there are so many mails to an address in which these words stand; all others are left out. */
  async to(address: string, count: number, words = ''): Promise<SentMail[]> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const mails = (await this.all()).filter(({ to, text }) => to === address && text.includes(words));
      if (mails.length >= count) return mails;
      if (Date.now() > until) throw new Error(`${mails.length} of ${count} mails to ${address} have come`);
      await delay(50);
    }
  }

  async all(): Promise<SentMail[]> {
    const folder = this.test.settings.mail.outboxDir;
    const files = await readdir(folder).catch(() => []);
    const whole = files.filter((file) => file.endsWith('.eml')).sort();
    return Promise.all(whole.map(async (file) => mailOf(await readFile(join(folder, file), 'utf8'))));
  }

  async clear(): Promise<void> {
    await rm(this.test.settings.mail.outboxDir, { recursive: true, force: true });
  }
}

function mailOf(message: string): SentMail {
  const end = message.indexOf('\n\n');
  const [head, body] = [message.slice(0, end), message.slice(end + 2)];
  const text = decode(body, /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1] ?? '');
  const link = /https?:\/\/[^\s/]+\/(\S*)#token=(\S+)/.exec(text);
  return { to: /^To: (\S+)/im.exec(head)?.[1] ?? '', text, path: link?.[1] ?? '', token: link?.[2] ?? '' };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
