import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import type { WbKeyCheck, WbTokenType } from './client/index.js';
import type { CheckedKey } from './connection.repository.js';

export type ValidKey = Extract<WbKeyCheck, { outcome: 'valid' }>;
export type RefusedKey = Exclude<WbKeyCheck, ValidKey>;

/** A valid key as it is noted. */
export function checkedKey(userId: string, { sid, type, expiresAt }: ValidKey): CheckedKey {
  return { userId, sellerId: sid, tokenType: storedType(type), keyExpiresAt: expiresAt, error: null };
}

/** A kind that is not known has the least rights. */
export function storedType(type: WbTokenType): CheckedKey['tokenType'] {
  return type === 'personal' || type === 'service' ? type : 'base';
}

/** What is said to whoever has given the key. */
export function refusalOf(check: RefusedKey): DomainError {
  const field = ['apiKey'];
  switch (check.outcome) {
    case 'malformed':
      return new DomainError(
        ErrorCode.WB_KEY_INVALID,
        'This is no Wildberries API key: it should be a long text of three parts with dots. Copy it again from the seller cabinet.',
        field,
      );
    case 'expired':
      return new DomainError(
        ErrorCode.WB_KEY_INVALID,
        'This key has expired. Make a new one in the seller cabinet.',
        field,
      );
    case 'sandbox':
      return new DomainError(
        ErrorCode.WB_KEY_INVALID,
        'This is a test key, which opens the sandbox only. Make a key for real data.',
        field,
      );
    case 'unauthorized':
      return new DomainError(
        ErrorCode.WB_KEY_INVALID,
        'Wildberries does not accept this key. Was it deleted in the seller cabinet?',
        field,
      );
    case 'wrong_category':
      return new DomainError(
        ErrorCode.WB_KEY_WRONG_CATEGORY,
        `This key lacks access to: ${check.missing.join(', ')}. Make one with these categories.`,
        field,
      );
    case 'throttled':
      return new DomainError(
        ErrorCode.WB_THROTTLED,
        `Wildberries asks to wait. Try again after ${check.retryAt.toISOString()}.`,
        field,
      );
    case 'unreachable':
      return new DomainError(
        ErrorCode.WB_UNAVAILABLE,
        'Wildberries does not answer, so that the key could not be checked. Try again in a few minutes.',
        field,
      );
  }
}
