import { ChangeLogBuilder, type ChangeLog } from './change-log.js';
import { DAY_SECONDS } from './moscow-time.js';
import { hash32, hashUnit } from './random.js';
import type { World } from './world-state.js';

/** Seconds until the service knows of an event: one minute to half an hour. */
function lag(world: World, row: number, purpose: number): number {
  return 60 + (hash32(world.seed, row, purpose) % 1740);
}

/** Second at which version 0 (placed) or 1 (cancelled) of an order appears; -1 if it never does. */
function orderVersionAt(world: World, order: number, version: number): number {
  const placed = world.orders.at.at(order) + lag(world, order, 71);
  if (version === 0) return placed;
  if (world.orders.cancelled.at(order) === 0) return -1;
  return Math.max(placed + 1, world.orders.outcomeAt.at(order) + lag(world, order, 72));
}

/** Versions of supplier/orders rows: number = order x 2 + version. */
export function orderChanges(world: World): ChangeLog {
  const builder = new ChangeLogBuilder();
  for (let order = 0; order < world.orders.at.length; order += 1) {
    builder.add(orderVersionAt(world, order, 0), order * 2);
    const cancelled = orderVersionAt(world, order, 1);
    if (cancelled >= 0) builder.add(cancelled, order * 2 + 1);
  }
  return builder.build();
}

/** Whether the order is young enough to be kept by the statistics methods at second `until`. */
function kept(world: World, order: number, until: number): boolean {
  return world.orders.at.at(order) >= until - world.config.retentionDays * DAY_SECONDS;
}

export function isCurrentOrder(world: World, number: number, until: number): boolean {
  const order = number >>> 1;
  if (!kept(world, order, until)) return false;
  if (number % 2 === 1) return true;
  const next = orderVersionAt(world, order, 1);
  return next < 0 || next > until;
}

/** Row of supplier/sales: its order and whether it is the return of it. */
export interface SaleRow {
  readonly order: number;
  readonly isReturn: boolean;
  /** The money fields are still 0. */
  readonly isEmpty: boolean;
}

/** Second of the sale or of the return; -1 if there is none. */
export function saleSecond(world: World, row: number): number {
  const order = row >>> 1;
  if (row % 2 === 1) return world.orders.returnedAt.at(order);
  return world.orders.cancelled.at(order) === 1 ? -1 : world.orders.outcomeAt.at(order);
}

function isLate(world: World, row: number): boolean {
  return row % 2 === 0 && hashUnit(world.seed, row, 73) < world.config.lateSaleShare;
}

/** A late row comes 2 to 6 days after its date, and complete; others come soon, at first without money. */
function saleVersionAt(world: World, row: number, version: number): number {
  const sold = saleSecond(world, row);
  if (sold < 0) return -1;
  if (isLate(world, row)) {
    return version === 1 ? sold + Math.floor((2 + 4 * hashUnit(world.seed, row, 74)) * DAY_SECONDS) : -1;
  }
  const startsEmpty = hashUnit(world.seed, row, 75) < world.config.lateMoneyShare;
  if (version === 0) return startsEmpty ? sold + lag(world, row, 76) : -1;
  if (!startsEmpty) return sold + lag(world, row, 76);
  return sold + Math.floor((0.5 + 0.48 * hashUnit(world.seed, row, 77)) * DAY_SECONDS);
}

/** Versions of supplier/sales rows: number = (order x 2 + return) x 2 + version, version 0 without money. */
export function saleChanges(world: World): ChangeLog {
  const builder = new ChangeLogBuilder();
  for (let row = 0; row < world.orders.at.length * 2; row += 1) {
    for (let version = 0; version < 2; version += 1) {
      const second = saleVersionAt(world, row, version);
      if (second >= 0) builder.add(second, row * 2 + version);
    }
  }
  return builder.build();
}

export function isCurrentSale(world: World, number: number, until: number): boolean {
  const row = number >>> 1;
  if (!kept(world, row >>> 1, until)) return false;
  return number % 2 === 1 || saleVersionAt(world, row, 1) > until;
}

export function saleRow(number: number): SaleRow {
  const row = number >>> 1;
  return { order: row >>> 1, isReturn: row % 2 === 1, isEmpty: number % 2 === 0 };
}
