import { Inject, Injectable } from '@nestjs/common';
import type { SellerContext } from '../../../platform/context/index.js';
import { FernetError, FernetKeyring } from '../../../platform/crypto/fernet.js';
import { Database } from '../../../platform/database/index.js';
import { decodeToken, sellerOf, WildberriesHttp } from '../client/index.js';
import { ConnectionRepository, type StoredConnection } from '../connection.repository.js';
import type { DatasetJob } from './dataset.js';
import { UncheckedKeys } from './unchecked-keys.js';

/** Opens a seller's stored key for a run: the encrypted one, else the plain one that version 1 has left. */
@Injectable()
export class SellerKeys {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly unchecked: UncheckedKeys,
    @Inject(WildberriesHttp) private readonly http: WildberriesHttp,
    @Inject(FernetKeyring) private readonly keyring: FernetKeyring,
  ) {}

  /** @returns what the datasets need, or why they can not be fetched */
  async open(ctx: SellerContext, signal: AbortSignal): Promise<DatasetJob | string> {
    const stored = await this.database.write(ctx, () => this.connections.find(ctx, ctx.userId));
    if (!stored || (stored.encryptedKey ?? stored.plainKey) === null)
      return 'No Wildberries key is connected.';
    if (stored.state === 'INVALID') return 'Wildberries does not accept the key. Connect a new one.';
    const key = this.read(stored);
    if (key === null) return UNREADABLE;
    const refusal = stored.state === null ? await this.unchecked.check(ctx, stored, key, signal) : null;
    if (refusal !== null) return refusal;
    const reading = decodeToken(key, ctx.now().getTime());
    if (!reading.ok)
      return reading.reason === 'expired'
        ? 'The Wildberries key has expired. Connect a new one.'
        : 'The Wildberries key can not be read. Connect it again.';
    const { info, token } = reading;
    return { ctx, http: this.http, seller: sellerOf(token, info), tokenType: info.type, signal };
  }

  /** Null for what none of the encryption keys opens. */
  private read({ encryptedKey, plainKey }: StoredConnection): string | null {
    if (encryptedKey === null) return plainKey;
    try {
      return this.keyring.decrypt(encryptedKey);
    } catch (error) {
      if (error instanceof FernetError) return null;
      throw error;
    }
  }
}

/**
 * The connection stays valid: when whoever runs the service has lost an encryption key and puts it back, the next run
 * finds everything as it was.
 */
const UNREADABLE =
  'The stored Wildberries key can not be opened here. Connect it again, or ask whoever runs this service.';
