import { brandOf, titleOf, vendorCodeOf } from './card-texts.js';
import { tagsOf } from './card-rows.js';
import { subjectOf } from './catalogue.js';
import type { FunnelCounts, FunnelPeriod } from './funnel-counts.js';
import { DAY_MS, moscowDate } from './moscow-time.js';
import { hash32 } from './random.js';
import type { Seller } from './sellers.js';
import type { World } from './world-state.js';

/** The buyers' club is about a fifth of all orders. */
const CLUB_SHARE = 0.2;

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 100);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

interface ClubCounts {
  readonly orderCount: number;
  readonly orderSum: number;
  readonly buyoutSum: number;
  readonly buyoutCount: number;
  readonly cancelSum: number;
  readonly cancelCount: number;
  readonly avgPrice: number;
  readonly buyoutPercent: number;
  readonly avgOrderCountPerDay: number;
}

/** Statistic of one card in one period, as the documents name it. */
export interface Statistic extends FunnelCounts {
  readonly period: { readonly start: string; readonly end: string };
  readonly avgPrice: number;
  readonly avgOrdersCountPerDay: number;
  readonly shareOrderPercent: number;
  readonly timeToReady: { readonly days: number; readonly hours: number; readonly mins: number };
  readonly localizationPercent: number;
  readonly wbClub: ClubCounts;
  readonly conversions: {
    readonly addToCartPercent: number;
    readonly cartToOrderPercent: number;
    readonly buyoutPercent: number;
  };
}

function clubOf(count: FunnelCounts, days: number): ClubCounts {
  const part = (value: number): number => Math.floor(value * CLUB_SHARE);
  const orderCount = part(count.orderCount);
  const buyoutCount = part(count.buyoutCount);
  const cancelCount = part(count.cancelCount);
  return {
    orderCount,
    orderSum: part(count.orderSum),
    buyoutSum: part(count.buyoutSum),
    buyoutCount,
    cancelSum: part(count.cancelSum),
    cancelCount,
    avgPrice: orderCount === 0 ? 0 : Math.round(count.orderSum / count.orderCount),
    buyoutPercent: percent(buyoutCount, buyoutCount + cancelCount),
    avgOrderCountPerDay: hundredths(orderCount / days),
  };
}

/** Derives the statistic of a card; `totalSum` is the order sum of all cards, whole roubles. */
export function statisticOf(
  world: World,
  card: number,
  count: FunnelCounts,
  { period, totalSum }: { readonly period: FunnelPeriod; readonly totalSum: number },
): Statistic {
  const days = Math.max(1, Math.round((period.untilMs - period.fromMs) / DAY_MS));
  const word = hash32(world.seed, card, 132);
  return {
    period: { start: moscowDate(period.fromMs), end: moscowDate(period.untilMs - 1) },
    ...count,
    avgPrice: count.orderCount === 0 ? 0 : Math.round(count.orderSum / count.orderCount),
    avgOrdersCountPerDay: hundredths(count.orderCount / days),
    shareOrderPercent: totalSum === 0 ? 0 : hundredths((count.orderSum / totalSum) * 100),
    timeToReady: { days: 1 + (word % 3), hours: (word >>> 4) % 24, mins: (word >>> 9) % 60 },
    // The only value while names of warehouses are masked.
    localizationPercent: 100,
    wbClub: clubOf(count, days),
    conversions: {
      addToCartPercent: percent(count.cartCount, count.openCount),
      cartToOrderPercent: percent(count.orderCount, count.cartCount),
      buyoutPercent: percent(count.buyoutCount, count.buyoutCount + count.cancelCount),
    },
  };
}

/** Change from `before` to `after`, whole percent. */
function growth(after: number, before: number): number {
  if (before === 0) return after === 0 ? 0 : 100;
  return Math.round(((after - before) / before) * 100);
}

/** How a card's statistic changed against the past period. */
export function comparisonOf(selected: Statistic, past: Statistic): object {
  const club = Object.fromEntries(
    (Object.keys(selected.wbClub) as (keyof ClubCounts)[]).map((name) => [
      name,
      growth(selected.wbClub[name], past.wbClub[name]),
    ]),
  );
  return {
    openCountDynamic: growth(selected.openCount, past.openCount),
    cartCountDynamic: growth(selected.cartCount, past.cartCount),
    orderCountDynamic: growth(selected.orderCount, past.orderCount),
    orderSumDynamic: growth(selected.orderSum, past.orderSum),
    buyoutCountDynamic: growth(selected.buyoutCount, past.buyoutCount),
    buyoutSumDynamic: growth(selected.buyoutSum, past.buyoutSum),
    cancelCountDynamic: growth(selected.cancelCount, past.cancelCount),
    cancelSumDynamic: growth(selected.cancelSum, past.cancelSum),
    avgOrdersCountPerDayDynamic: growth(selected.avgOrdersCountPerDay, past.avgOrdersCountPerDay),
    avgPriceDynamic: growth(selected.avgPrice, past.avgPrice),
    shareOrderPercentDynamic: growth(selected.shareOrderPercent, past.shareOrderPercent),
    addToWishlistDynamic: growth(selected.addToWishlist, past.addToWishlist),
    timeToReadyDynamic: { days: 0, hours: 0, mins: 0 },
    localizationPercentDynamic: 0,
    wbClubDynamic: club,
    conversions: {
      addToCartPercent: growth(selected.conversions.addToCartPercent, past.conversions.addToCartPercent),
      cartToOrderPercent: growth(
        selected.conversions.cartToOrderPercent,
        past.conversions.cartToOrderPercent,
      ),
      buyoutPercent: growth(selected.conversions.buyoutPercent, past.conversions.buyoutPercent),
    },
  };
}

/** The card itself, with its stock of the day. */
export function funnelProduct(seller: Seller, card: number, stock: { wb: number; mp: number }): object {
  const { catalogue, seed } = seller.world;
  const subject = subjectOf(catalogue, card);
  const word = hash32(seed, card, 133);
  return {
    nmId: catalogue.nmIds[card] ?? 0,
    title: titleOf(catalogue, card, seller.changes.cards.get(card)?.touches ?? 0),
    vendorCode: vendorCodeOf(catalogue, card),
    brandName: brandOf(catalogue, card),
    subjectId: subject.id,
    subjectName: subject.name,
    tags: tagsOf(catalogue, card).map(({ id, name }) => ({ id, name })),
    productRating: 6 + (word % 40) / 10,
    feedbackRating: 3.5 + ((word >>> 8) % 16) / 10,
    stocks: { ...stock, balanceSum: stock.wb + stock.mp },
  };
}
