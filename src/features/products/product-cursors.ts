import { cursorKind, type CursorKind } from '../../platform/graphql/index.js';
import type { KeyType } from '../../platform/graphql/cursor.js';
import { SORT_KEYS, type ProductOrdering, type SortKey } from './domain/product-order.js';

/** Sort key and id. */
export type OrderKeys = readonly [KeyType, 'uuid'];

const IN_CURSOR = {
  text: 'text',
  timestamptz: 'instant',
  numeric: 'decimal',
  bigint: 'bigint',
} as const satisfies Record<SortKey['type'], KeyType>;

/** A cursor leads on in the order that it was made in, and in no other. */
export function cursorOf({ field, direction }: ProductOrdering): CursorKind<OrderKeys> {
  const { type, nullable, isNumber } = SORT_KEYS[field];
  const form = isNumber ? 'integer' : IN_CURSOR[type];
  return cursorKind<OrderKeys>(`products.${field}.${direction}`, [nullable ? `${form}?` : form, 'uuid']);
}
