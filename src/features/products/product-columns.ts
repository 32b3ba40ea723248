import type { Money } from '../../platform/graphql/index.js';
import { roubles } from './roubles.js';
import type { Product } from './types/product.type.js';

/** A product as the API shows it, p being the row. */
export const PRODUCT_COLUMNS = `p.id, p.user_id AS "ownerId", p.wb_article AS "wbArticle", p.wb_nm_id AS "wbNmId", p.name, p.brand,
    p.category, p.price, p.discount, p.rating, p.reviews_count AS "reviewsCount", p.stock_total AS "stockTotal",
    p.stock_total > 0 AS "inStock", p.last_sync_at AS "lastSyncAt", p.archived_at IS NOT NULL AS "isArchived",
    p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

export interface ProductRow extends Omit<Product, 'price'> {
  readonly price: string | null;
}

/** The row itself, which nobody else holds: a copy of each would be the larger part of what a page leaves to collect. */
export function productOf<Row extends ProductRow>(row: Row): Omit<Row, 'price'> & { price: Money | null } {
  return Object.assign(row, { price: row.price === null ? null : roubles(row.price) });
}
