import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { passwordFault } from './domain/password-rules.js';

/** The one way by which a password comes to be: what breaks the rules is not hashed. */
@Injectable()
export class NewPasswords {
  constructor(private readonly passwords: PasswordHasher) {}

  /**
   * @param of the account's address, and the field of the input in which the password stands
   * @throws DomainError INVALID; TooBusyError
   */
  async hash(password: string, of: { readonly email: string; readonly field: string }): Promise<string> {
    const fault = passwordFault(password, { email: of.email, longest: this.passwords.longestPassword });
    if (fault !== null) throw new DomainError(ErrorCode.INVALID, fault, [of.field]);
    return this.passwords.hash(password);
  }
}
