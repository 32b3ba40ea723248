import { OrderDirection } from './product-order.js';

/** The sort key and the id of the row after which a page starts. */
export type Position = readonly [key: string | number | null, id: string];

/** A run of rows that an index can be followed through. */
export interface Stretch {
  /** Rows with a sort key, rows without one, or both. */
  readonly rows: 'all' | 'valued' | 'empty';
  /** Whether it begins behind the position; else it is whole. */
  readonly behind: boolean;
}

/**
 * The stretches that follow a position, in order.
 *
 * A b-tree keeps nulls at one end: after the values going up, before them going down. So "nulls last in both
 * directions" is an order that no index has, and "greater than the key, or null" a condition that none can follow.
 * Rows with a key and rows without one, each for themselves, are neither.
 */
export function stretchesAfter(
  nullable: boolean,
  direction: OrderDirection,
  position: Position | null,
): Stretch[] {
  if (!nullable) return [{ rows: 'all', behind: position !== null }];
  if (position === null && direction === OrderDirection.ASC) return [{ rows: 'all', behind: false }];
  if (position?.[0] === null) return [{ rows: 'empty', behind: true }];
  return [
    { rows: 'valued', behind: position !== null },
    { rows: 'empty', behind: false },
  ];
}
