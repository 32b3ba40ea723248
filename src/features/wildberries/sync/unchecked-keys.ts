import { Inject, Injectable } from '@nestjs/common';
import type { SellerContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';
import { checkedKey, refusalOf, storedType, type RefusedKey } from '../checked-key.js';
import { checkKey, decodeToken, WildberriesHttp } from '../client/index.js';
import { ConnectionRepository, type CheckedKey, type StoredConnection } from '../connection.repository.js';

/** Nobody's account at the marketplace: of a key that can not be read. */
const UNKNOWN_SELLER = 'unknown';

/** Keys that version 1 has left: what a seller connects today is checked then, these are checked by their first run. */
@Injectable()
export class UncheckedKeys {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    @Inject(WildberriesHttp) private readonly http: WildberriesHttp,
  ) {}

  /**
   * Asks the marketplace, and notes what it says. No answer is noted as none: the next run asks again.
   * @returns why nothing can be fetched with the key; null when something can
   */
  async check(
    ctx: SellerContext,
    stored: StoredConnection,
    token: string,
    signal: AbortSignal,
  ): Promise<string | null> {
    const check = await checkKey(token, { http: this.http, signal });
    if (check.outcome === 'valid') {
      await this.note(ctx, stored, checkedKey(ctx.userId, check));
      return null;
    }
    const error = refusalOf(check).message;
    if (isFinal(check)) await this.note(ctx, stored, refusedKey(ctx, token, error));
    return error;
  }

  private async note(ctx: SellerContext, stored: StoredConnection, checked: CheckedKey): Promise<void> {
    await this.database.write(ctx, async () => {
      const now = await this.connections.lock(ctx, ctx.userId);
      const isSame = now?.encryptedKey === stored.encryptedKey && now.plainKey === stored.plainKey;
      // who has connected or disconnected meanwhile knows better
      if (isSame && now.state === null) await this.connections.note(ctx, checked);
    });
  }
}

function isFinal({ outcome }: RefusedKey): boolean {
  return outcome !== 'throttled' && outcome !== 'unreachable';
}

function refusedKey(ctx: SellerContext, token: string, error: string): CheckedKey {
  const reading = decodeToken(token, ctx.now().getTime());
  const info = 'info' in reading ? reading.info : null;
  return {
    userId: ctx.userId,
    sellerId: info?.sid ?? UNKNOWN_SELLER,
    tokenType: storedType(info?.type ?? 'unknown'),
    keyExpiresAt: info?.expiresAt ?? ctx.now(),
    error,
  };
}
