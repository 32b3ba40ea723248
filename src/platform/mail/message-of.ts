import type { SendMailOptions } from 'nodemailer';
import type { WrittenMail } from './mail.js';

/** The same mail has the same Message-ID whenever it is delivered: by that a mailbox knows one that comes twice. */
export function messageOf(mail: WrittenMail, from: string): SendMailOptions {
  return {
    from,
    // as an object, so that a comma in an address never makes two recipients of it
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    date: mail.writtenAt,
    messageId: `<${mail.id}@${domainOf(from)}>`,
    // nobody answers to a machine (RFC 3834)
    headers: { 'Auto-Submitted': 'auto-generated' },
    // a text is a text, whatever it looks like
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function domainOf(from: string): string {
  return from.slice(from.lastIndexOf('@') + 1).replace(/[>\s]/g, '');
}
