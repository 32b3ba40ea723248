import { lowerBound } from './columns.js';
import { DAY_SECONDS, moscowWeekday } from './moscow-time.js';
import { hash32, hashUnit } from './random.js';
import { MOVEMENT, worldMs, type World } from './world-state.js';

/** Kinds of finance rows, in the order in which rows of one second stand. */
export const ENTRY = {
  sale: 0,
  saleDelivery: 1,
  refund: 2,
  refundDelivery: 3,
  cancelDelivery: 4,
  cancelReturn: 5,
  penalty: 6,
  acceptance: 7,
  storage: 8,
  deduction: 9,
} as const;

/** All finance rows of the days played, in the order of time; the position of a row never changes later. */
export interface Ledger {
  /** Seconds of the world, ascending. */
  readonly seconds: Int32Array;
  readonly kinds: Uint8Array;
  /** The order, movement or day a row speaks of. */
  readonly subjects: Int32Array;
  /** Pieces in the marketplace's warehouses at the end of each day, for storage. */
  readonly stored: Int32Array;
}

/** Second, kind and subject share one float: subject below 2^22, kind below 16. */
const SUBJECTS = 2 ** 22;
const KINDS = 16;

function storedByDay(world: World): Int32Array {
  const { places, shelves, movements } = world;
  const isOwn = (cell: number): boolean => places[cell % places.length]?.own ?? false;
  let pieces = 0;
  shelves.initial.forEach((level, cell) => {
    if (!isOwn(cell)) pieces += level;
  });
  const stored = new Int32Array(world.days);
  let row = 0;
  for (let day = 0; day < world.days; day += 1) {
    for (; row < movements.at.length && movements.at.at(row) < (day + 1) * DAY_SECONDS; row += 1) {
      if (!isOwn(movements.cell.at(row))) pieces += movements.quantity.at(row);
    }
    stored[day] = pieces;
  }
  return stored;
}

function orderEntries(
  world: World,
  order: number,
  add: (second: number, kind: number, subject: number) => void,
): void {
  const { orders, places, seed } = world;
  const outcomeAt = orders.outcomeAt.at(order);
  const returnedAt = orders.returnedAt.at(order);
  if (orders.cancelled.at(order) === 0) {
    add(outcomeAt, ENTRY.sale, order);
    add(outcomeAt, ENTRY.saleDelivery, order);
    if (returnedAt >= 0) {
      add(returnedAt, ENTRY.refund, order);
      add(returnedAt, ENTRY.refundDelivery, order);
    }
    return;
  }
  // Goods cancelled before dispatch travel nowhere, so they cost nothing.
  if (orders.restockedAt.at(order) > outcomeAt) {
    add(outcomeAt, ENTRY.cancelDelivery, order);
    add(outcomeAt, ENTRY.cancelReturn, order);
  } else if (places[orders.place.at(order)]?.own && hash32(seed, order, 101) % 4 === 0) {
    add(outcomeAt, ENTRY.penalty, order);
  }
}

/** Writes the ledger of all days played so far. */
export function createLedger(world: World): Ledger {
  const keys: number[] = [];
  const end = world.days * DAY_SECONDS;
  const add = (second: number, kind: number, subject: number): void => {
    if (second < end) keys.push((second * KINDS + kind) * SUBJECTS + subject);
  };
  for (let order = 0; order < world.orders.at.length; order += 1) orderEntries(world, order, add);
  const { kind, at, cell } = world.movements;
  for (let row = 0; row < at.length; row += 1) {
    const own = world.places[cell.at(row) % world.places.length]?.own ?? false;
    const paid = kind.at(row) === MOVEMENT.replenished && !own && hashUnit(world.seed, row, 102) < 0.1;
    if (paid) add(at.at(row), ENTRY.acceptance, row);
  }
  for (let day = 0; day < world.days; day += 1) {
    const last = (day + 1) * DAY_SECONDS - 1;
    add(last, ENTRY.storage, day);
    if (moscowWeekday(worldMs(world, last)) === 3) add(last, ENTRY.deduction, day);
  }
  const sorted = Float64Array.from(keys).sort();
  const seconds = new Int32Array(sorted.length);
  const kinds = new Uint8Array(sorted.length);
  const subjects = new Int32Array(sorted.length);
  sorted.forEach((key, row) => {
    const moment = Math.floor(key / SUBJECTS);
    subjects[row] = key - moment * SUBJECTS;
    kinds[row] = moment % KINDS;
    seconds[row] = Math.floor(moment / KINDS);
  });
  return { seconds, kinds, subjects, stored: storedByDay(world) };
}

/** Position of the first row at or after `second`. */
export function ledgerPosition(ledger: Ledger, second: number): number {
  return lowerBound(ledger.seconds, second);
}
