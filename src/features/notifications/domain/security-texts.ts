interface Text {
  readonly title: string;
  readonly message: string;
}

const RUSSIAN = {
  REFRESH_TOKEN_REUSED: {
    title: 'Сеанс завершён: возможно, его скопировали',
    message:
      'Использованный токен обновления пришёл ещё раз, поэтому сеанс завершён. Войдите снова и смените пароль, если это были не вы.',
  },
  PASSWORD_CHANGED: {
    title: 'Пароль изменён',
    message: 'Другие сеансы завершены. Если это были не вы, сразу сбросьте пароль.',
  },
  EMAIL_CHANGED: {
    title: 'Адрес почты изменён',
    message: 'Другие сеансы завершены. Письмо на прежний адрес позволяет вернуть его.',
  },
  TELEGRAM_LINKED: {
    title: 'Привязан Telegram',
    message: 'Теперь в учётную запись можно войти через Telegram.',
  },
  ROLE_CHANGED: { title: 'Ваша роль изменена', message: 'Войдите снова.' },
  IMPERSONATED: {
    title: 'Администратор платформы смотрит ваши данные',
    message: 'Он видит их вашими глазами, самое большее 30 минут, и ничего не может изменить.',
  },
  PLATFORM_ADMIN_CHANGED: {
    title: 'Права администратора платформы изменены',
    message: 'Войдите снова.',
  },
  WILDBERRIES_KEY_CHANGED: {
    title: 'Ключ Wildberries изменён',
    message: 'Ключ вашей учётной записи заменил или удалил другой сотрудник.',
  },
} as const satisfies Readonly<Record<string, Text>>;

const ENGLISH: Readonly<Record<keyof typeof RUSSIAN, Text>> = {
  REFRESH_TOKEN_REUSED: {
    title: 'A session was ended: it may have been copied',
    message:
      'A spent refresh token came again, so its session was ended. Sign in again, and change the password if it was not you.',
  },
  PASSWORD_CHANGED: {
    title: 'The password was changed',
    message: 'Other sessions were ended. If it was not you, reset the password at once.',
  },
  EMAIL_CHANGED: {
    title: 'The e-mail address was changed',
    message: 'Other sessions were ended. A mail to the former address lets you take it back.',
  },
  TELEGRAM_LINKED: {
    title: 'Telegram was linked',
    message: 'From now on the account can be signed in to by Telegram.',
  },
  ROLE_CHANGED: { title: 'Your role was changed', message: 'Sign in again.' },
  IMPERSONATED: {
    title: 'A platform administrator looks at your data',
    message: 'They see them with your eyes, for 30 minutes at most, and can change nothing.',
  },
  PLATFORM_ADMIN_CHANGED: {
    title: 'Your rights as platform administrator were changed',
    message: 'Sign in again.',
  },
  WILDBERRIES_KEY_CHANGED: {
    title: 'The Wildberries key was changed',
    message: 'A colleague has replaced or removed the key of your account.',
  },
};

/** @param locale the recipient's, such as `ru` or `en-GB`; Russian where it is none of the two */
export function securityText(kind: keyof typeof RUSSIAN, locale: string): Text {
  return (locale.toLowerCase().startsWith('en') ? ENGLISH : RUSSIAN)[kind];
}
