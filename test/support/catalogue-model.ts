/** A product as a test arranges it. */
export interface CatalogueRow {
  readonly id: string;
  readonly ownerId: string;
  readonly wbArticle: string;
  readonly wbNmId: string | null;
  readonly name: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly price: string | null;
  readonly stockTotal: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly isArchived: boolean;
  readonly metrics: {
    readonly sold: number;
    readonly daysOfCover: string | null;
    readonly abcClass: string;
  } | null;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

export interface Filter {
  readonly search?: string;
  readonly ids?: readonly string[];
  readonly wbNmIds?: readonly string[];
  readonly brands?: readonly string[];
  readonly categories?: readonly string[];
  readonly ownerId?: string;
  readonly inStock?: boolean;
  readonly isArchived?: boolean;
  readonly stockTotal?: Range;
  readonly daysOfCover?: Range;
  readonly abcClass?: readonly string[];
}

export interface Order {
  readonly field:
    'NAME' | 'CREATED_AT' | 'UPDATED_AT' | 'PRICE' | 'STOCK_TOTAL' | 'SOLD_30_DAYS' | 'DAYS_OF_COVER';
  readonly direction: 'ASC' | 'DESC';
}

/**
 * The ids of a list as the descriptions of the API promise it, worked out without a database: what a filter names must
 * hold, each part of it; products without a value come last in both directions, ties go by id in the same direction.
 */
export function expectedList(rows: readonly CatalogueRow[], filter: Filter, order: Order): string[] {
  const sign = order.direction === 'ASC' ? 1 : -1;
  const key = KEYS[order.field];
  return rows
    .filter((row) => matches(row, filter))
    .sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      if (a === null || b === null) return a === b ? sign * compare(one.id, other.id) : a === null ? 1 : -1;
      return sign * (compare(a, b) || compare(one.id, other.id));
    })
    .map(({ id }) => id);
}

const KEYS: Readonly<Record<Order['field'], (row: CatalogueRow) => string | number | null>> = {
  NAME: ({ name }) => name,
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  PRICE: ({ price }) => (price === null ? null : Number(price)),
  STOCK_TOTAL: ({ stockTotal }) => stockTotal,
  SOLD_30_DAYS: ({ metrics }) => metrics?.sold ?? 0,
  DAYS_OF_COVER: (row) => daysOfCover(row),
};

function matches(row: CatalogueRow, filter: Filter): boolean {
  const named = filter.ids !== undefined || filter.wbNmIds !== undefined;
  return [
    filter.isArchived === undefined ? named || !row.isArchived : row.isArchived === filter.isArchived,
    filter.search === undefined || found(row, filter.search.trim().toLowerCase()),
    filter.ids === undefined || filter.ids.some((id) => id.toLowerCase() === row.id),
    filter.wbNmIds === undefined || filter.wbNmIds.some((id) => id === row.wbNmId),
    filter.brands === undefined || filter.brands.some((brand) => brand === row.brand),
    filter.categories === undefined || filter.categories.some((category) => category === row.category),
    filter.ownerId === undefined || filter.ownerId === row.ownerId,
    filter.inStock === undefined || row.stockTotal > 0 === filter.inStock,
    within(row.stockTotal, filter.stockTotal),
    within(daysOfCover(row), filter.daysOfCover),
    filter.abcClass === undefined || filter.abcClass.some((one) => one === row.metrics?.abcClass),
  ].every(Boolean);
}

function found(row: CatalogueRow, text: string): boolean {
  const texts = [row.wbArticle, row.name, row.brand];
  return text === '' || row.wbNmId === text || texts.some((it) => it?.toLowerCase().includes(text) ?? false);
}

function within(value: number | null, range: Range = {}): boolean {
  if (range.min === undefined && range.max === undefined) return true;
  return value !== null && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
}

function daysOfCover({ metrics }: CatalogueRow): number | null {
  return metrics?.daysOfCover == null ? null : Number(metrics.daysOfCover);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}
