import { discountOn, subjectOf } from './catalogue.js';
import { DAY_SECONDS } from './moscow-time.js';
import { hash32 } from './random.js';
import type { World } from './world-state.js';

/** Money of one order. Amounts are kopecks unless said otherwise; percents are whole. */
export interface OrderMoney {
  /** Whole roubles, before any discount. */
  readonly totalPrice: number;
  readonly discountPercent: number;
  /** The marketplace's own discount, percent. */
  readonly spp: number;
  readonly priceWithDisc: number;
  readonly finishedPrice: number;
  /** Discount for paying with the marketplace's wallet, whole roubles. */
  readonly wallet: number;
  readonly commissionPercent: number;
  /** Simplified amount for the seller: price with discount less commission. */
  readonly forPay: number;
  readonly acquiringFee: number;
}

export const ACQUIRING_PERCENT = 1.5;

/** Prices an order by the discount of its day; the same order always costs the same. */
export function moneyOf(world: World, order: number): OrderMoney {
  const { catalogue, orders, seed } = world;
  const card = catalogue.cardOf[orders.sku.at(order)] ?? 0;
  const totalPrice = catalogue.prices[card] ?? 0;
  const discountPercent = discountOn(catalogue, card, Math.floor(orders.at.at(order) / DAY_SECONDS));
  const word = hash32(seed, order, 81);
  const spp = 12 + (word % 18);
  const priceWithDisc = totalPrice * (100 - discountPercent);
  const finishedPrice = Math.round((priceWithDisc * (100 - spp)) / 10_000) * 100;
  const commissionPercent = subjectOf(catalogue, card).commission;
  return {
    totalPrice,
    discountPercent,
    spp,
    priceWithDisc,
    finishedPrice,
    wallet: Math.round((finishedPrice * ((word >>> 8) % 6)) / 10_000),
    commissionPercent,
    forPay: Math.round((priceWithDisc * (100 - commissionPercent)) / 100),
    acquiringFee: Math.round((finishedPrice * ACQUIRING_PERCENT) / 100),
  };
}

/** Roubles as a JSON number of an amount in kopecks. */
export function roubles(kopecks: number): number {
  return kopecks / 100;
}
