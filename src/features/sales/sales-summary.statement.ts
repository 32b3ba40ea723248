import type { TenantContext } from '../../platform/context/index.js';
import { statement } from '../../platform/database/index.js';
import type { DateRange } from '../../platform/graphql/index.js';
import { valuesOf, type Bind, type Call } from '../products/index.js';
import { SaleKind, SalesGrouping } from './domain/sales.js';
import { MOST_GROUPS } from './domain/summary-range.js';
import { isUnknownPrice } from './price.sql.js';
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
  const { unit, key, label, by, inTime, ofProducts } = SALES_GROUPS[groupBy];
  const source = sourceOf(rollupFor(unit, criteria), changedDays, bind);
  const where = conditions(ctx, range, criteria, bind).join(' AND ');
  const text = `
    SELECT ${key} AS key, ${label} AS label, ${groupBy === SalesGrouping.PRODUCT ? 't.unit' : 'NULL::uuid'} AS "productId", ${TOTALS}
    FROM (${totalsBy(unit, criteria.kind, source)} WHERE ${where} GROUP BY s.${unit}) AS t
    ${ofProducts ? 'LEFT JOIN products p ON p.tenant_id = $1 AND p.id = t.unit' : ''}
    GROUP BY ${by} ${somethingOf(criteria.kind)}
    ORDER BY ${inTime ? 'key' : 'revenue DESC, key'}
    LIMIT ${MOST_GROUPS}`;
  return { statement: statement(text), values };
}

/** Totals over each of these ranges, in their order. */
export function salesTotals(
  ctx: TenantContext,
  ranges: readonly DateRange[],
  { range, changedDays }: Summarised,
): Call<TotalsRow> {
  const { values, bind } = valuesOf(ctx);
  const source = sourceOf(rollupFor('day', EVERYTHING), changedDays, bind);
  const where = conditions(ctx, range, EVERYTHING, bind).join(' AND ');
  const days = (name: keyof DateRange): string => `${bind(ranges.map((each) => each[name]))}::date[]`;
  const text = `
    SELECT ${TOTALS}
    FROM unnest(${days('from')}, ${days('until')}) WITH ORDINALITY AS asked (first_day, until, place)
    LEFT JOIN (${totalsBy('day', null, source)} WHERE ${where} GROUP BY s.day) AS t
      ON t.unit >= asked.first_day AND t.unit < asked.until
    GROUP BY asked.place ORDER BY asked.place`;
  return { statement: statement(text), values };
}

const EVERYTHING: SaleCriteria = { range: null, productIds: null, kind: null, owner: null };

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

/** Daily totals, and what tells their rows apart besides the seller and the day: names in them, and what they are of a sale. */
interface Rollup {
  readonly table: string;
  readonly parts: Readonly<Record<string, string>>;
}

const OF_ALL: Rollup = { table: 'sales_totals_daily', parts: {} };
const BY_PRODUCT: Rollup = {
  table: 'sales_daily',
  parts: { product_id: 'product_id', warehouse_name: `coalesce(warehouse_name, '')` },
};

/** The one with the fewest rows that can still tell. */
function rollupFor(unit: Unit, { productIds }: SaleCriteria): Rollup {
  return unit === 'day' && productIds === null ? OF_ALL : BY_PRODUCT;
}

/** Daily totals; where some are out of date, without these days, and beside them each sale as a total of its own. */
function sourceOf({ table, parts }: Rollup, changedDays: readonly string[], bind: Bind): string {
  if (changedDays.length === 0) return table;
  const days = `${bind(changedDays)}::date[]`;
  const of = (kind: SaleKind, value: string): string =>
    `CASE WHEN kind = '${kind}' THEN coalesce(${value}, 0) ELSE 0 END`;
  const figures = ['quantity', 'price * quantity', 'commission', 'net_amount'].flatMap((value) => [
    of(SaleKind.SALE, value),
    of(SaleKind.RETURN, value),
  ]);
  const missing = ['commission IS NULL', 'net_amount IS NULL', isUnknownPrice('price')].flatMap((unknown) => [
    `(${unknown})::integer`,
    `(${unknown} AND kind = '${SaleKind.RETURN}')::integer`,
  ]);
  return `(
      SELECT ${['tenant_id', 'user_id', 'day', ...Object.keys(parts)].join(', ')}, sold_quantity, returned_quantity,
        sold_revenue, returned_revenue, sold_commission, returned_commission, sold_net, returned_net,
        commission_missing, returned_commission_missing, net_missing, returned_net_missing, price_missing,
        returned_price_missing
      FROM ${table} WHERE tenant_id = $1 AND day <> ALL (${days})
      UNION ALL
      SELECT ${['tenant_id', 'user_id', 'sale_date', ...Object.values(parts), ...figures, ...missing].join(', ')}
      FROM sales WHERE tenant_id = $1 AND sale_date = ANY (${days})
    )`;
}

/** A group that has nothing of the kind is no group; of the group, since a row of a day holds more than one of a product. */
function somethingOf(kind: SaleKind | null): string {
  if (kind === null) return '';
  return `HAVING sum(t.${kind === SaleKind.SALE ? 'quantity' : 'returned'}) <> 0`;
}

function conditions(ctx: TenantContext, range: DateRange, criteria: SaleCriteria, bind: Bind): string[] {
  const { range: narrower, productIds, owner } = criteria;
  const days = ({ from, until }: DateRange): string =>
    `s.day >= ${bind(from)}::date AND s.day < ${bind(until)}::date`;
  return [
    's.tenant_id = $1',
    ctx.scope === 'own' && `s.user_id = ${bind(ctx.userId)}::uuid`,
    days(range),
    narrower !== null && days(narrower),
    productIds !== null && `s.product_id = ANY (${bind(productIds)}::uuid[])`,
    owner !== null && `s.user_id = ${bind(owner.id)}::uuid`,
  ].filter((condition) => condition !== false);
}
