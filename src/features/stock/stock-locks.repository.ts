import { Injectable } from '@nestjs/common';
import type { CallerContext, SellerContext } from '../../platform/context/index.js';
import { Database, plainArray, statement, together } from '../../platform/database/index.js';
import type { Owners } from './domain/missing-products.js';

/** What a batch has locked. */
export interface Locked {
  readonly owners: Owners;
  /** The database's number of the transaction, as rows carry it; empty where there is nothing to lock. */
  readonly transaction: string;
}

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
   * Some products, of those that the caller may change. Always sellers first and then products, each in the order of
   * their ids: two that wait for one another would be a deadlock. Whoever sends a statement behind it need not wait.
   */
  async products(ctx: CallerContext, productIds: readonly string[]): Promise<Locked> {
    const own = ctx.writeScope === 'tenant' ? null : ctx.userId;
    const values = [ctx.tenantId, plainArray(productIds), own];
    // sent together, taken one after the other
    const [sellers, products] = await together([
      this.database.rows(ctx, SELLERS, [...values, keyOf(ctx.tenantId, '')]),
      this.database.rows(ctx, PRODUCTS, values),
    ]);
    const locked = new Set(sellers.map(({ ownerId }) => ownerId));
    return {
      // one that has come in between, of a seller whose lock nobody has taken, was not there when the batch came
      owners: new Map(
        products.filter(({ ownerId }) => locked.has(ownerId)).map(({ id, ownerId }) => [id, ownerId]),
      ),
      transaction: sellers[0]?.transaction ?? '',
    };
  }
}

const keyOf = (tenantId: string, userId: string): string => `stock ${tenantId} ${userId}`;

const WHOLE = statement<never>(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`);

const WRITABLE = `tenant_id = $1 AND id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR user_id = $3)`;

const SELLERS = statement<{ ownerId: string; transaction: string }>(`
  SELECT user_id AS "ownerId", pg_current_xact_id()::xid::text AS transaction,
    pg_advisory_xact_lock_shared(hashtextextended($4::text || user_id, 0))
  FROM (SELECT DISTINCT user_id FROM products WHERE ${WRITABLE} ORDER BY user_id OFFSET 0) AS owner
`);

/** NO KEY: rows that refer to a product, such as sales, may be written meanwhile. */
const PRODUCTS = statement<{ id: string; ownerId: string }>(`
  SELECT id, user_id AS "ownerId" FROM products WHERE ${WRITABLE} ORDER BY id FOR NO KEY UPDATE
`);
