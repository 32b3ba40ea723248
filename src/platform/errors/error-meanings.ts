import type { ErrorCode } from './error-code.js';

/** What a code tells a client, and what the client can do. The schema and docs/error-codes.md are made of this. */
export interface Meaning {
  readonly meaning: string;
  readonly remedy: string;
}

/** Codes of `userErrors`. */
export const USER_ERROR_MEANINGS: Readonly<Record<ErrorCode, Meaning>> = {
  INVALID: {
    meaning: 'A value of the input breaks a rule; `field` says which',
    remedy: 'Correct the value; the message says what is expected',
  },
  NOT_FOUND: {
    meaning: 'No such object, or it belongs to somebody else',
    remedy: 'Check the id',
  },
  CONFLICT: {
    meaning: 'The object changed meanwhile, or its state does not allow this; read it again',
    remedy: 'Read it again, then decide',
  },
  ALREADY_EXISTS: {
    meaning: 'Another object has this unique value already',
    remedy: 'Choose another value; for an address: sign in',
  },
  FORBIDDEN: {
    meaning: 'The role of the caller does not allow this',
    remedy: 'Ask an owner or administrator of the tenant',
  },
  INVALID_CREDENTIALS: {
    meaning: 'Sign-in refused: unknown address, wrong password or Telegram proof not genuine',
    remedy: 'Check what was given',
  },
  ACCOUNT_DISABLED: {
    meaning: 'The account was deactivated by its tenant or the platform',
    remedy: 'Ask an owner of the tenant',
  },
  TENANT_SUSPENDED: {
    meaning: 'The tenant is suspended; nothing of it can be read or changed',
    remedy: 'Ask whoever runs the service',
  },
  EMAIL_NOT_VERIFIED: {
    meaning: 'The e-mail address has to be confirmed first',
    remedy: 'Use the token of the mail: `verifyEmail`',
  },
  TOKEN_INVALID: {
    meaning: 'The token is unknown, damaged or withdrawn',
    remedy: 'Sign in, or ask for another one',
  },
  TOKEN_EXPIRED: {
    meaning: 'The token was genuine but its time is over',
    remedy: 'Sign in, or ask for another one',
  },
  TOKEN_REUSED: {
    meaning: 'A token that serves once was used twice; the session of a refresh token has been ended',
    remedy: 'Sign in. Keep only the newest refresh token; let one place refresh',
  },
  LAST_OWNER: {
    meaning: 'The last active owner of a tenant can not be demoted or deactivated',
    remedy: 'Make somebody else an owner first',
  },
  PLAN_LIMIT_REACHED: { meaning: 'The plan allows no more of these', remedy: 'Choose a larger plan' },
  SUBSCRIPTION_REQUIRED: {
    meaning: 'The subscription has ended; the account is read-only',
    remedy: 'Subscribe',
  },
  PAYMENT_FAILED: {
    meaning: 'The payment provider refused or could not be reached',
    remedy: 'Try again, or by another means of payment',
  },
  WB_KEY_INVALID: {
    meaning: 'Wildberries does not accept this API key',
    remedy: 'Make a new key in the seller cabinet and connect it',
  },
  WB_KEY_WRONG_CATEGORY: {
    meaning: 'The Wildberries key lacks a category of access that is needed',
    remedy: 'Make a key with the categories that the message names',
  },
  WB_THROTTLED: {
    meaning: 'Wildberries asks to wait before the next request',
    remedy: 'Try again at the time that the message names',
  },
  WB_UNAVAILABLE: {
    meaning: 'Wildberries does not answer at present',
    remedy: 'Try again in a few minutes',
  },
  SHEET_NOT_SHARED: {
    meaning: 'The spreadsheet is not shared with the service account',
    remedy: 'Share it with the address that the message names',
  },
  SHEET_NOT_FOUND: { meaning: 'There is no spreadsheet with this id', remedy: 'Check the id or the address' },
  SHEETS_UNAVAILABLE: {
    meaning: 'Google Sheets does not answer at present',
    remedy: 'Try again in a few minutes',
  },
};

/** Codes of errors that are not of one mutation's input: `errors[].extensions.code`. The set is closed. */
export const TOP_LEVEL_MEANINGS = {
  UNAUTHENTICATED: {
    meaning:
      'No token; or one that is damaged, expired or of an ended session; or the account is deactivated, or its role or password has changed',
    remedy: '`refreshSession`; if that is refused, `login`',
  },
  FORBIDDEN: {
    meaning:
      'The role lacks the permission, which the message names; or impersonation would change something',
    remedy: 'Ask the owner of the tenant',
  },
  TENANT_SUSPENDED: {
    meaning: 'The tenant is suspended; nothing of it can be read or changed',
    remedy: 'Ask whoever runs the service',
  },
  BAD_USER_INPUT: {
    meaning:
      'The request is no GraphQL over HTTP, the document or a value does not fit the schema, an argument breaks a rule, a cursor is of another list. `extensions.fields` lists `{ path, message }` where single values are at fault, those of a variable under its name, those written out in the document under their argument',
    remedy: 'Correct the request; the same again fails again',
  },
  TOO_COMPLEX: {
    meaning: 'The document is too large, too deep, too wide or too dear; the message names the limit',
    remedy: 'Ask for less at once: a smaller `first`, fewer fields, several requests',
  },
  RATE_LIMITED: {
    meaning: 'Too much was asked in too short a time; `extensions.retryAfterSeconds` says how long to wait',
    remedy: 'Wait, then try again',
  },
  INTERNAL: {
    meaning: 'A fault of the server. Its cause is in the log under the request id and is never shown',
    remedy: 'Try again later; report the request id',
  },
} as const satisfies Readonly<Record<string, Meaning>>;
