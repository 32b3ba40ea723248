import type { TenantContext } from '../../platform/context/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import type { Bind } from './call.js';
import { archivedWanted, isOpen, type NumberRange, type ProductCriteria } from './domain/product-criteria.js';
import { soughtEntries, soughtIds, soughtTexts } from './sought.js';
import { soughtSearch } from './sought-search.js';

export interface Conditions {
  /** Of p, and of m where figures are asked for. $1 is the tenant. */
  readonly sql: string;
  /** What a search text looks for: the dear part, to be asked of few rows. */
  readonly search: string | null;
  readonly ofMetrics: boolean;
}

/**
 * What a filter says, in SQL: put together of fixed words; what a client wrote goes out as values.
 *
 * @param hits the products that the search may be about, where the index has named them
 * @throws GraphQLError BAD_USER_INPUT naming the part of the filter that can not be
 */
export function productConditions(
  ctx: TenantContext,
  criteria: ProductCriteria,
  bind: Bind,
  hits: readonly string[] | null = null,
): Conditions {
  const archived = archivedWanted(criteria);
  const parts = [
    'p.tenant_id = $1',
    ctx.scope === 'own' && `p.user_id = ${bind(ctx.userId)}::uuid`,
    archived !== null && `p.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`,
    ...named(criteria, bind),
    hits !== null && `p.id = ANY (${bind(hits)}::uuid[])`,
    criteria.inStock != null && `p.stock_total ${criteria.inStock ? '>' : '<='} 0`,
    ...within('p.stock_total', criteria.stockTotal, bind),
    ...within('m.days_of_cover', criteria.daysOfCover, bind),
    criteria.abcClass != null &&
      `m.abc_class = ANY (${bind(soughtEntries(criteria.abcClass, 'filter.abcClass'))}::text[])`,
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
    wbNmIds != null && `p.wb_nm_id = ANY (${bind(soughtEntries(wbNmIds, 'filter.wbNmIds'))}::bigint[])`,
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

function within(column: string, range: NumberRange | null | undefined, bind: Bind): (string | false)[] {
  return [
    range?.min != null && `${column} >= ${bind(range.min)}::integer`,
    range?.max != null && `${column} <= ${bind(range.max)}::integer`,
  ];
}
