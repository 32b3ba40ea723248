import { createCatalogue } from './catalogue.js';
import { IntColumn } from './columns.js';
import { createDemand } from './demand.js';
import { DAY_MS } from './moscow-time.js';
import { placesOf } from './places.js';
import { hash32 } from './random.js';
import { openShelves } from './shelves.js';
import { playDay } from './world-day.js';
import type { World } from './world-state.js';
import type { WorldConfig } from './world-config.js';

/**
 * Creates a world that starts at the Moscow midnight `startMs` (Unix ms), with no day played yet.
 * `sellerWord` is a 32-bit word of the seller's id: every seller has a world of their own.
 */
export function createWorld(config: WorldConfig, sellerWord: number, startMs: number): World {
  const seed = hash32(config.seed, sellerWord);
  const catalogue = createCatalogue(config, seed);
  const demand = createDemand(config, catalogue);
  const places = placesOf(seed, config.warehouses, config.ownWarehouses);
  const column = (): IntColumn => new IntColumn();
  return {
    config,
    seed,
    startMs,
    catalogue,
    demand,
    places,
    shelves: openShelves(seed, catalogue, demand, places),
    orders: {
      sku: column(),
      place: column(),
      at: column(),
      cancelled: column(),
      outcomeAt: column(),
      returnedAt: column(),
      restockedAt: column(),
    },
    movements: { at: column(), cell: column(), quantity: column(), kind: column() },
    days: 0,
  };
}

/** Plays the days up to and including the one that holds `nowMs`. Later calls only ever append. */
export function ensureDays(world: World, nowMs: number): void {
  const wanted = Math.floor((nowMs - world.startMs) / DAY_MS) + 1;
  for (let day = world.days; day < wanted; day += 1) {
    playDay(world, day);
    world.days = day + 1;
  }
}
