import { checkDateRange, soughtId, type DateRange } from '../../platform/graphql/index.js';
import { soughtIds } from '../products/index.js';
import type { SaleKind } from './domain/sales.js';

/** What a client asks for. */
export interface SaleRestriction {
  readonly range?: DateRange | null;
  readonly productIds?: readonly string[] | null;
  readonly kind?: SaleKind | null;
  readonly ownerId?: string | null;
}

/** The same, checked. */
export interface SaleCriteria {
  readonly range: DateRange | null;
  readonly productIds: readonly string[] | null;
  readonly kind: SaleKind | null;
  /** Null inside for what can be nobody's id. */
  readonly owner: { readonly id: string | null } | null;
}

/** @throws GraphQLError BAD_USER_INPUT naming the part of the filter that can not be */
export function saleCriteria({ range, productIds, kind, ownerId }: SaleRestriction): SaleCriteria {
  if (range) checkDateRange(range, 'filter.range');
  return {
    range: range ?? null,
    productIds: productIds ? soughtIds(productIds, 'filter.productIds') : null,
    kind: kind ?? null,
    owner: ownerId == null ? null : { id: soughtId(ownerId) },
  };
}
