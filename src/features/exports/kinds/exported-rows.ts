import type { TenantContext } from '../../../platform/context/index.js';
import { productConditions, type Bind, type ProductCriteria } from '../../products/index.js';
import type { Column } from '../formats/column.js';

/** Calendar days in Europe/Moscow, half-open. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** Which rows of a kind are meant. */
export interface Wanted {
  readonly products: ProductCriteria | null;
  readonly days: Days | null;
}

/** A column, and the SQL of what stands in it. */
export interface SqlColumn extends Column {
  readonly sql: string;
}

/** How the rows of a kind are read: one row of the file a row. */
export interface ExportedRows {
  readonly columns: readonly SqlColumn[];
  /** FROM, WHERE and ORDER BY; $1 is the tenant. */
  readonly from: (ctx: TenantContext, wanted: Wanted, bind: Bind) => string;
}

/** By which a row of another table names its product; the alias is p. */
export const PRODUCT_COLUMNS: readonly SqlColumn[] = [
  { name: 'wbArticle', type: 'text', sql: 'p.wb_article' },
  { name: 'wbNmId', type: 'integer', sql: 'p.wb_nm_id' },
  { name: 'productName', type: 'text', sql: 'p.name' },
];

/**
 * Puts the product p beside rows that have a product_id; only those of the products that are wanted, archived or not
 * unless the filter says: what was sold stays sold when its product is put away.
 */
export function besideProducts(
  ctx: TenantContext,
  alias: string,
  products: ProductCriteria | null,
  bind: Bind,
): { readonly join: string; readonly where: readonly string[] } {
  const join = `LEFT JOIN products p ON p.tenant_id = $1 AND p.id = ${alias}.product_id`;
  if (!products) return { join, where: [] };
  const wanted = conditionsOf(
    productConditions(ctx, products, bind, { archived: products.isArchived ?? null }),
  );
  return { join: `${join} ${wanted.join}`, where: [wanted.where] };
}

/** As a list of products has them. */
export function wantedProducts(
  ctx: TenantContext,
  products: ProductCriteria,
  bind: Bind,
): { readonly join: string; readonly where: string } {
  return conditionsOf(productConditions(ctx, products, bind));
}

function conditionsOf({ sql, search, ofMetrics }: ReturnType<typeof productConditions>): {
  readonly join: string;
  readonly where: string;
} {
  return {
    join: ofMetrics ? 'LEFT JOIN product_metrics m ON m.tenant_id = $1 AND m.product_id = p.id' : '',
    where: search === null ? sql : `${sql} AND ${search}`,
  };
}

/** The tenant, and the owner where the context sees their rows alone. */
export function whose(ctx: TenantContext, alias: string, bind: Bind): string[] {
  const own = ctx.scope === 'own' ? [`${alias}.user_id = ${bind(ctx.userId)}::uuid`] : [];
  return [`${alias}.tenant_id = $1`, ...own];
}
