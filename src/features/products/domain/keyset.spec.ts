import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stretchesAfter, type Position, type Stretch } from './keyset.js';
import { OrderDirection } from './product-order.js';

interface Row {
  readonly key: number | null;
  readonly id: string;
}

/** The order as it is promised: by key, rows without one last in both directions, ties by id. */
function compare(direction: OrderDirection): (one: Row, other: Row) => number {
  const sign = direction === OrderDirection.ASC ? 1 : -1;
  return (one, other) => {
    if (one.key === null || other.key === null) {
      if (one.key !== other.key) return one.key === null ? 1 : -1;
    } else if (one.key !== other.key) {
      return sign * (one.key - other.key);
    }
    return sign * (one.id < other.id ? -1 : Number(one.id > other.id));
  };
}

/** What a stretch stands for: SQL says the same by IS NULL, IS NOT NULL and a comparison of pairs. */
function take(
  rows: readonly Row[],
  stretch: Stretch,
  direction: OrderDirection,
  position: Position | null,
): Row[] {
  const [key, id] = position ?? [null, ''];
  const order = compare(direction);
  return rows
    .filter((row) => stretch.rows === 'all' || (row.key === null) === (stretch.rows === 'empty'))
    .filter((row) => !stretch.behind || order(row, { key: key as number | null, id }) > 0)
    .sort(order);
}

function readThrough(
  rows: readonly Row[],
  nullable: boolean,
  direction: OrderDirection,
  size: number,
): Row[] {
  const read: Row[] = [];
  for (let position: Position | null = null; ;) {
    const page = stretchesAfter(nullable, direction, position)
      .flatMap((stretch) => take(rows, stretch, direction, position).slice(0, size))
      .slice(0, size);
    read.push(...page);
    const last = page.at(-1);
    if (!last || page.length < size) return read;
    position = [last.key, last.id];
  }
}

const direction = fc.constantFrom(OrderDirection.ASC, OrderDirection.DESC);
const size = fc.integer({ min: 1, max: 7 });
// few keys, so that ties are many
const key = fc.integer({ min: -2, max: 2 });
const rowsOf = (keys: fc.Arbitrary<number | null>) =>
  fc.uniqueArray(fc.record({ key: keys, id: fc.uuid() }), { selector: ({ id }) => id, maxLength: 40 });

describe('stretchesAfter', () => {
  it('gives every row once and in order, whatever the page size, with nulls and ties', () => {
    fc.assert(
      fc.property(rowsOf(fc.option(key)), direction, size, (rows, way, pageSize) => {
        expect(readThrough(rows, true, way, pageSize)).toEqual(rows.toSorted(compare(way)));
      }),
    );
  });

  it('does so for keys that are never null', () => {
    fc.assert(
      fc.property(rowsOf(key), direction, size, (rows, way, pageSize) => {
        expect(readThrough(rows, false, way, pageSize)).toEqual(rows.toSorted(compare(way)));
      }),
    );
  });

  it('begins with a single stretch where an index has the order as it is', () => {
    expect(stretchesAfter(true, OrderDirection.ASC, null)).toEqual([{ rows: 'all', behind: false }]);
    expect(stretchesAfter(false, OrderDirection.DESC, null)).toEqual([{ rows: 'all', behind: false }]);
    expect(stretchesAfter(true, OrderDirection.DESC, null)).toHaveLength(2);
  });
});
