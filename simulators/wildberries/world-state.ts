import type { Catalogue } from './catalogue.js';
import type { IntColumn } from './columns.js';
import type { Demand } from './demand.js';
import type { Place } from './places.js';
import type { Shelves } from './shelves.js';
import type { WorldConfig } from './world-config.js';

/** Why a stock level moved. */
export const MOVEMENT = { ordered: 0, replenished: 1, cancelled: 2, returned: 3 } as const;

/** Orders as columns, in the order of time. Times are seconds after the start of the world, -1 is never. */
export interface OrderTable {
  readonly sku: IntColumn;
  readonly place: IntColumn;
  readonly at: IntColumn;
  /** 1 if the buyer cancels, 0 if the buyer takes the goods. */
  readonly cancelled: IntColumn;
  /** When the buyer takes the goods, or cancels. */
  readonly outcomeAt: IntColumn;
  /** When sold goods are brought back. */
  readonly returnedAt: IntColumn;
  /** When cancelled or returned goods lie on the shelf again. */
  readonly restockedAt: IntColumn;
}

/** Every change of a stock level, in the order of time. A cell is one size in one place. */
export interface MovementTable {
  readonly at: IntColumn;
  readonly cell: IntColumn;
  readonly quantity: IntColumn;
  readonly kind: IntColumn;
}

/** One seller's goods and everything that happens to them; grows day by day as simulated time goes on. */
export interface World {
  readonly config: WorldConfig;
  /** The config's seed with the seller mixed in. */
  readonly seed: number;
  /** Moscow midnight at which the world begins, Unix milliseconds. */
  readonly startMs: number;
  readonly catalogue: Catalogue;
  readonly demand: Demand;
  readonly places: readonly Place[];
  readonly shelves: Shelves;
  readonly orders: OrderTable;
  readonly movements: MovementTable;
  /** How many days are played; grows by ensureDays only. */
  days: number;
}

/** Seconds after the start of the world at `nowMs`. */
export function worldSecond(world: World, nowMs: number): number {
  return Math.floor((nowMs - world.startMs) / 1000);
}

/** Unix milliseconds of a second of the world. */
export function worldMs(world: World, second: number): number {
  return world.startMs + second * 1000;
}
