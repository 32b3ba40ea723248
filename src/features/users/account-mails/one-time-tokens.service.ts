import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import type { TokenPurpose } from './account-mail.js';
import { OneTimeTokenRepository, type OneTimeToken } from './one-time-tokens.repository.js';

/** The tokens that mails bring, as those who take them see them. */
@Injectable()
export class OneTimeTokens {
  constructor(private readonly tokens: OneTimeTokenRepository) {}

  /** The refusal of a token that never was, was used, or was sent to what is not the account's address any more. */
  static invalid(): DomainError {
    return new DomainError(
      ErrorCode.TOKEN_INVALID,
      'This token is not valid, or was used already. Ask for another mail.',
      ['token'],
    );
  }

  /** Without spending it. @throws DomainError TOKEN_INVALID, TOKEN_EXPIRED */
  async look(ctx: SystemContext, token: string, purposes: readonly TokenPurpose[]): Promise<OneTimeToken> {
    const found = await this.tokens.find(ctx, token, purposes);
    if (!found) throw OneTimeTokens.invalid();
    if (found.isOver) {
      throw new DomainError(
        ErrorCode.TOKEN_EXPIRED,
        'The time of this token is over. Ask for another mail.',
        ['token'],
      );
    }
    return found;
  }

  /** Inside write(): of many who bring the same token, one succeeds. @throws DomainError TOKEN_INVALID, TOKEN_EXPIRED */
  async spend(ctx: SystemContext, token: string, purposes: readonly TokenPurpose[]): Promise<OneTimeToken> {
    const spent = await this.tokens.spend(ctx, token, purposes);
    if (spent) return spent;
    await this.look(ctx, token, purposes);
    throw OneTimeTokens.invalid();
  }

  /** Open tokens made at this time or later become worthless. */
  withdraw(
    ctx: SystemContext,
    userId: string,
    purposes: readonly TokenPurpose[],
    since: Date,
  ): Promise<void> {
    return this.tokens.withdraw(ctx, userId, purposes, since);
  }
}
