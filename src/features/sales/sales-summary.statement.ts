import type { TenantContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import type { DateRange } from '../../platform/graphql/index.js';
import { valuesOf, type Bind, type Call } from '../products/index.js';
import { SaleKind, SalesGrouping } from './domain/sales.js';
import { MOST_GROUPS } from './domain/summary-range.js';
import type { SaleCriteria } from './sale-criteria.js';
import { SALES_GROUPS, type Unit } from './sales-groups.js';

export interface TotalsRow {
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly revenue: string;
  readonly commission: string;
  readonly netAmount: string;
  readonly salesWithoutPrice: number;
  readonly salesWithoutCommission: number;
  readonly salesWithoutNetAmount: number;
}

export interface SummaryRow extends TotalsRow {
  readonly key: string;
  readonly label: string;
  readonly productId: string | null;
}

/** What a summary is of. */
export interface Summarised {
  readonly range: DateRange;
  /** Days whose daily totals are not those of their sales yet: read from the sales themselves. */
  readonly changedDays: readonly string[];
}

/** Totals by group, over a range. */
export function salesSummary(
  ctx: TenantContext,
  { range, changedDays }: Summarised,
  groupBy: SalesGrouping,
  criteria: SaleCriteria,
): Call<SummaryRow> {
  const { values, bind } = valuesOf(ctx);
  const source = sourceOf(changedDays, bind);
  const { unit, key, label, by, inTime, ofProducts } = SALES_GROUPS[groupBy];
  const where = conditions(ctx, range, criteria, bind).join(' AND ');
  const text = `
    SELECT ${key} AS key, ${label} AS label, ${groupBy === SalesGrouping.PRODUCT ? 't.unit' : 'NULL::uuid'} AS "productId", ${TOTALS}
    FROM (${totalsBy(unit, criteria.kind, source)} WHERE ${where} GROUP BY s.${unit}) AS t
    ${ofProducts ? 'LEFT JOIN products p ON p.tenant_id = $1 AND p.id = t.unit' : ''}
    GROUP BY ${by}
    ORDER BY ${inTime ? 'key' : 'revenue DESC, key'}
    LIMIT ${MOST_GROUPS}`;
  return { statement: statement(text), values };
}

/** Totals over a range. */
export function salesTotals(ctx: TenantContext, { range, changedDays }: Summarised): Call<TotalsRow> {
  const { values, bind } = valuesOf(ctx);
  const source = sourceOf(changedDays, bind);
  const all: SaleCriteria = { range: null, productIds: null, kind: null, owner: null };
  const where = conditions(ctx, range, all, bind).join(' AND ');
  const text = `SELECT ${TOTALS} FROM (${totalsBy('day', null, source)} WHERE ${where} GROUP BY s.day) AS t`;
  return { statement: statement(text), values };
}

/** With two digits behind the point, even where nothing was sold. */
const TOTALS = `least(coalesce(sum(t.quantity), 0), 2147483647)::integer AS quantity,
    least(coalesce(sum(t.returned), 0), 2147483647)::integer AS "returnedQuantity",
    coalesce(sum(t.revenue), 0)::numeric(20,2) AS revenue, coalesce(sum(t.commission), 0)::numeric(20,2) AS commission,
    coalesce(sum(t.net), 0)::numeric(20,2) AS "netAmount",
    least(coalesce(sum(t.price_missing), 0), 2147483647)::integer AS "salesWithoutPrice",
    least(coalesce(sum(t.commission_missing), 0), 2147483647)::integer AS "salesWithoutCommission",
    least(coalesce(sum(t.net_missing), 0), 2147483647)::integer AS "salesWithoutNetAmount"`;

/** Days are many and groups few: adding up by a column as it stands, an index may give the order, and names are made once. */
function totalsBy(unit: Unit, kind: SaleKind | null, source: string): string {
  const net = (name: string): string => {
    if (kind === SaleKind.SALE) return `sum(s.sold_${name})`;
    if (kind === SaleKind.RETURN) return `-sum(s.returned_${name})`;
    return `sum(s.sold_${name}) - sum(s.returned_${name})`;
  };
  const missing = (name: string): string => {
    if (kind === SaleKind.SALE) return `sum(s.${name}_missing - s.returned_${name}_missing)`;
    return kind === SaleKind.RETURN ? `sum(s.returned_${name}_missing)` : `sum(s.${name}_missing)`;
  };
  return `
    SELECT s.${unit} AS unit,
      ${kind === SaleKind.RETURN ? '0' : 'sum(s.sold_quantity)'} AS quantity,
      ${kind === SaleKind.SALE ? '0' : 'sum(s.returned_quantity)'} AS returned,
      ${net('revenue')} AS revenue, ${net('commission')} AS commission, ${net('net')} AS net,
      ${missing('price')} AS price_missing, ${missing('commission')} AS commission_missing,
      ${missing('net')} AS net_missing
    FROM ${source} s`;
}

/** Daily totals; where some are out of date, without these days, and beside them each sale as a total of its own. */
function sourceOf(changedDays: readonly string[], bind: Bind): string {
  if (changedDays.length === 0) return 'sales_daily';
  const days = `${bind(changedDays)}::date[]`;
  const of = (kind: SaleKind, value: string): string =>
    `CASE WHEN kind = '${kind}' THEN coalesce(${value}, 0) ELSE 0 END`;
  const figures = ['quantity', 'price * quantity', 'commission', 'net_amount'].flatMap((value) => [
    of(SaleKind.SALE, value),
    of(SaleKind.RETURN, value),
  ]);
  const missing = ['commission IS NULL', 'net_amount IS NULL', 'price = 0'].flatMap((unknown) => [
    `(${unknown})::integer`,
    `(${unknown} AND kind = '${SaleKind.RETURN}')::integer`,
  ]);
  return `(
      SELECT tenant_id, user_id, day, product_id, warehouse_name, sold_quantity, returned_quantity, sold_revenue,
        returned_revenue, sold_commission, returned_commission, sold_net, returned_net, commission_missing,
        returned_commission_missing, net_missing, returned_net_missing, price_missing, returned_price_missing
      FROM sales_daily WHERE tenant_id = $1 AND day <> ALL (${days})
      UNION ALL
      SELECT tenant_id, user_id, sale_date, product_id, coalesce(warehouse_name, ''), ${[...figures, ...missing].join(', ')}
      FROM sales WHERE tenant_id = $1 AND sale_date = ANY (${days})
    )`;
}

function conditions(ctx: TenantContext, range: DateRange, criteria: SaleCriteria, bind: Bind): string[] {
  const { range: narrower, productIds, kind, owner } = criteria;
  const days = ({ from, until }: DateRange): string =>
    `s.day >= ${bind(from)}::date AND s.day < ${bind(until)}::date`;
  return [
    's.tenant_id = $1',
    ctx.scope === 'own' && `s.user_id = ${bind(ctx.userId)}::uuid`,
    days(range),
    narrower !== null && days(narrower),
    productIds !== null && `s.product_id = ANY (${bind(productIds)}::uuid[])`,
    owner !== null && `s.user_id = ${bind(owner.id)}::uuid`,
    // a group that has nothing of this kind is no group
    kind !== null && `s.${kind === SaleKind.SALE ? 'sold' : 'returned'}_quantity <> 0`,
  ].filter((condition) => condition !== false);
}
