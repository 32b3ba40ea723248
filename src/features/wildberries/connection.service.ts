import { Inject, Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { UserQueries } from '../users/index.js';
import { checkKey, WildberriesHttp, type WbKeyCheck } from './client/index.js';
import { KeyStore, type ValidKey } from './key-store.js';
import { memberOf } from './member.js';

@Injectable()
export class ConnectionService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyStore,
    private readonly users: UserQueries,
    @Inject(WildberriesHttp) private readonly http: WildberriesHttp,
  ) {}

  /**
   * Checks the key at the marketplace, then stores it encrypted and starts a sync.
   * @returns id of the member whose key it is
   */
  async connect(ctx: CallerContext, apiKey: string, userId: string | null | undefined): Promise<string> {
    const member = memberOf(ctx, userId);
    // read and done with: what follows waits for a network
    const known = await this.database.read(ctx, () => this.users.find(ctx, member));
    if (!known) throw new DomainError(ErrorCode.NOT_FOUND, 'There is no such member.', ['userId']);
    const check = await checkKey(apiKey, { http: this.http });
    if (check.outcome !== 'valid') throw refusalOf(check);
    await this.keys.take(ctx, member, check);
    return member;
  }
}

function refusalOf(check: Exclude<WbKeyCheck, ValidKey>): DomainError {
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
