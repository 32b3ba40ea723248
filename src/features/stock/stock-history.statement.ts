import type { CallerContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import { cursorKind, type Page } from '../../platform/graphql/index.js';
import { unweighed, valuesOf, type Bind, type Call } from '../products/index.js';
import type { StockRecord } from './types/stock-record.type.js';

/** Which records are meant; instants as text. */
export interface StockHistoryCriteria {
  readonly from: string | null;
  readonly until: string | null;
  readonly warehouseName: string | null;
}

export interface StockRecordRow extends StockRecord {
  /** recordedAt with its microseconds. */
  readonly at: string;
}

export const NEWEST_FIRST = cursorKind('stockHistory.recordedAt.desc', ['instant', 'uuid']);
export type Span = Pick<Page<typeof NEWEST_FIRST.keys>, 'limit' | 'after'>;

/** The most that any page asks for: a plan for few rows is worth keeping, one for any number of them is not. */
const MOST_ROWS = 101;

const COLUMNS = `h.id, h.product_id AS "productId", h.warehouse_name AS "warehouseName", h.quantity, h.delta,
    h.recorded_at AS "recordedAt", to_char(h.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

/** One page over all products, or over those that are given, and the row behind it. */
export function historyPage(
  ctx: CallerContext,
  criteria: StockHistoryCriteria,
  productIds: readonly string[] | null,
  span: Span,
): Call<StockRecordRow> {
  const { values, bind } = valuesOf(ctx);
  const where = [
    ...whoseAndWhere(ctx, criteria, bind),
    ...within(criteria, (instant) => unweighed(bind(instant), 'timestamptz')),
    ...ofProducts(productIds, bind),
    ...behind(span, bind),
  ];
  const records = `SELECT ${COLUMNS} FROM stock_history h WHERE ${where.join(' AND ')}
    ORDER BY h.recorded_at DESC, h.id DESC LIMIT ${MOST_ROWS}`;
  return { statement: statement(`SELECT * FROM (${records}) AS page LIMIT ${bind(span.limit + 1)}`), values };
}

export function historyCount(
  ctx: CallerContext,
  criteria: StockHistoryCriteria,
  productIds: readonly string[] | null,
): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = [...conditions(ctx, criteria, bind), ...ofProducts(productIds, bind)].join(' AND ');
  return {
    statement: statement(`SELECT count(*)::integer AS count FROM stock_history h WHERE ${where}`),
    values,
  };
}

/** The same page of each product's own history. */
export function historyPages(
  ctx: CallerContext,
  criteria: StockHistoryCriteria,
  productIds: readonly string[],
  span: Span,
): Call<StockRecordRow> {
  const { values, bind } = valuesOf(ctx);
  const where = [...conditions(ctx, criteria, bind), 'h.product_id = wanted.id', ...behind(span, bind)];
  const text = `
    SELECT page.* FROM unnest(${bind(productIds)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT ${COLUMNS} FROM stock_history h WHERE ${where.join(' AND ')}
      ORDER BY h.recorded_at DESC, h.id DESC LIMIT ${bind(span.limit + 1)}::integer
    ) AS page
    ORDER BY page."productId", page."recordedAt" DESC, page.id DESC`;
  return { statement: statement(text), values };
}

export function historyCounts(
  ctx: CallerContext,
  criteria: StockHistoryCriteria,
  productIds: readonly string[],
): Call<{ productId: string; count: number }> {
  const { values, bind } = valuesOf(ctx);
  const where = [...conditions(ctx, criteria, bind), ...ofProducts(productIds, bind)].join(' AND ');
  const text = `SELECT h.product_id AS "productId", count(*)::integer AS count FROM stock_history h
    WHERE ${where} GROUP BY h.product_id`;
  return { statement: statement(text), values };
}

function conditions(ctx: CallerContext, criteria: StockHistoryCriteria, bind: Bind): string[] {
  return [
    ...whoseAndWhere(ctx, criteria, bind),
    ...within(criteria, (instant) => `${bind(instant)}::timestamptz`),
  ];
}

function whoseAndWhere(ctx: CallerContext, { warehouseName }: StockHistoryCriteria, bind: Bind): string[] {
  return [
    'h.tenant_id = $1',
    ctx.scope === 'own' && `h.user_id = ${bind(ctx.userId)}::uuid`,
    warehouseName !== null && `h.warehouse_name = ${bind(warehouseName)}::text`,
  ].filter((condition) => condition !== false);
}

function within({ from, until }: StockHistoryCriteria, at: (instant: string) => string): string[] {
  return [
    from !== null && `h.recorded_at >= ${at(from)}`,
    until !== null && `h.recorded_at < ${at(until)}`,
  ].filter((condition) => condition !== false);
}

function ofProducts(productIds: readonly string[] | null, bind: Bind): string[] {
  return productIds ? [`h.product_id = ANY (${bind(productIds)}::uuid[])`] : [];
}

/** The first comparison says nothing new, but by it the months that come later are left out. */
function behind({ after }: Span, bind: Bind): string[] {
  if (!after) return [];
  const at = unweighed(bind(after[0]), 'timestamptz');
  return [`h.recorded_at <= ${at}`, `(h.recorded_at, h.id) < (${at}, ${bind(after[1])}::uuid)`];
}
