import type { FunnelPeriod } from './funnel-counts.js';
import type { Statistic } from './funnel-rows.js';
import { DAY_MS, parseMoscow } from './moscow-time.js';
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
const SORT: Readonly<Record<string, (card: Statistic, stock: CardStock) => number>> = {
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

/** Pieces of one card in the marketplace's and in the seller's warehouses. */
export interface CardStock {
  wb: number;
  mp: number;
}

/** A well-formed request of the funnel. */
export interface FunnelRequest {
  readonly period: FunnelPeriod;
  readonly past: FunnelPeriod | undefined;
  readonly limit: number;
  readonly offset: number;
  /** What cards are sorted by. */
  readonly key: (card: Statistic, stock: CardStock) => number;
  readonly ascending: boolean;
  readonly nmIds: readonly number[];
  readonly subjectIds: readonly number[];
  readonly tagIds: readonly number[];
  readonly brandNames: readonly string[];
  readonly skipDeleted: boolean;
}

type Body = Readonly<Record<string, unknown>>;

function periods(body: Body, nowMs: number): Pick<FunnelRequest, 'period' | 'past'> | string {
  if (body['selectedPeriod'] === undefined) return 'selectedPeriod (field required)';
  const period = periodOf(body['selectedPeriod']);
  if (!period) return 'selectedPeriod (dates start and end)';
  if (period.fromMs < nowMs - 366 * DAY_MS) return 'selectedPeriod (at most 365 days back)';
  const past = periodOf(body['pastPeriod']);
  if (body['pastPeriod'] !== undefined && !past) return 'pastPeriod (dates start and end)';
  return { period, past };
}

function order(body: Body): Pick<FunnelRequest, 'key' | 'ascending'> | string {
  const { field = 'openCard', mode = 'desc' } = fieldsOf(body['orderBy']);
  const key = typeof field === 'string' ? SORT[field] : undefined;
  if (!key || (mode !== 'asc' && mode !== 'desc')) return 'orderBy (unknown field or mode)';
  return { key, ascending: mode === 'asc' };
}

type Lists = Pick<FunnelRequest, 'nmIds' | 'subjectIds' | 'tagIds' | 'brandNames'>;

function lists(body: Body): Lists | string {
  const nmIds = numberList(body['nmIds'], 1000);
  const subjectIds = numberList(body['subjectIds']);
  const tagIds = numberList(body['tagIds']);
  const brandNames = textList(body['brandNames']);
  if (!nmIds || !subjectIds || !tagIds || !brandNames) return 'nmIds, brandNames, subjectIds, tagIds (lists)';
  return { nmIds, subjectIds, tagIds, brandNames };
}

/** Reads the body of a request at `nowMs` (Unix ms); a text tells what is wrong with it. */
export function funnelRequest(given: unknown, nowMs: number): FunnelRequest | string {
  const body = fieldsOf(given);
  const time = periods(body, nowMs);
  if (typeof time === 'string') return time;
  const sorting = order(body);
  if (typeof sorting === 'string') return sorting;
  const filter = lists(body);
  if (typeof filter === 'string') return filter;
  const limit = wholeNumber(body['limit'], 50, 1, 1000);
  const offset = wholeNumber(body['offset'], 0, 0, Number.MAX_SAFE_INTEGER);
  if (limit === undefined) return 'limit (value must be between 1 and 1000)';
  if (offset === undefined) return 'offset (value must not be negative)';
  return { ...time, ...sorting, ...filter, limit, offset, skipDeleted: body['skipDeletedNm'] === true };
}
