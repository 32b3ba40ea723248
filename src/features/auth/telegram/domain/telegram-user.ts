import type { SignedFields } from './signed-fields.js';

/** Somebody at Telegram, as Telegram calls them. */
export interface TelegramUser {
  /** A positive integer that a number holds exactly. */
  readonly id: string;
  readonly fullName: string | null;
  /** Without the @. */
  readonly username: string | null;
}

/** Code points, as the column has them. */
const MAX_NAME = 255;
const USERNAME = /^[A-Za-z0-9_]{1,100}$/;

/** Of a Login Widget, whose fields are the user. @returns null without a usable id */
export function userOfWidget(fields: SignedFields): TelegramUser | null {
  const id = fields.get('id') ?? '';
  return telegramUser({ ...Object.fromEntries(fields), id: /^\d{1,16}$/.test(id) ? Number(id) : null });
}

/** Of a Mini App, which has the user as JSON in one field. @returns null without a usable id */
export function userOfInitData(fields: SignedFields): TelegramUser | null {
  try {
    const user: unknown = JSON.parse(fields.get('user') ?? '');
    return typeof user === 'object' && user !== null ? telegramUser({ ...user }) : null;
  } catch {
    return null;
  }
}

function telegramUser({ id, first_name, last_name, username }: Record<string, unknown>): TelegramUser | null {
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null;
  return {
    id: String(id),
    fullName: nameOf([first_name, last_name]),
    username: typeof username === 'string' && USERNAME.test(username) ? username : null,
  };
}

/** Names are what people like: whatever can not be kept or shown is left out of them. */
function nameOf(parts: readonly unknown[]): string | null {
  const name = parts
    .filter((part) => typeof part === 'string')
    .join(' ')
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
  return Array.from(name).slice(0, MAX_NAME).join('') || null;
}
