import type { AskedFields, Money } from '../../platform/graphql/index.js';
import { roubles } from './roubles.js';
import type { Product } from './types/product.type.js';

/** What nearly every list shows, p being the row. */
const SHORT = `p.id, p.user_id AS "ownerId", p.wb_article AS "wbArticle", p.wb_nm_id AS "wbNmId", p.name, p.brand,
    p.stock_total AS "stockTotal"`;

const FURTHER = {
  category: 'p.category',
  price: 'p.price',
  discount: 'p.discount',
  rating: 'p.rating',
  reviewsCount: 'p.reviews_count',
  inStock: 'p.stock_total > 0',
  lastSyncAt: 'p.last_sync_at',
  isArchived: 'p.archived_at IS NOT NULL',
  createdAt: 'p.created_at',
  updatedAt: 'p.updated_at',
} satisfies Partial<Record<keyof Product, string>>;

/** A product as the API shows it. */
export const PRODUCT_COLUMNS = [
  SHORT,
  ...Object.entries(FURTHER).map(([field, sql]) => `${sql} AS "${field}"`),
].join(', ');

/**
 * Most columns of a page are decoded for nobody. All or the short row, nothing in between: each choice is a statement
 * that every connection prepares.
 *
 * @param asked fields of the products
 */
export function columnsFor(asked: AskedFields): string {
  return Object.keys(FURTHER).some((field) => asked.has(field)) ? PRODUCT_COLUMNS : SHORT;
}

export interface ProductRow extends Omit<Product, 'price'> {
  readonly price: string | null;
}

/** The row itself, which nobody else holds: a copy of each would be the larger part of what a page leaves to collect. */
export function productOf<Row extends ProductRow>(row: Row): Omit<Row, 'price'> & { price: Money | null } {
  return Object.assign(row, { price: row.price == null ? null : roubles(row.price) });
}
