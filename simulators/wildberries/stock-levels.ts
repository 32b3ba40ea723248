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

/** Counts what lies where at `second` of the world, from the initial levels and every movement up to then. */
export function stockAt(world: World, changes: ManualChanges, second: number): StockLevels {
  const { movements, orders, places } = world;
  const quantity = world.shelves.initial.slice();
  const toClient = new Int32Array(quantity.length);
  const fromClient = new Int32Array(quantity.length);
  const cells = movements.cell.view();
  const pieces = movements.quantity.view();
  const times = movements.at.view();
  for (let i = 0; i < times.length && (times[i] ?? 0) <= second; i += 1) {
    const cell = cells[i] ?? 0;
    quantity[cell] = (quantity[cell] ?? 0) + (pieces[i] ?? 0);
  }
  for (const { at, cell, quantity: found } of changes.adjustments) {
    if (at <= second) quantity[cell] = (quantity[cell] ?? 0) + found;
  }
  for (let order = 0; order < orders.at.length && orders.at.at(order) <= second; order += 1) {
    const cell = orders.sku.at(order) * places.length + orders.place.at(order);
    const outcomeAt = orders.outcomeAt.at(order);
    if (second < outcomeAt) {
      toClient[cell] = (toClient[cell] ?? 0) + 1;
      continue;
    }
    const leaves = orders.cancelled.at(order) === 1 ? outcomeAt : orders.returnedAt.at(order);
    if (leaves >= 0 && leaves <= second && second < orders.restockedAt.at(order)) {
      fromClient[cell] = (fromClient[cell] ?? 0) + 1;
    }
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
  const add = (cell: number, column: number, pieces: number): void => {
    const row = sums[cell];
    if (row) row[column] = (row[column] ?? 0) + Math.abs(pieces);
  };
  const { at, cell, quantity, kind } = world.movements;
  for (let i = 0; i < at.length && at.at(i) <= second; i += 1) add(cell.at(i), kind.at(i), quantity.at(i));
  for (const found of changes.adjustments) if (found.at <= second) add(found.cell, 4, found.quantity);
  return sums.map((row, index) => ({
    initial: world.shelves.initial[index] ?? 0,
    ordered: row[MOVEMENT.ordered] ?? 0,
    replenished: row[MOVEMENT.replenished] ?? 0,
    cancelled: row[MOVEMENT.cancelled] ?? 0,
    returned: row[MOVEMENT.returned] ?? 0,
    adjusted: row[4] ?? 0,
  }));
}
