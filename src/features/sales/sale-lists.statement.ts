import type { CallerContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import { cursorKind, type DateRange, type Page } from '../../platform/graphql/index.js';
import { unweighed, valuesOf, type Bind, type Call } from '../products/index.js';
import type { SaleCriteria } from './sale-criteria.js';
import type { SaleKind } from './domain/sales.js';

export interface SaleRow {
  readonly id: string;
  readonly productId: string | null;
  readonly wbOrderId: string | null;
  readonly kind: SaleKind;
  readonly saleDate: string;
  readonly quantity: number;
  readonly price: string;
  readonly commission: string | null;
  readonly netAmount: string | null;
  readonly warehouseName: string | null;
}

/** Of one product: productId is there. */
export type ProductSaleRow = SaleRow & { readonly productId: string };

export const NEWEST_FIRST = cursorKind('sales.saleDate.desc', ['date', 'uuid']);
export type Span = Pick<Page<typeof NEWEST_FIRST.keys>, 'limit' | 'after'>;

/** The most that any page asks for: a plan for few rows is worth keeping, one for any number of them is not. */
const MOST_ROWS = 101;

const COLUMNS = `s.id, s.product_id AS "productId", s.wb_order_id AS "wbOrderId", s.kind,
    to_char(s.sale_date, 'YYYY-MM-DD') AS "saleDate", s.quantity, s.price, s.commission, s.net_amount AS "netAmount",
    s.warehouse_name AS "warehouseName"`;

/** One page of sales and the row behind it. */
export function salesPage(ctx: CallerContext, criteria: SaleCriteria, span: Span): Call<SaleRow> {
  const { values, bind } = valuesOf(ctx);
  const where = [
    ...whoseAndWhich(ctx, criteria, bind),
    ...within(criteria.range, (day) => unweighed(bind(day), 'date')),
    ...behind(span, bind),
  ].join(' AND ');
  const rows = `SELECT ${COLUMNS} FROM sales s WHERE ${where} ORDER BY s.sale_date DESC, s.id DESC LIMIT ${MOST_ROWS}`;
  return { statement: statement(`SELECT * FROM (${rows}) AS page LIMIT ${bind(span.limit + 1)}`), values };
}

export function salesCount(ctx: CallerContext, criteria: SaleCriteria): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = conditions(ctx, criteria, bind).join(' AND ');
  return { statement: statement(`SELECT count(*)::integer AS count FROM sales s WHERE ${where}`), values };
}

/** The same page of each product's own sales. */
export function productSalesPages(
  ctx: CallerContext,
  range: DateRange | null,
  productIds: readonly string[],
  span: Span,
): Call<ProductSaleRow> {
  const { values, bind } = valuesOf(ctx);
  const where = [...whoseAndWhen(ctx, range, bind), 's.product_id = wanted.id', ...behind(span, bind)].join(
    ' AND ',
  );
  const text = `
    SELECT page.* FROM unnest(${bind(productIds)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT ${COLUMNS} FROM sales s WHERE ${where}
      ORDER BY s.sale_date DESC, s.id DESC LIMIT ${bind(span.limit + 1)}::integer
    ) AS page
    ORDER BY page."productId", page."saleDate" DESC, page.id DESC`;
  return { statement: statement(text), values };
}

export function productSalesCounts(
  ctx: CallerContext,
  range: DateRange | null,
  productIds: readonly string[],
): Call<{ productId: string; count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = [...whoseAndWhen(ctx, range, bind), ofProducts(productIds, bind)].join(' AND ');
  const text = `SELECT s.product_id AS "productId", count(*)::integer AS count FROM sales s
    WHERE ${where} GROUP BY s.product_id`;
  return { statement: statement(text), values };
}

function conditions(ctx: CallerContext, criteria: SaleCriteria, bind: Bind): string[] {
  return [...whoseAndWhich(ctx, criteria, bind), ...within(criteria.range, (day) => `${bind(day)}::date`)];
}

function whoseAndWhich(
  ctx: CallerContext,
  { productIds, kind, owner }: Omit<SaleCriteria, 'range'>,
  bind: Bind,
): string[] {
  return [
    ...whose(ctx, bind),
    productIds !== null && ofProducts(productIds, bind),
    kind !== null && `s.kind = ${bind(kind)}::text`,
    owner !== null && `s.user_id = ${bind(owner.id)}::uuid`,
  ].filter((condition) => condition !== false);
}

function whose(ctx: CallerContext, bind: Bind): string[] {
  return ['s.tenant_id = $1', ...(ctx.scope === 'own' ? [`s.user_id = ${bind(ctx.userId)}::uuid`] : [])];
}

function whoseAndWhen(ctx: CallerContext, range: DateRange | null, bind: Bind): string[] {
  return [...whose(ctx, bind), ...within(range, (day) => `${bind(day)}::date`)];
}

function within(range: DateRange | null, on: (day: string) => string): string[] {
  return range ? [`s.sale_date >= ${on(range.from)}`, `s.sale_date < ${on(range.until)}`] : [];
}

function ofProducts(productIds: readonly string[], bind: Bind): string {
  return `s.product_id = ANY (${bind(productIds)}::uuid[])`;
}

/** The first comparison says nothing new, but by it the months that come later are left out. */
function behind({ after }: Span, bind: Bind): string[] {
  if (!after) return [];
  const day = unweighed(bind(after[0]), 'date');
  return [`s.sale_date <= ${day}`, `(s.sale_date, s.id) < (${day}, ${bind(after[1])}::uuid)`];
}
