import { Injectable } from '@nestjs/common';
import type { Context, TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

export interface StoredConnection {
  readonly sellerId: string;
  readonly state: 'VALID' | 'INVALID';
  readonly encryptedKey: string | null;
}

export interface NewConnection {
  readonly userId: string;
  readonly sellerId: string;
  readonly tokenType: string;
  readonly keyExpiresAt: Date;
  readonly encryptedKey: string;
}

@Injectable()
export class ConnectionRepository {
  constructor(private readonly database: Database) {}

  find(ctx: TenantContext, userId: string): Promise<StoredConnection | null> {
    return this.database.row(ctx, FIND, [ctx.tenantId, userId]);
  }

  async store(ctx: TenantContext, connection: NewConnection): Promise<void> {
    const { userId, sellerId, tokenType, keyExpiresAt, encryptedKey } = connection;
    await this.database.rows(ctx, STORE_KEY, [ctx.tenantId, userId, encryptedKey, ctx.now()]);
    await this.database.rows(ctx, STORE, [
      ctx.tenantId,
      userId,
      sellerId,
      tokenType,
      keyExpiresAt,
      ctx.now(),
    ]);
  }

  /** The marketplace refused the key: nothing is fetched with it until the seller gives another. */
  async invalidate(ctx: Context & { tenantId: string }, userId: string, reason: string): Promise<void> {
    await this.database.rows(ctx, INVALIDATE, [ctx.tenantId, userId, reason, ctx.now()]);
  }
}

const FIND = statement<StoredConnection>(`
  SELECT c.seller_id AS "sellerId", c.state, u.wb_api_key_encrypted AS "encryptedKey"
  FROM wildberries_connections c JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id
  WHERE c.tenant_id = $1 AND c.user_id = $2
`);

const STORE_KEY = statement<never>(`
  UPDATE users SET wb_api_key_encrypted = $3, wb_api_key = NULL, updated_at = $4 WHERE tenant_id = $1 AND id = $2
`);

const STORE = statement<never>(`
  INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at)
  VALUES ($1, $2, $3, $4, $5, 'VALID', $6)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET seller_id = excluded.seller_id, token_type = excluded.token_type,
    key_expires_at = excluded.key_expires_at, state = 'VALID', error = NULL, checked_at = excluded.checked_at
`);

const INVALIDATE = statement<never>(`
  UPDATE wildberries_connections SET state = 'INVALID', error = $3, checked_at = $4 WHERE tenant_id = $1 AND user_id = $2
`);
