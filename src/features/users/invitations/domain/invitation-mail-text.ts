interface Text {
  readonly subject: string;
  readonly text: string;
}

export interface InvitationMailContent {
  readonly inviter: {
    readonly email: string;
    /** Such as `ru` or `en-GB`: of somebody without an account no other is known. */
    readonly locale: string;
    readonly tenantName: string;
  };
  readonly token: string;
  /** Origin of the web panel. */
  readonly publicUrl: string;
}

/** Characters of a company's name that stand in a mail: a name is no room for a message of one's own. */
const LONGEST_NAME = 60;

/** The token stands behind a #, which browsers do not send. */
export function invitationMail({ inviter, token, publicUrl }: InvitationMailContent): Text {
  const link = `${publicUrl.replace(/\/$/, '')}/accept-invitation#token=${token}`;
  const company = nameInText(inviter.tenantName);
  const parts = inviter.locale.toLowerCase().startsWith('en')
    ? {
        subject: 'An invitation to Stock Tracker',
        before: `${inviter.email} invites you to join "${company}" in Stock Tracker. To set a password and sign in, open the link:`,
        tokenLine: 'Or give this token to the API (acceptInvitation):',
        after:
          'The token is good for 7 days, and once. If you do not know who invites you, there is nothing to do.',
      }
    : {
        subject: 'Приглашение в Stock Tracker',
        before: `${inviter.email} приглашает вас в «${company}» в Stock Tracker. Чтобы задать пароль и войти, откройте ссылку:`,
        tokenLine: 'Или передайте API этот токен (acceptInvitation):',
        after:
          'Токен действует 7 дней и только один раз. Если вы не знаете, кто вас приглашает, ничего не делайте.',
      };
  const { subject, before, tokenLine, after } = parts;
  return { subject, text: [before, link, tokenLine, token, after, ''].join('\n\n') };
}

/** One line of it, without what a mail program would make a link of. */
function nameInText(name: string): string {
  const line = name.replace(/[\p{C}\p{Z}]+/gu, ' ').replace(/[/:@]|\.(?=\S)/g, ' ');
  return Array.from(line.replace(/ +/g, ' ').trim()).slice(0, LONGEST_NAME).join('');
}
