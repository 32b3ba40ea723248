import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseMail } from '../../../test/support/mail.js';
import { SmtpServer } from '../../../test/support/smtp-server.js';
import type { WrittenMail } from './mail.js';
import { SmtpTransport } from './smtp-transport.js';

const FROM = 'Stock Tracker <no-reply@stock-tracker.example>';
const MAIL: WrittenMail = {
  id: '01a20556-0000-7000-8000-000000000001',
  to: 'anna@example.com',
  subject: 'Сброс пароля',
  text: 'Строка\n.точка в начале\n\nlast line, token abc\n',
  writtenAt: new Date('2026-11-20T09:00:00Z'),
};

describe('a mail by SMTP', () => {
  let server: SmtpServer;

  beforeEach(async () => {
    server = await SmtpServer.start();
  });
  afterEach(() => server.stop());

  const deliver = (mail = MAIL, credentials = 'robot:secret-of-robot@'): Promise<void> =>
    new SmtpTransport(`smtp://${credentials}127.0.0.1:${server.port}`, FROM).deliver(
      mail,
      new AbortController().signal,
    );
  const failure = async (work: Promise<void>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) =>
        error instanceof Error ? `${error.message} ${String(error.cause)} ${error.stack ?? ''}` : '',
    );

  it('is handed over whole, to one recipient, with what makes it known again', async () => {
    await deliver();
    const [delivery] = server.deliveries;
    expect(delivery).toMatchObject({
      from: 'no-reply@stock-tracker.example',
      to: ['anna@example.com'],
      credentials: '\0robot\0secret-of-robot',
    });
    const { headers, text } = parseMail(delivery!.message);
    expect(headers).toMatchObject({
      from: FROM,
      to: 'anna@example.com',
      date: 'Fri, 20 Nov 2026 09:00:00 +0000',
      'message-id': '<01a20556-0000-7000-8000-000000000001@stock-tracker.example>',
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
      'content-type': 'text/plain; charset=utf-8',
      subject: expect.stringMatching(/^=\?UTF-8\?[BQ]\?/),
    });
    expect(text.trimEnd()).toBe(MAIL.text.trimEnd());
  });

  it('is the same one when it is handed over again', async () => {
    await deliver();
    await deliver();
    const ids = server.deliveries.map(({ message }) => parseMail(message).headers['message-id']);
    expect(ids).toEqual(Array(2).fill(`<${MAIL.id}@stock-tracker.example>`));
  });

  it.each([
    'a@example.com, b@example.com',
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'x: y\r\nBcc: b@example.com',
  ])('goes to nobody whom an address smuggles in: %j', async (to) => {
    await failure(deliver({ ...MAIL, to }));
    expect(server.deliveries.flatMap((delivery) => delivery.to)).not.toContain('b@example.com');
    expect(server.deliveries.map(({ message }) => parseMail(message).headers['bcc'])).toEqual(
      server.deliveries.map(() => undefined),
    );
  });

  it('has a subject of one line', async () => {
    await deliver({ ...MAIL, subject: 'x\r\nBcc: b@example.com' });
    const { headers } = parseMail(server.deliveries[0]!.message);
    expect(headers['bcc']).toBeUndefined();
    expect(server.deliveries[0]?.to).toEqual(['anna@example.com']);
  });

  it.each([
    ['AUTH', '535 5.7.8 robot with secret-of-robot is not welcome', 'EAUTH 535'],
    ['RCPT', '550 5.1.1 <anna@example.com> is unknown here', 'EENVELOPE 550'],
    ['MAIL', '451 4.3.0 try again, secret-of-robot', 'EENVELOPE 451'],
    ['DATA', '554 5.7.1 token abc looks like spam', 'EENVELOPE 554'],
  ])(
    'that is refused at %s fails by its code, and tells neither address nor password nor text',
    async (verb, answer, code) => {
      server.refusals.set(verb, answer);
      const said = await failure(deliver());
      expect(said).toContain(`The mail could not be handed over: ${code}`);
      expect(said).not.toMatch(/anna|secret-of-robot|token abc/);
      expect(server.deliveries).toEqual([]);
    },
  );

  it('fails alike where nobody answers', async () => {
    const { port } = server;
    await server.stop();
    const transport = new SmtpTransport(`smtp://robot:secret-of-robot@127.0.0.1:${port}`, FROM);
    const said = await failure(transport.deliver(MAIL, new AbortController().signal));
    expect(said).toMatch(/could not be handed over: (ECONNREFUSED|ESOCKET|ECONNECTION)/);
    expect(said).not.toMatch(/anna|secret-of-robot/);
    server = await SmtpServer.start();
  });
});
