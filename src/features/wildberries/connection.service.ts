import { Inject, Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { UserQueries } from '../users/index.js';
import { refusalOf } from './checked-key.js';
import { checkKey, WildberriesHttp } from './client/index.js';
import { KeyStore } from './key-store.js';
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
