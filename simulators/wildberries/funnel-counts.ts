import { DAY_SECONDS } from './moscow-time.js';
import { lowerBound } from './columns.js';
import { moneyOf } from './order-money.js';
import { hash32 } from './random.js';
import { worldSecond, type World } from './world-state.js';

/** What buyers did with one card, by the day of the ORDER. Sums are whole roubles. */
export interface FunnelCounts {
  openCount: number;
  cartCount: number;
  orderCount: number;
  orderSum: number;
  buyoutCount: number;
  buyoutSum: number;
  cancelCount: number;
  cancelSum: number;
  addToWishlist: number;
}

/** A period of Moscow days: Unix milliseconds of its first moment and of the first moment after it. */
export interface FunnelPeriod {
  readonly fromMs: number;
  readonly untilMs: number;
}

function empty(): FunnelCounts {
  return {
    openCount: 0,
    cartCount: 0,
    orderCount: 0,
    orderSum: 0,
    buyoutCount: 0,
    buyoutSum: 0,
    cancelCount: 0,
    cancelSum: 0,
    addToWishlist: 0,
  };
}

/** Counts of every card over a period, as known at `nowMs`: later outcomes still move them. */
export function funnelCounts(world: World, period: FunnelPeriod, nowMs: number): FunnelCounts[] {
  const { catalogue, orders, seed } = world;
  const now = worldSecond(world, nowMs);
  const from = worldSecond(world, period.fromMs);
  const until = Math.min(worldSecond(world, period.untilMs), now + 1);
  const counts = Array.from({ length: catalogue.cards }, empty);
  const times = orders.at.view();
  for (let order = lowerBound(times, from); order < times.length && (times[order] ?? 0) < until; order += 1) {
    const count = counts[catalogue.cardOf[orders.sku.at(order)] ?? 0];
    if (!count) continue;
    const price = Math.round(moneyOf(world, order).priceWithDisc / 100);
    count.orderCount += 1;
    count.orderSum += price;
    if (orders.outcomeAt.at(order) > now) continue;
    const returnedAt = orders.returnedAt.at(order);
    if (orders.cancelled.at(order) === 1 || (returnedAt >= 0 && returnedAt <= now)) {
      count.cancelCount += 1;
      count.cancelSum += price;
    } else {
      count.buyoutCount += 1;
      count.buyoutSum += price;
    }
  }
  const first = Math.max(0, Math.floor(from / DAY_SECONDS));
  const days = Math.max(0, Math.ceil(until / DAY_SECONDS) - first);
  counts.forEach((count, card) => {
    const word = hash32(seed, card, 131);
    // Some look without buying, every day a little differently but the same for the same days.
    const idle =
      days === 0 ? 0 : (hash32(seed, card, 1000 + first) % 3) + Math.floor((days * (word % 20)) / 10);
    count.cartCount = count.orderCount * (2 + (word % 3)) + Math.floor(idle / 4);
    count.openCount = count.cartCount * (6 + ((word >>> 4) % 9)) + idle;
    count.addToWishlist = Math.floor(count.openCount / (20 + ((word >>> 8) % 30)));
  });
  return counts;
}
