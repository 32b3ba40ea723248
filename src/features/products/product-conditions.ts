import type { TenantContext } from '../../platform/context/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import { unweighed, type Bind } from './call.js';
import { archivedWanted, isOpen, type NumberRange, type ProductCriteria } from './domain/product-criteria.js';
import { soughtEntries, soughtIds, soughtNmIds, soughtRange, soughtTexts } from './sought.js';
import { soughtSearch } from './sought-search.js';

export interface Conditions {
  /** Of p, and of m where figures are asked for. $1 is the tenant. */
  readonly sql: string;
  /** What a search text looks for: the dear part, to be asked of few rows. */
  readonly search: string | null;
  readonly ofMetrics: boolean;
}

/** What narrows products besides their filter, or reads it otherwise. */
interface Besides {
  /** The products that the search may be about, where the index has named them. */
  readonly hits?: readonly string[] | null;
  /** Whether archived products are meant; null: like all others. A list's own rule by default. */
  readonly archived?: boolean | null;
}

/**
 * What a filter says, in SQL: put together of fixed words; what a client wrote goes out as values.
 *
 * @throws GraphQLError BAD_USER_INPUT naming the part of the filter that can not be
 */
export function productConditions(
  ctx: TenantContext,
  criteria: ProductCriteria,
  bind: Bind,
  { hits = null, archived = archivedWanted(criteria) }: Besides = {},
): Conditions {
  const parts = [
    'p.tenant_id = $1',
    ctx.scope === 'own' && `p.user_id = ${bind(ctx.userId)}::uuid`,
    archived !== null && `p.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`,
    ...named(criteria, bind),
    hits !== null && `p.id = ANY (${unweighed(bind(hits), 'uuid[]')})`,
    criteria.inStock != null && `p.stock_total ${criteria.inStock ? '>' : '<='} 0`,
    ...within('p.stock_total', criteria.stockTotal, 'filter.stockTotal', bind),
    ...within('m.days_of_cover', criteria.daysOfCover, 'filter.daysOfCover', bind),
    criteria.abcClass != null &&
      `m.abc_class = ANY (${unweighed(bind(soughtEntries(criteria.abcClass, 'filter.abcClass')), 'text[]')})`,
  ];
  return {
    sql: parts.filter((part) => part !== false).join(' AND '),
    search: matching(criteria.search, bind),
    ofMetrics: !isOpen(criteria.daysOfCover) || criteria.abcClass != null,
  };
}

function named(
  { ids, wbNmIds, brands, categories, ownerId }: ProductCriteria,
  bind: Bind,
): (string | false)[] {
  return [
    ids != null && `p.id = ANY (${bind(soughtIds(ids, 'filter.ids'))}::uuid[])`,
    wbNmIds != null && `p.wb_nm_id = ANY (${bind(soughtNmIds(wbNmIds, 'filter.wbNmIds'))}::bigint[])`,
    brands != null && `p.brand = ANY (${bind(soughtTexts(brands, 'filter.brands'))}::text[])`,
    categories != null && `p.category = ANY (${bind(soughtTexts(categories, 'filter.categories'))}::text[])`,
    // what can be nobody's id goes out as null, which nothing equals
    ownerId != null && `p.user_id = ${bind(soughtId(ownerId))}::uuid`,
  ];
}

/** Exactly, whatever an index has said. */
function matching(text: string | null | undefined, bind: Bind): string | null {
  const search = soughtSearch(text);
  if (!search) return null;
  const pattern = bind(search.pattern);
  const columns = ['p.wb_article', 'p.name', 'p.brand'].map((column) => `${column} ILIKE ${pattern}::text`);
  if (search.nmId !== null) columns.push(`p.wb_nm_id = ${bind(search.nmId)}::bigint`);
  return `(${columns.join(' OR ')})`;
}

function within(
  column: string,
  range: NumberRange | null | undefined,
  path: string,
  bind: Bind,
): (string | false)[] {
  const { min, max } = soughtRange(range ?? {}, path);
  return [
    min != null && `${column} >= ${bind(min)}::integer`,
    max != null && `${column} <= ${bind(max)}::integer`,
  ];
}
