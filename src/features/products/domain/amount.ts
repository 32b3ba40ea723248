import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';

/** An amount as clients give it. */
export interface GivenAmount {
  readonly amount: string;
  readonly currency: string;
}

/** What numeric(10, 2) holds, without a sign: 99,999,999.99 at most. */
const AMOUNT = /^\d{1,8}(\.\d{1,2})?$/;

/**
 * An amount in roubles as the database gives it back, with two decimals: so "5" and "5.00" are the same.
 *
 * @param field path of the amount inside the input
 * @throws DomainError INVALID for another currency, less than nothing, too much, or parts of a kopeck
 */
export function amountInRoubles({ amount, currency }: GivenAmount, field: readonly string[]): string {
  if (currency !== 'RUB') {
    throw new DomainError(
      ErrorCode.INVALID,
      `Amounts are kept in roubles: expected the currency RUB, not ${currency}.`,
      [...field, 'currency'],
    );
  }
  if (!AMOUNT.test(amount)) {
    throw new DomainError(
      ErrorCode.INVALID,
      'Expected an amount from 0 to 99999999.99 with at most two decimals.',
      [...field, 'amount'],
    );
  }
  const [whole = '', kopecks = ''] = amount.split('.');
  return `${whole}.${kopecks.padEnd(2, '0')}`;
}
