import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './program.js';

export interface ReadMail {
  /** By name in small letters, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. */
  readonly text: string;
}

/** Waits until so many mails are in the outbox. @returns all of them, in order of their names, which begin with the time */
export async function mailsIn(folder: string, count: number): Promise<ReadMail[]> {
  const names = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  await until(async () => (await names()).length >= count);
  return Promise.all(
    (await names()).map(async (name) => parseMail(await readFile(join(folder, name), 'utf8'))),
  );
}

/** As much of RFC 5322 and RFC 2045 as a mail in plain text needs. */
export function parseMail(message: string): ReadMail {
  const lines = message.replaceAll('\r\n', '\n');
  const end = lines.indexOf('\n\n');
  const head = lines.slice(0, end).replace(/\n[ \t]+/g, ' ').split('\n'); // prettier-ignore
  const headers = Object.fromEntries(
    head.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  return { headers, text: decoded(lines.slice(end + 2), headers['content-transfer-encoding'] ?? '7bit') };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The token of a mail's link; it stands there once more by itself. */
export function tokenOf({ text }: ReadMail): string {
  const token = /#token=([A-Za-z0-9_-]{43})$/m.exec(text)?.[1];
  if (token === undefined || text.split(token).length !== 3) throw new Error('No token in this mail');
  return token;
}
