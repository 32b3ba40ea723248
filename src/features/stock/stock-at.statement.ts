import type { CallerContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import { cursorKind, type Page } from '../../platform/graphql/index.js';
import { valuesOf, type Bind, type Call } from '../products/index.js';
import type { StockLevel } from './types/stock-level.type.js';

export interface StockAtCriteria {
  readonly at: Date;
  readonly productIds: readonly string[] | null;
  readonly warehouseName: string | null;
}

export const BY_PRODUCT = cursorKind('stockAt.product', ['uuid', 'text']);
export type Span = Pick<Page<typeof BY_PRODUCT.keys>, 'limit' | 'after'>;

/** The most that any page asks for: a plan for few rows is worth keeping, one for any number of them is not. */
const MOST_ROWS = 101;

/**
 * Every product and warehouse of which anything was ever recorded has a level, so that levels are the list of them. One
 * that has not moved since is the answer itself; else one look into the history finds it, however long that is.
 */
export function stockAtPage(ctx: CallerContext, criteria: StockAtCriteria, span: Span): Call<StockLevel> {
  const { values, bind } = valuesOf(ctx);
  const at = instant(criteria, bind);
  const where = [...conditions(ctx, criteria, bind), ...behind(span, bind)].join(' AND ');
  const levels = `
    SELECT l.product_id AS "productId", l.warehouse_name AS "warehouseName", held.quantity,
      0 AS "inTransitToCustomer", 0 AS "inTransitFromCustomer", held.recorded_at AS "recordedAt"
    FROM stock_levels l CROSS JOIN LATERAL (
      SELECT l.quantity, l.recorded_at WHERE l.recorded_at <= ${at}
      UNION ALL
      (SELECT h.quantity, h.recorded_at FROM stock_history h
       WHERE l.recorded_at > ${at} AND ${ofLevel} AND h.recorded_at <= ${at}
       ORDER BY h.recorded_at DESC LIMIT 1)
    ) AS held
    WHERE ${where} ORDER BY l.product_id, l.warehouse_name LIMIT ${MOST_ROWS}`;
  return { statement: statement(`SELECT * FROM (${levels}) AS page LIMIT ${bind(span.limit + 1)}`), values };
}

export function stockAtCount(ctx: CallerContext, criteria: StockAtCriteria): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const at = instant(criteria, bind);
  const where = conditions(ctx, criteria, bind).join(' AND ');
  const text = `SELECT count(*)::integer AS count FROM stock_levels l WHERE ${where} AND CASE
    WHEN l.recorded_at <= ${at} THEN true
    ELSE EXISTS (SELECT FROM stock_history h WHERE ${ofLevel} AND h.recorded_at <= ${at}) END`;
  return { statement: statement(text), values };
}

const ofLevel = `h.tenant_id = $1 AND h.product_id = l.product_id AND h.warehouse_name = l.warehouse_name`;

function instant({ at }: StockAtCriteria, bind: Bind): string {
  return `${bind(at.toISOString())}::timestamptz`;
}

function conditions(
  ctx: CallerContext,
  { productIds, warehouseName }: StockAtCriteria,
  bind: Bind,
): string[] {
  return [
    'l.tenant_id = $1',
    ctx.scope === 'own' && `l.user_id = ${bind(ctx.userId)}::uuid`,
    productIds !== null && `l.product_id = ANY (${bind(productIds)}::uuid[])`,
    warehouseName !== null && `l.warehouse_name = ${bind(warehouseName)}::text`,
  ].filter((condition) => condition !== false);
}

function behind({ after }: Span, bind: Bind): string[] {
  return after
    ? [`(l.product_id, l.warehouse_name) > (${bind(after[0])}::uuid, ${bind(after[1])}::text)`]
    : [];
}
