import type { TenantContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import type { DateRange } from '../../platform/graphql/index.js';
import { valuesOf, type Bind, type Call } from '../products/index.js';
import { SaleKind, SalesGrouping } from './domain/sales.js';
import { MOST_GROUPS } from './domain/summary-range.js';
import type { SaleCriteria } from './sale-criteria.js';

export interface TotalsRow {
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly revenue: string;
  readonly commission: string;
  readonly netAmount: string;
}

export interface SummaryRow extends TotalsRow {
  readonly key: string;
  readonly label: string;
  readonly productId: string | null;
}

/** How rows of the daily totals s, and their products p, make groups; all in SQL. */
interface Group {
  readonly key: string;
  readonly label: string;
  readonly by: string;
  /** Whether groups come in the order of their keys; else by revenue. */
  readonly inTime: boolean;
  readonly ofProducts: boolean;
}

const named = (column: string, ofProducts: boolean): Group => ({
  key: `coalesce(${column}, '')`,
  label: `coalesce(nullif(${column}, ''), 'Unknown')`,
  // nothing and an empty name are one group: unknown
  by: `coalesce(${column}, ''), coalesce(nullif(${column}, ''), 'Unknown')`,
  inTime: false,
  ofProducts,
});

const dated = (key: string, label = key): Group => ({
  key,
  label,
  by: key === label ? key : `${key}, ${label}`,
  inTime: true,
  ofProducts: false,
});

const GROUPS: Readonly<Record<SalesGrouping, Group>> = {
  DAY: dated(`to_char(s.day, 'YYYY-MM-DD')`),
  WEEK: dated(`to_char(date_trunc('week', s.day::timestamp), 'YYYY-MM-DD')`, `to_char(s.day, 'IYYY-"W"IW')`),
  MONTH: dated(`to_char(s.day, 'YYYY-MM')`),
  PRODUCT: {
    key: `coalesce(s.product_id::text, '')`,
    label: `coalesce(nullif(p.name, ''), p.wb_article, 'Unknown')`,
    by: 's.product_id, p.name, p.wb_article',
    inTime: false,
    ofProducts: true,
  },
  BRAND: named('p.brand', true),
  CATEGORY: named('p.category', true),
  WAREHOUSE: named('s.warehouse_name', false),
};

/** Totals by group, over a range. */
export function salesSummary(
  ctx: TenantContext,
  range: DateRange,
  groupBy: SalesGrouping,
  criteria: SaleCriteria,
): Call<SummaryRow> {
  const { values, bind } = valuesOf(ctx);
  const group = GROUPS[groupBy];
  const productId = groupBy === SalesGrouping.PRODUCT ? 's.product_id' : 'NULL::uuid';
  const text = `
    SELECT ${group.key} AS key, ${group.label} AS label, ${productId} AS "productId", ${figures(criteria.kind)}
    FROM sales_daily s ${group.ofProducts ? 'LEFT JOIN products p ON p.tenant_id = $1 AND p.id = s.product_id' : ''}
    WHERE ${conditions(ctx, range, criteria, bind).join(' AND ')}
    GROUP BY ${group.by}
    ORDER BY ${group.inTime ? 'key' : 'revenue DESC, key'}
    LIMIT ${MOST_GROUPS}`;
  return { statement: statement(text), values };
}

/** Totals over a range. */
export function salesTotals(ctx: TenantContext, range: DateRange): Call<TotalsRow> {
  const { values, bind } = valuesOf(ctx);
  const all: SaleCriteria = { range: null, productIds: null, kind: null, owner: null };
  const where = conditions(ctx, range, all, bind).join(' AND ');
  return { statement: statement(`SELECT ${figures(null)} FROM sales_daily s WHERE ${where}`), values };
}

function figures(kind: SaleKind | null): string {
  const units = (name: string): string => `coalesce(sum(s.${name}_quantity), 0)::integer`;
  return `
    ${kind === SaleKind.RETURN ? '0' : units('sold')} AS quantity,
    ${kind === SaleKind.SALE ? '0' : units('returned')} AS "returnedQuantity",
    ${amount(kind, 'revenue')} AS revenue, ${amount(kind, 'commission')} AS commission, ${amount(kind, 'net')} AS "netAmount"`;
}

/** With two digits behind the point even where nothing was sold. */
function amount(kind: SaleKind | null, name: string): string {
  const sum = {
    [SaleKind.SALE]: `sum(s.sold_${name})`,
    [SaleKind.RETURN]: `-sum(s.returned_${name})`,
    BOTH: `sum(s.sold_${name} - s.returned_${name})`,
  }[kind ?? 'BOTH'];
  return `coalesce(${sum}, 0)::numeric(20,2)`;
}

function conditions(ctx: TenantContext, range: DateRange, criteria: SaleCriteria, bind: Bind): string[] {
  const { range: narrower, productIds, kind, owner } = criteria;
  const days = (from: string, until: string): string =>
    `s.day >= ${bind(from)}::date AND s.day < ${bind(until)}::date`;
  return [
    's.tenant_id = $1',
    ctx.scope === 'own' && `s.user_id = ${bind(ctx.userId)}::uuid`,
    days(range.from, range.until),
    narrower !== null && days(narrower.from, narrower.until),
    productIds !== null && `s.product_id = ANY (${bind(productIds)}::uuid[])`,
    owner !== null && `s.user_id = ${bind(owner.id)}::uuid`,
    // a group that has nothing of this kind is no group
    kind !== null && `s.${kind === SaleKind.SALE ? 'sold' : 'returned'}_quantity <> 0`,
  ].filter((condition) => condition !== false);
}
