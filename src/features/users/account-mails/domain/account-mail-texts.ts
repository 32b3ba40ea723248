import type { TokenPurpose } from '../account-mail.js';

interface Text {
  readonly subject: string;
  readonly text: string;
}

export interface AccountMailContent {
  readonly purpose: TokenPurpose;
  readonly token: string;
  /** Origin of the web panel. */
  readonly publicUrl: string;
  readonly locale: string;
}

/**
 * The token stands behind a #, which browsers do not send: neither a log of the web server nor another page's Referer
 * gets to know it.
 */
const PATHS: Readonly<Record<TokenPurpose, string>> = {
  VERIFY_EMAIL: 'verify-email',
  RESTORE_EMAIL: 'verify-email',
  RESET_PASSWORD: 'reset-password',
};

type Texts = Readonly<
  Record<TokenPurpose, { readonly subject: string; readonly before: string; readonly after: string }>
>;

const RUSSIAN: Texts = {
  VERIFY_EMAIL: {
    subject: 'Подтвердите адрес почты',
    before: 'Этот адрес указан в учётной записи Stock Tracker. Чтобы подтвердить его, откройте ссылку:',
    after: 'Токен действует 7 дней. Если вы не регистрировались, ничего не делайте.',
  },
  RESTORE_EMAIL: {
    subject: 'Адрес почты вашей учётной записи изменён',
    before:
      'В вашей учётной записи Stock Tracker указан другой адрес почты. Если его сменили не вы, верните этот адрес по ссылке, а затем сбросьте пароль:',
    after: 'Токен действует 7 дней. Все сеансы учётной записи при этом завершатся.',
  },
  RESET_PASSWORD: {
    subject: 'Сброс пароля',
    before: 'Чтобы задать новый пароль Stock Tracker, откройте ссылку:',
    after: 'Токен действует 1 час и только один раз. Если вы этого не просили, ничего не делайте.',
  },
};

const ENGLISH: Texts = {
  VERIFY_EMAIL: {
    subject: 'Confirm your e-mail address',
    before: 'An account of Stock Tracker was given this address. To confirm it, open the link:',
    after: 'The token is good for 7 days. If you have not registered, there is nothing to do.',
  },
  RESTORE_EMAIL: {
    subject: 'The e-mail address of your account was changed',
    before:
      'Your account of Stock Tracker was given another e-mail address. If it was not you, take this one back by the link, and then reset the password:',
    after: 'The token is good for 7 days. All sessions of the account end with it.',
  },
  RESET_PASSWORD: {
    subject: 'Password reset',
    before: 'To set a new password for Stock Tracker, open the link:',
    after: 'The token is good for 1 hour, and once. If you did not ask for it, there is nothing to do.',
  },
};

const TOKEN_LINES = {
  russian: 'Или передайте API этот токен (verifyEmail, resetPassword):',
  english: 'Or give this token to the API (verifyEmail, resetPassword):',
};

/** @param content its locale is the recipient's, such as `ru` or `en-GB`; Russian where it is none of the two */
export function accountMail({ purpose, token, publicUrl, locale }: AccountMailContent): Text {
  const isEnglish = locale.toLowerCase().startsWith('en');
  const { subject, before, after } = (isEnglish ? ENGLISH : RUSSIAN)[purpose];
  const link = `${publicUrl.replace(/\/$/, '')}/${PATHS[purpose]}#token=${token}`;
  const tokenLine = isEnglish ? TOKEN_LINES.english : TOKEN_LINES.russian;
  return { subject, text: [before, link, tokenLine, token, after, ''].join('\n\n') };
}
