import type { Catalogue } from './catalogue.js';
import { lowerBound } from './columns.js';
import { createRandom } from './random.js';
import { moscowWeekday } from './moscow-time.js';
import type { WorldConfig } from './world-config.js';

/** Share of an average day's orders by day of the week, Monday first; the mean is 1. */
const WEEK = [0.96, 0.94, 0.95, 0.98, 1.03, 1.12, 1.02] as const;

/** Part of the demand that finds stock; the rest meets an empty shelf. Measured over several seeds. */
const AVAILABILITY = 0.945;

/** Mean days from order to sale, see order-fate.ts: the last days' orders are not sold yet. */
const MEAN_DELIVERY_DAYS = 3.5;

/** How much of each size is asked for. */
export interface Demand {
  /** Orders a day that each size would get on an average day. */
  readonly dailyRate: Float64Array;
  /** Running sum of the rates. */
  readonly cumulative: Float64Array;
  readonly total: number;
}

/** A few fast sellers, a long tail and about one dead card in ten. */
function popularity(draw: number, spread: number): number {
  if (draw < 0.1) return 0;
  if (draw < 0.15) return 12 + spread * 30;
  if (draw < 0.35) return 2 + spread * 4;
  return 0.05 + spread * spread * 1.2;
}

export function createDemand(config: WorldConfig, catalogue: Catalogue): Demand {
  const random = createRandom(catalogue.seed, 12);
  const dailyRate = new Float64Array(catalogue.skus);
  let weights = 0;
  for (let card = 0; card < catalogue.cards; card += 1) {
    const weight = popularity(random(), random());
    const first = catalogue.firstSku[card] ?? 0;
    const end = catalogue.firstSku[card + 1] ?? first;
    for (let sku = first; sku < end; sku += 1) {
      const share = (weight / (end - first)) * (0.6 + 0.8 * random());
      dailyRate[sku] = share;
      weights += share;
    }
  }
  const soldDays = Math.max(1, config.days - MEAN_DELIVERY_DAYS);
  const wanted = config.sales / soldDays / (1 - config.cancelShare) / AVAILABILITY;
  const cumulative = new Float64Array(catalogue.skus);
  let sum = 0;
  for (let sku = 0; sku < catalogue.skus; sku += 1) {
    const rate = weights === 0 ? 0 : ((dailyRate[sku] ?? 0) * wanted) / weights;
    dailyRate[sku] = rate;
    sum += rate;
    cumulative[sku] = sum;
  }
  return { dailyRate, cumulative, total: sum };
}

/** The size a fraction of the whole demand points at. */
export function skuAt(demand: Demand, fraction: number): number {
  return Math.min(
    demand.cumulative.length - 1,
    lowerBound(demand.cumulative, fraction * demand.total + 1e-12),
  );
}

/** Factor of the day that begins at `midnightMs` against an average one. */
export function seasonOn(midnightMs: number): number {
  return WEEK[moscowWeekday(midnightMs)] ?? 1;
}
