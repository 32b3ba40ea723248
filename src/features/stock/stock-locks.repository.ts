import { Injectable } from '@nestjs/common';
import type { SellerContext, TenantContext } from '../../platform/context/index.js';
import { Database, plainArray, statement } from '../../platform/database/index.js';

/**
 * Keeps writers of stock from computing with levels that another one is changing. Until the end of the transaction; the
 * statement that computes comes after the lock, so that it sees what the other one has committed.
 */
@Injectable()
export class StockLocks {
  constructor(private readonly database: Database) {}

  /** All of one seller's stock: a snapshot may change any of it. */
  async whole(ctx: SellerContext): Promise<void> {
    await this.database.rows(ctx, WHOLE, [keyOf(ctx.tenantId, ctx.userId)]);
  }

  /**
   * Some products. Always sellers first and then products, each in the order of their ids: two that wait for one another
   * would be a deadlock.
   */
  async products(ctx: TenantContext, owners: ReadonlyMap<string, string>): Promise<void> {
    const keys = [...new Set(owners.values())].sort().map((userId) => keyOf(ctx.tenantId, userId));
    // sent together, taken one after the other
    await Promise.all([
      this.database.rows(ctx, SHARED, [keys]),
      this.database.rows(ctx, PRODUCTS, [ctx.tenantId, plainArray([...owners.keys()])]),
    ]);
  }
}

const keyOf = (tenantId: string, userId: string): string => `stock ${tenantId} ${userId}`;

const WHOLE = statement<never>(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`);

const SHARED = statement<never>(`
  SELECT pg_advisory_xact_lock_shared(hashtextextended(key, 0))
  FROM unnest($1::text[]) WITH ORDINALITY AS wanted (key, position) ORDER BY position
`);

/** NO KEY: rows that refer to a product, such as sales, may be written meanwhile. */
const PRODUCTS = statement<never>(`
  SELECT FROM products WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE
`);
