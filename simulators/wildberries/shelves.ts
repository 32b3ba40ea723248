import type { Catalogue } from './catalogue.js';
import type { Demand } from './demand.js';
import type { Place } from './places.js';
import { createRandom, hashUnit } from './random.js';

/** Goods on their way to a shelf. */
export interface Arrival {
  readonly at: number;
  readonly cell: number;
  readonly quantity: number;
  /** One of MOVEMENT (see world-state.ts). */
  readonly kind: number;
}

/** Stock levels by cell (size x place) and what is still to arrive, as the days are played. */
export interface Shelves {
  /** Levels at the start of the world. */
  readonly initial: Int32Array;
  /** Levels at the end of the last day played. */
  readonly level: Int32Array;
  /** 1 for cells the seller supplies. */
  readonly supplied: Uint8Array;
  /** Sum of the levels of each size. */
  readonly skuLevel: Int32Array;
  /** 1 while a supply of the size is on its way. */
  readonly awaiting: Uint8Array;
  /** Arrivals by day of the world. */
  readonly arrivals: Map<number, Arrival[]>;
}

/** Days of demand one supply covers, by size. */
export function coverDays(seed: number, sku: number): number {
  return 15 + hashUnit(seed, sku, 61) * 35;
}

/** A size is supplied again when no more than this many pieces are left; 0 lets it sell out first. */
export function reorderPoint(seed: number, sku: number, dailyRate: number): number {
  return Math.floor(Math.max(0, hashUnit(seed, sku, 62) * 14 - 4) * dailyRate);
}

/** Pieces one supply brings to one of `places` places. */
export function supplySize(seed: number, sku: number, dailyRate: number, places: number): number {
  return Math.max(1, Math.round((dailyRate * coverDays(seed, sku)) / places));
}

/** Puts the first goods on the shelves: most sizes lie in about half of the places, some start sold out. */
export function openShelves(
  seed: number,
  catalogue: Catalogue,
  demand: Demand,
  places: readonly Place[],
): Shelves {
  const random = createRandom(seed, 13);
  const initial = new Int32Array(catalogue.skus * places.length);
  const supplied = new Uint8Array(initial.length);
  const skuLevel = new Int32Array(catalogue.skus);
  const marketplaces = places.filter((place) => !place.own).length;
  for (let sku = 0; sku < catalogue.skus; sku += 1) {
    const rate = demand.dailyRate[sku] ?? 0;
    const soldOut = random() < 0.06;
    const ownGoods = hashUnit(seed, catalogue.cardOf[sku] ?? 0, 63) < 0.2;
    const home = Math.floor(random() * marketplaces);
    let used = 0;
    const first = sku * places.length;
    places.forEach((place, i) => {
      const chosen = place.own ? ownGoods : i === home || random() < 0.45;
      supplied[first + i] = chosen ? 1 : 0;
      if (chosen) used += 1;
    });
    for (let i = 0; i < places.length; i += 1) {
      const draw = random();
      if (supplied[first + i] === 0 || soldOut) continue;
      const pieces = Math.max(
        1,
        Math.round(supplySize(seed, sku, rate, used) * (0.4 + draw)) + Math.floor(draw * 5),
      );
      initial[first + i] = pieces;
      skuLevel[sku] = (skuLevel[sku] ?? 0) + pieces;
    }
  }
  return {
    initial,
    level: initial.slice(),
    supplied,
    skuLevel,
    awaiting: new Uint8Array(catalogue.skus),
    arrivals: new Map(),
  };
}
