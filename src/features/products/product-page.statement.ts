import type { CallerContext } from '../../platform/context/index.js';
import type { AskedFields, Page } from '../../platform/graphql/index.js';
import { unweighed, valuesOf, type Bind, type Call } from './call.js';
import { stretchesAfter, type Position, type Stretch } from './domain/keyset.js';
import type { ProductCriteria } from './domain/product-criteria.js';
import { OrderDirection, SORT_KEYS, type ProductOrdering, type SortKey } from './domain/product-order.js';
import { columnsFor, type ProductRow } from './product-columns.js';
import { productConditions } from './product-conditions.js';
import type { OrderKeys } from './product-cursors.js';
import { StatementShapes } from './statement-shapes.js';

export interface ProductPageRow extends ProductRow {
  readonly sortKey: string | number | null;
}

export interface ProductList {
  readonly criteria: ProductCriteria;
  readonly ordering: ProductOrdering;
  /** Where the index has named the few products that a search may be about. */
  readonly hits: readonly string[] | null;
}

/**
 * The most that any page asks for. With a limit in its text a statement is planned for few rows, and the plan kept; how
 * many they are this time, a value says, for each stretch: what is sorted behind it would be read to its end.
 */
const MOST_ROWS = 101;

const shapes = new StatementShapes();

export interface ProductPage extends ProductList {
  readonly page: Page<OrderKeys>;
  readonly fields: AskedFields;
}

/** One page of products and the row behind it, if there is one. */
export function productPage(
  ctx: CallerContext,
  { criteria, ordering, hits, page, fields }: ProductPage,
): Call<ProductPageRow> {
  const { values, bind } = valuesOf(ctx);
  const key = SORT_KEYS[ordering.field];
  const down = ordering.direction === OrderDirection.DESC ? ' DESC' : '';
  const { sql: conditions, search, ofMetrics } = productConditions(ctx, criteria, bind, { hits });
  const sought = search === null ? conditions : `${conditions} AND ${hits === null ? asAny(search) : search}`;
  const select = `SELECT ${columnsFor(fields)}, ${cursorValue(key)} AS "sortKey" ${from(ofMetrics || key.ofMetrics)}`;
  const limit = bind(page.limit + 1);
  const runs = stretchesAfter(key.nullable, ordering.direction, page.after).map((stretch) => {
    const where = [sought, ...stretchConditions(stretch, ordering, page.after, bind)].join(' AND ');
    const planned = `${select} WHERE ${where} ORDER BY ${key.sql}${down}, p.id${down} LIMIT ${MOST_ROWS}`;
    return `SELECT * FROM (${planned}) AS run LIMIT ${limit}`;
  });
  return { statement: shapes.of(runs.length > 1 ? oneOf(runs, limit, down) : runs.join('')), values };
}

function oneOf(runs: readonly string[], limit: string, down: string): string {
  const all = runs.map((run) => `(${run})`).join(' UNION ALL ');
  return `SELECT * FROM (${all}) AS page ORDER BY "sortKey"${down} NULLS LAST, id${down} LIMIT ${limit}`;
}

/**
 * The planner takes any search for one that few products match, asks all of them and sorts. Where many do, the index of
 * the order had better be followed until enough have; of a CASE the planner expects that half of all match.
 */
function asAny(search: string): string {
  return `CASE WHEN ${search} THEN true ELSE false END`;
}

/** How many products the whole list has. */
export function productCount(
  ctx: CallerContext,
  { criteria, hits }: Omit<ProductList, 'ordering'>,
): Call<{ count: number }> {
  const { values, bind } = valuesOf(ctx);
  const { sql, search, ofMetrics } = productConditions(ctx, criteria, bind, { hits });
  const where = search === null ? sql : `${sql} AND ${search}`;
  return {
    statement: shapes.of(`SELECT count(*)::integer AS count ${from(ofMetrics)} WHERE ${where}`),
    values,
  };
}

function from(ofMetrics: boolean): string {
  const metrics = 'LEFT JOIN product_metrics m ON m.tenant_id = $1 AND m.product_id = p.id';
  return `FROM products p ${ofMetrics ? metrics : ''}`;
}

/** Time as text with its microseconds: a Date would cut them off, and a page would begin where it should not. */
function cursorValue(key: SortKey): string {
  return key.type === 'timestamptz'
    ? `to_char(${key.sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : key.sql;
}

function stretchConditions(
  { rows, behind }: Stretch,
  { field, direction }: ProductOrdering,
  position: Position | null,
  bind: Bind,
): string[] {
  const { sql, type } = SORT_KEYS[field];
  const conditions: string[] = [];
  if (rows !== 'all') conditions.push(`${sql} IS ${rows === 'empty' ? 'NULL' : 'NOT NULL'}`);
  if (behind && position) {
    const than = direction === OrderDirection.ASC ? '>' : '<';
    conditions.push(
      rows === 'empty'
        ? `p.id ${than} ${unweighed(bind(position[1]), 'uuid')}`
        : `(${sql}, p.id) ${than} (${unweighed(bind(position[0]), type)}, ${unweighed(bind(position[1]), 'uuid')})`,
    );
  }
  return conditions;
}
