import { Inject, Injectable } from '@nestjs/common';
import type { SellerContext } from '../../../platform/context/index.js';
import { FernetKeyring } from '../../../platform/crypto/fernet.js';
import { Database } from '../../../platform/database/index.js';
import { decodeToken, sellerOf, WildberriesHttp } from '../client/index.js';
import { ConnectionRepository } from '../connection.repository.js';
import type { DatasetJob } from './dataset.js';

/** Opens a seller's stored key for a run. */
@Injectable()
export class SellerKeys {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    @Inject(WildberriesHttp) private readonly http: WildberriesHttp,
    @Inject(FernetKeyring) private readonly keyring: FernetKeyring,
  ) {}

  /** @returns what the datasets need, or why they can not be fetched */
  async open(ctx: SellerContext, signal: AbortSignal): Promise<DatasetJob | string> {
    const connection = await this.database.write(ctx, () => this.connections.find(ctx, ctx.userId));
    if (!connection?.encryptedKey) return 'No Wildberries key is connected.';
    if (connection.state !== 'VALID') return 'Wildberries does not accept the key. Connect a new one.';
    const reading = decodeToken(this.keyring.decrypt(connection.encryptedKey), ctx.now().getTime());
    if (!reading.ok)
      return reading.reason === 'expired'
        ? 'The Wildberries key has expired. Connect a new one.'
        : 'The Wildberries key can not be read. Connect it again.';
    const { info, token } = reading;
    return { ctx, http: this.http, seller: sellerOf(token, info), tokenType: info.type, signal };
  }
}
