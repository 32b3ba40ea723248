import type { BenchDatabase } from '../processes/bench-database.js';
import { BY_NAME } from '../../src/features/products/domain/product-order.js';
import { cursorOf } from '../../src/features/products/product-cursors.js';
import { NEWEST_FIRST as NEWEST_SALES } from '../../src/features/sales/sale-lists.statement.js';
import { BY_PRODUCT } from '../../src/features/stock/stock-at.statement.js';
import { NEWEST_FIRST as NEWEST_STOCK } from '../../src/features/stock/stock-history.statement.js';
import { encodeCursor } from '../../src/platform/graphql/cursor.js';

/** Rows of a page. */
export const PAGE = 20;
const FAR_PAGE = 10_000;

export interface GrowingList {
  readonly name: string;
  readonly query: string;
  /** Where its pages lie in the database, so that a far one can be named without reading all before it. */
  readonly place: {
    readonly table: string;
    /** Sort keys as they stand in a cursor, in their order. */
    readonly keys: string;
    readonly order: string;
    readonly cursor: (keys: readonly string[]) => string;
  } | null;
}

/** An instant within the time of which there are data: none of them changes while it is measured. */
const AT = new Date(Date.now() - 30 * 86_400_000).toISOString();

export const GROWING_LISTS: readonly GrowingList[] = [
  {
    name: 'products by name',
    query: `query ($after: String) { products(first: ${PAGE}, after: $after) { nodes { id wbArticle name stockTotal } } }`,
    place: {
      table: 'products',
      keys: 'name, id::text AS id',
      order: 'name, id',
      cursor: ([name = '', id = '']) => encodeCursor(cursorOf(BY_NAME), [name, id]),
    },
  },
  {
    name: 'products, a search that finds one',
    query: `{ products(first: ${PAGE}, filter: {search: "ART-000002"}) { nodes { id wbArticle name stockTotal } } }`,
    place: null,
  },
  {
    name: 'stockHistory',
    query: `query ($after: String) { stockHistory(first: ${PAGE}, after: $after) { nodes { id warehouseName quantity delta recordedAt } } }`,
    place: {
      table: 'stock_history',
      keys: `to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, id::text AS id`,
      order: 'recorded_at DESC, id DESC',
      cursor: ([at = '', id = '']) => encodeCursor(NEWEST_STOCK, [at, id]),
    },
  },
  {
    name: 'sales',
    query: `query ($after: String) { sales(first: ${PAGE}, after: $after) { nodes { id saleDate kind quantity price { amount } } } }`,
    place: {
      table: 'sales',
      keys: 'sale_date::text AS day, id::text AS id',
      order: 'sale_date DESC, id DESC',
      cursor: ([day = '', id = '']) => encodeCursor(NEWEST_SALES, [day, id]),
    },
  },
  {
    name: 'stockAt 30 days ago',
    query: `query ($after: String) { stockAt(at: "${AT}", first: ${PAGE}, after: $after) { nodes { warehouseName quantity recordedAt } } }`,
    place: {
      table: 'stock_levels',
      keys: 'product_id::text AS product, warehouse_name AS warehouse',
      order: 'product_id, warehouse_name',
      cursor: ([product = '', warehouse = '']) => encodeCursor(BY_PRODUCT, [product, warehouse]),
    },
  },
];

export interface FarPage {
  readonly page: number;
  /** Of the last row before it. */
  readonly after: string;
}

/** Page 10,000 of a seller's list, or the last whole one where there are fewer; null where there is no second one. */
export async function farPageOf(
  database: BenchDatabase,
  tenantId: string,
  { place }: GrowingList,
): Promise<FarPage | null> {
  if (!place) return null;
  const { table, keys, order, cursor } = place;
  const [counted] = await database.query<{ rows: number }>(
    `SELECT count(*)::integer AS rows FROM ${table} WHERE tenant_id = $1`,
    [tenantId],
  );
  const page = Math.min(FAR_PAGE, Math.floor((counted?.rows ?? 0) / PAGE));
  if (page < 2) return null;
  const [row] = await database.query<Record<string, string>>(
    `SELECT ${keys} FROM ${table} WHERE tenant_id = $1 ORDER BY ${order} OFFSET $2 LIMIT 1`,
    [tenantId, (page - 1) * PAGE - 1],
  );
  return row ? { page, after: cursor(Object.values(row)) } : null;
}
