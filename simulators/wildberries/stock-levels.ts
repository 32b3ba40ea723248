import type { ManualChanges } from './manual-changes.js';
import { MOVEMENT, type World } from './world-state.js';

/** Pieces by cell (size x place) at one moment. */
export interface StockLevels {
  /** On the shelf. */
  readonly quantity: Int32Array;
  /** Ordered, neither taken nor refused yet. */
  readonly toClient: Int32Array;
  /** Refused or brought back, not on the shelf yet. */
  readonly fromClient: Int32Array;
}

function add(levels: Int32Array, cell: number, pieces: number): void {
  levels[cell] = (levels[cell] ?? 0) + pieces;
}

function shelvesAt(world: World, changes: ManualChanges, second: number): Int32Array {
  const { at, cell, quantity } = world.movements;
  const levels = world.shelves.initial.slice();
  for (let row = 0; row < at.length && at.at(row) <= second; row += 1)
    add(levels, cell.at(row), quantity.at(row));
  for (const found of changes.adjustments) if (found.at <= second) add(levels, found.cell, found.quantity);
  return levels;
}

/** Whether the goods of an order are on their way to the buyer, or back, at a second. */
function wayOf({ orders }: World, order: number, second: number): 'to' | 'from' | undefined {
  const outcomeAt = orders.outcomeAt.at(order);
  if (second < outcomeAt) return 'to';
  const leaves = orders.cancelled.at(order) === 1 ? outcomeAt : orders.returnedAt.at(order);
  return leaves >= 0 && leaves <= second && second < orders.restockedAt.at(order) ? 'from' : undefined;
}

/** Counts what lies where at `second` of the world, from the initial levels and every movement up to then. */
export function stockAt(world: World, changes: ManualChanges, second: number): StockLevels {
  const { orders, places } = world;
  const quantity = shelvesAt(world, changes, second);
  const toClient = new Int32Array(quantity.length);
  const fromClient = new Int32Array(quantity.length);
  for (let order = 0; order < orders.at.length && orders.at.at(order) <= second; order += 1) {
    const way = wayOf(world, order, second);
    if (way)
      add(
        way === 'to' ? toClient : fromClient,
        orders.sku.at(order) * places.length + orders.place.at(order),
        1,
      );
  }
  return { quantity, toClient, fromClient };
}

/** How the level of one cell came about up to a moment; all are pieces, none is negative. */
export interface StockAccount {
  readonly initial: number;
  readonly ordered: number;
  readonly replenished: number;
  readonly cancelled: number;
  readonly returned: number;
  readonly adjusted: number;
}

/** Accounts of all cells at `second`: initial + replenished + cancelled + returned + adjusted - ordered = level. */
export function stockAccounts(world: World, changes: ManualChanges, second: number): StockAccount[] {
  const sums = Array.from(world.shelves.initial, () => [0, 0, 0, 0, 0] as number[]);
  const count = (cell: number, column: number, pieces: number): void => {
    const row = sums[cell];
    if (row) row[column] = (row[column] ?? 0) + Math.abs(pieces);
  };
  const { at, cell, quantity, kind } = world.movements;
  for (let i = 0; i < at.length && at.at(i) <= second; i += 1) count(cell.at(i), kind.at(i), quantity.at(i));
  for (const found of changes.adjustments) if (found.at <= second) count(found.cell, 4, found.quantity);
  return sums.map((row, index) => ({
    initial: world.shelves.initial[index] ?? 0,
    ordered: row[MOVEMENT.ordered] ?? 0,
    replenished: row[MOVEMENT.replenished] ?? 0,
    cancelled: row[MOVEMENT.cancelled] ?? 0,
    returned: row[MOVEMENT.returned] ?? 0,
    adjusted: row[4] ?? 0,
  }));
}
