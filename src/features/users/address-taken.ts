import { isUniqueViolation } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';

/** What to throw for an error of an INSERT or UPDATE: itself, unless somebody has the address, in whatever case. */
export function addressTaken(error: unknown, message: string): unknown {
  return isUniqueViolation(error, 'users_email_key') || isUniqueViolation(error, 'users_email_lower_key')
    ? new DomainError(ErrorCode.ALREADY_EXISTS, message, ['email'])
    : error;
}
