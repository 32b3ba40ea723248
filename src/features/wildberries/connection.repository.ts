import { Injectable } from '@nestjs/common';
import type { Context, TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

/** What is stored of a member's key. */
export interface StoredConnection {
  /** Null, as the state is, for a key that was never checked: version 1 has left it. */
  readonly sellerId: string | null;
  readonly state: 'VALID' | 'INVALID' | null;
  readonly encryptedKey: string | null;
  /** Version 1's, which counts where there is no encrypted one. */
  readonly plainKey: string | null;
}

/** What a key said of itself when it was checked. */
export interface CheckedKey {
  readonly userId: string;
  readonly sellerId: string;
  readonly tokenType: 'base' | 'personal' | 'service';
  readonly keyExpiresAt: Date;
  /** Why it is not accepted; null when it is. */
  readonly error: string | null;
}

@Injectable()
export class ConnectionRepository {
  constructor(private readonly database: Database) {}

  /** @returns null for a missing member and a stranger alike */
  find(ctx: TenantContext, userId: string): Promise<StoredConnection | null> {
    return this.database.row(ctx, FIND, [ctx.tenantId, userId]);
  }

  /**
   * The same of a key that is to be changed: whoever changes it at the same time has to wait. Null as well for a member
   * whom the caller sees and may not change.
   */
  async lock(ctx: TenantContext, userId: string): Promise<StoredConnection | null> {
    const locked = await this.database.row(ctx, LOCK, [ctx.tenantId, userId]);
    return locked && this.find(ctx, userId);
  }

  async store(ctx: TenantContext, checked: CheckedKey, encryptedKey: string): Promise<void> {
    await this.database.rows(ctx, STORE_KEY, [ctx.tenantId, checked.userId, encryptedKey, ctx.now()]);
    await this.note(ctx, checked);
  }

  /** Notes what a check has found of the key that is stored. */
  async note(ctx: TenantContext, checked: CheckedKey): Promise<void> {
    const { userId, sellerId, tokenType, keyExpiresAt, error } = checked;
    const values = [ctx.tenantId, userId, sellerId, tokenType, keyExpiresAt, ctx.now(), error];
    await this.database.rows(ctx, NOTE, values);
  }

  /** Takes the key away in both its forms, and what was known of it. */
  async remove(ctx: TenantContext, userId: string): Promise<void> {
    await this.database.rows(ctx, REMOVE_KEY, [ctx.tenantId, userId, ctx.now()]);
    await this.database.rows(ctx, REMOVE, [ctx.tenantId, userId]);
  }

  /** The marketplace refused the key: nothing is fetched with it until the seller gives another. */
  async invalidate(ctx: Context & { tenantId: string }, userId: string, reason: string): Promise<void> {
    await this.database.rows(ctx, INVALIDATE, [ctx.tenantId, userId, reason, ctx.now()]);
  }
}

const FIND = statement<StoredConnection>(`
  SELECT c.seller_id AS "sellerId", c.state, u.wb_api_key_encrypted AS "encryptedKey",
    nullif(btrim(u.wb_api_key), '') AS "plainKey"
  FROM users u LEFT JOIN wildberries_connections c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
  WHERE u.tenant_id = $1 AND u.id = $2
`);

const LOCK = statement<{ id: string }>(`
  SELECT id FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE
`);

const STORE_KEY = statement<never>(`
  UPDATE users SET wb_api_key_encrypted = $3, wb_api_key = NULL, updated_at = $4 WHERE tenant_id = $1 AND id = $2
`);

const REMOVE_KEY = statement<never>(`
  UPDATE users SET wb_api_key_encrypted = NULL, wb_api_key = NULL, updated_at = $3 WHERE tenant_id = $1 AND id = $2
`);

const REMOVE = statement<never>(`DELETE FROM wildberries_connections WHERE tenant_id = $1 AND user_id = $2`);

const NOTE = statement<never>(`
  INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at, error)
  VALUES ($1, $2, $3, $4, $5, CASE WHEN $7::text IS NULL THEN 'VALID' ELSE 'INVALID' END, $6, $7)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET seller_id = excluded.seller_id, token_type = excluded.token_type,
    key_expires_at = excluded.key_expires_at, state = excluded.state, error = excluded.error,
    checked_at = excluded.checked_at
`);

const INVALIDATE = statement<never>(`
  UPDATE wildberries_connections SET state = 'INVALID', error = $3, checked_at = $4 WHERE tenant_id = $1 AND user_id = $2
`);
