import type { AbcClass } from './abc-class.js';
import { productSearch } from './product-search.js';

/** Both ends inside; an end that is left out is open. */
export interface NumberRange {
  readonly min?: number | null;
  readonly max?: number | null;
}

/** Which products are meant. Everything that is given must hold; a list asks for any of its entries. */
export interface ProductCriteria {
  readonly search?: string | null;
  readonly ids?: readonly string[] | null;
  readonly wbNmIds?: readonly string[] | null;
  readonly brands?: readonly string[] | null;
  readonly categories?: readonly string[] | null;
  readonly ownerId?: string | null;
  readonly inStock?: boolean | null;
  readonly isArchived?: boolean | null;
  readonly stockTotal?: NumberRange | null;
  readonly daysOfCover?: NumberRange | null;
  readonly abcClass?: readonly AbcClass[] | null;
}

/** Of a list of products: archived ones stay out unless they are asked for, or products are named one by one. */
export function archivedWanted({ isArchived, ids, wbNmIds }: ProductCriteria): boolean | null {
  return isArchived ?? (ids || wbNmIds ? null : false);
}

/** Whether every product is meant: what was given is all left out, open or blank. A list of nothing means none of them. */
export function saysNothing({ search, stockTotal, daysOfCover, ...others }: ProductCriteria): boolean {
  return (
    (search == null || productSearch(search) === null) &&
    isOpen(stockTotal) &&
    isOpen(daysOfCover) &&
    Object.values(others).every((value) => value == null)
  );
}

export function isOpen(range: NumberRange | null | undefined): boolean {
  return range?.min == null && range?.max == null;
}
