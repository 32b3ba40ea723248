import { rowsAnswer, type Answer } from './answer.js';
import type { Call, Handler } from './call.js';
import { brandOf } from './card-texts.js';
import { tagsOf } from './card-rows.js';
import { subjectOf } from './catalogue.js';
import { funnelCounts, type FunnelCounts, type FunnelPeriod } from './funnel-counts.js';
import { comparisonOf, funnelProduct, statisticOf, type Statistic } from './funnel-rows.js';
import { DAY_MS, parseMoscow } from './moscow-time.js';
import { badRequest } from './problems.js';
import { fieldsOf, numberList, textList, wholeNumber } from './request-values.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a period of days; undefined if it is none. */
function periodOf(value: unknown): FunnelPeriod | undefined {
  const { start, end } = fieldsOf(value);
  if (typeof start !== 'string' || typeof end !== 'string' || !DATE.test(start) || !DATE.test(end))
    return undefined;
  const fromMs = parseMoscow(start);
  const lastMs = parseMoscow(end);
  if (fromMs === undefined || lastMs === undefined || lastMs < fromMs) return undefined;
  return { fromMs, untilMs: lastMs + DAY_MS };
}

/** The value a card is sorted by, for the names orderBy.field may have. */
const SORT: Readonly<Record<string, (card: Statistic, stock: Stock) => number>> = {
  openCard: (card) => card.openCount,
  addToCart: (card) => card.cartCount,
  orderCount: (card) => card.orderCount,
  orderSum: (card) => card.orderSum,
  buyoutCount: (card) => card.buyoutCount,
  buyoutSum: (card) => card.buyoutSum,
  cancelCount: (card) => card.cancelCount,
  cancelSum: (card) => card.cancelSum,
  avgPrice: (card) => card.avgPrice,
  stockMpQty: (_card, stock) => stock.mp,
  stockWbQty: (_card, stock) => stock.wb,
  shareOrderPercent: (card) => card.shareOrderPercent,
  addToWishlist: (card) => card.addToWishlist,
  timeToReady: ({ timeToReady: { days, hours, mins } }) => (days * 24 + hours) * 60 + mins,
  localizationPercent: (card) => card.localizationPercent,
  'wbClub.orderCount': (card) => card.wbClub.orderCount,
  'wbClub.orderSum': (card) => card.wbClub.orderSum,
  'wbClub.buyoutSum': (card) => card.wbClub.buyoutSum,
  'wbClub.cancelSum': (card) => card.wbClub.cancelSum,
  'wbClub.buyoutCount': (card) => card.wbClub.buyoutCount,
  'wbClub.avgPrice': (card) => card.wbClub.avgPrice,
  'wbClub.buyoutPercent': (card) => card.wbClub.buyoutPercent,
  'wbClub.avgOrderCountPerDay': (card) => card.wbClub.avgOrderCountPerDay,
  'wbClub.cancelCount': (card) => card.wbClub.cancelCount,
};

interface Stock {
  wb: number;
  mp: number;
}

/** Pieces of every card in the marketplace's and in the seller's warehouses. */
function stockByCard({ seller, nowMs }: Call): Stock[] {
  const { catalogue, places } = seller.world;
  const stock = Array.from({ length: catalogue.cards }, () => ({ wb: 0, mp: 0 }));
  seller.stock(nowMs).quantity.forEach((pieces, cell) => {
    const card = stock[catalogue.cardOf[Math.floor(cell / places.length)] ?? 0];
    if (!card) return;
    if (places[cell % places.length]?.own) card.mp += pieces;
    else card.wb += pieces;
  });
  return stock;
}

/** Cards that fit all lists of the request; undefined if a list is malformed. */
function chosenCards({ seller }: Call, body: Readonly<Record<string, unknown>>): number[] | undefined {
  const { catalogue } = seller.world;
  const nmIds = numberList(body['nmIds'], 1000);
  const subjects = numberList(body['subjectIds']);
  const tags = numberList(body['tagIds']);
  const brands = textList(body['brandNames']);
  if (!nmIds || !subjects || !tags || !brands) return undefined;
  const wanted = new Set(nmIds);
  return Array.from(catalogue.nmIds, (_, card) => card).filter(
    (card) =>
      (wanted.size === 0 || wanted.has(catalogue.nmIds[card] ?? 0)) &&
      (subjects.length === 0 || subjects.includes(subjectOf(catalogue, card).id)) &&
      (brands.length === 0 || brands.includes(brandOf(catalogue, card))) &&
      (tags.length === 0 || tagsOf(catalogue, card).some((tag) => tags.includes(tag.id))) &&
      !(body['skipDeletedNm'] === true && seller.changes.cards.get(card)?.trashed),
  );
}

type StatisticMaker = (card: number) => Statistic;

function statistics(call: Call, period: FunnelPeriod): StatisticMaker {
  const { world } = call.seller;
  const counts: FunnelCounts[] = funnelCounts(world, period, call.nowMs);
  const totalSum = counts.reduce((sum, count) => sum + count.orderSum, 0);
  return (card) => {
    const count = counts[card];
    if (!count) throw new RangeError(`no card ${card}`);
    return statisticOf(world, card, count, period, totalSum);
  };
}

/** POST /api/analytics/v3/sales-funnel/products */
export const salesFunnel: Handler = (call) => {
  const body = fieldsOf(call.body);
  const bad = (detail: string): Answer => badRequest(call.place, 'analytics', detail);
  if (body['selectedPeriod'] === undefined) return bad('selectedPeriod (field required)');
  const period = periodOf(body['selectedPeriod']);
  if (!period) return bad('selectedPeriod (dates start and end)');
  const past = body['pastPeriod'] === undefined ? undefined : periodOf(body['pastPeriod']);
  if (body['pastPeriod'] !== undefined && !past) return bad('pastPeriod (dates start and end)');
  if (period.fromMs < call.nowMs - 366 * DAY_MS) return bad('selectedPeriod (at most 365 days back)');
  const limit = wholeNumber(body['limit'], 50, 1, 1000);
  const offset = wholeNumber(body['offset'], 0, 0, Number.MAX_SAFE_INTEGER);
  if (limit === undefined) return bad('limit (value must be between 1 and 1000)');
  if (offset === undefined) return bad('offset (value must not be negative)');
  const { field = 'openCard', mode = 'desc' } = fieldsOf(body['orderBy']);
  const value = typeof field === 'string' ? SORT[field] : undefined;
  if (!value || (mode !== 'asc' && mode !== 'desc')) return bad('orderBy (unknown field or mode)');
  const cards = chosenCards(call, body);
  if (!cards) return bad('nmIds, brandNames, subjectIds, tagIds (lists)');
  const selected = statistics(call, period);
  const before = past ? statistics(call, past) : undefined;
  const stock = stockByCard(call);
  const rows = cards.map((card) => {
    const held = stock[card] ?? { wb: 0, mp: 0 };
    const statistic = selected(card);
    return { card, held, statistic, key: value(statistic, held) };
  });
  // Cards with equal values keep their order, so pages neither repeat nor miss one.
  rows.sort((a, b) => (mode === 'asc' ? a.key - b.key : b.key - a.key) || a.card - b.card);
  const page = rows.slice(offset, offset + limit);
  const row = (index: number): string => {
    const entry = page[index];
    if (!entry) return '';
    const earlier = before?.(entry.card);
    return JSON.stringify({
      product: funnelProduct(call.seller, entry.card, entry.held),
      statistic: {
        selected: entry.statistic,
        ...(earlier ? { past: earlier, comparison: comparisonOf(entry.statistic, earlier) } : {}),
      },
    });
  };
  return rowsAnswer(page.length, row, '{"data":{"products":[', '],"currency":"RUB"}}');
};
