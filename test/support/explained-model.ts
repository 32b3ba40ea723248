import {
  by,
  compare,
  decimal,
  floor,
  minus,
  rounded,
  sumOf,
  times,
  toNumber,
  upToUnits,
  whole,
  ZERO,
  type Fraction,
} from './fraction.js';
import { poissonQuantile } from './metrics-model.js';
import { addDays } from '../../src/platform/context/index.js';

/** Of all figures together; each has its own of them. */
export interface Inputs {
  readonly soldByDay: Readonly<Record<string, number>>;
  readonly returnedByDay: Readonly<Record<string, number>>;
  readonly soldRevenueByDay: Readonly<Record<string, string>>;
  readonly returnedRevenueByDay: Readonly<Record<string, string>>;
  /** Null when something is missing and nothing is known. */
  readonly netAmount: string | null;
  readonly cost: string | null;
  readonly missing: { readonly netAmountOfSales: number; readonly unitCostOfDays: number };
  readonly sold: number;
  readonly returned: number;
  readonly inStockDays: string;
  readonly knownDays: number;
  readonly lowConfidence?: boolean;
  readonly stockNow: number;
  readonly stock: readonly Span[];
  readonly soldPriced: number;
  readonly soldRevenue: string;
  readonly revenue: string;
  readonly revenueBefore: string;
  readonly revenueOfAll: string;
  readonly weeks: readonly { readonly rate: string }[];
  readonly leadTimeDays: number;
  readonly stockedDays: number;
  readonly soldOnStockedDays: number;
  readonly sumOfSquares: string;
  readonly reorderPoint: number;
  readonly inbound: number;
  readonly today: string;
}

/** Every figure of a product, computed from its own explanation and from nothing else. */
export const RECOMPUTED: Readonly<Record<string, (inputs: Inputs) => string | null>> = {
  sold30Days: ({ soldByDay }) => String(sumOfNumbers(soldByDay)),
  returned30Days: ({ returnedByDay }) => String(sumOfNumbers(returnedByDay)),
  revenue30Days: ({ soldRevenueByDay, returnedRevenueByDay }) =>
    rounded(minus(sumOfAmounts(soldRevenueByDay), sumOfAmounts(returnedRevenueByDay)), 2),
  profit30Days: ({ netAmount, cost, missing }) =>
    netAmount === null || cost === null || missing.netAmountOfSales + missing.unitCostOfDays > 0
      ? null
      : rounded(minus(decimal(netAmount), decimal(cost)), 2),
  velocity: (inputs) => shown(paceOf(inputs)),
  daysOfCover: (inputs) => shown(coverOf(inputs)),
  turnoverDays: ({ sold, stock }) => {
    const unitDays = whole(stock.reduce((sum, span) => sum + span.units * daysOf(span), 0));
    return sold > 0 ? shown(by(unitDays, whole(sold))) : null;
  },
  daysOutOfStock: ({ stock }) => {
    const without = (span: Span): Fraction =>
      times(whole(daysOf(span)), minus(whole(1), decimal(span.inStock)));
    return stock.length === 0 ? null : shown(sumOf(stock.map(without)));
  },
  lostUnits: (inputs) => shown(lostOf(inputs)),
  lostRevenue: (inputs) => {
    const lost = lostOf(inputs);
    if (lost === null || inputs.soldPriced === 0) return null;
    const revenue = times(lost, by(decimal(inputs.soldRevenue), whole(inputs.soldPriced)));
    // kept with ten decimals, shown with two
    return rounded(decimal(rounded(revenue, 10)), 2);
  },
  buyoutRate: ({ sold, returned }) =>
    sold > 0 ? shown(minus(whole(1), by(whole(returned), whole(sold)))) : null,
  abcClass: ({ revenue, revenueBefore, revenueOfAll }) => {
    const below = (share: string): boolean =>
      compare(decimal(revenueBefore), times(decimal(share), decimal(revenueOfAll))) < 0;
    if (compare(decimal(revenue), ZERO) <= 0) return 'C';
    return below('0.8') ? 'A' : below('0.95') ? 'B' : 'C';
  },
  xyzClass: ({ weeks }) => {
    if (weeks.length < 8) return 'NEW';
    const rates = weeks.map(({ rate }) => decimal(rate));
    const variance = varianceOf(rates);
    const mean = by(sumOf(rates), whole(rates.length));
    if (mean.over === 0n) return 'Z';
    const squared = by(variance, times(mean, mean));
    return compare(squared, decimal('0.25')) <= 0 ? 'X' : compare(squared, whole(1)) <= 0 ? 'Y' : 'Z';
  },
  reorderPoint: (inputs) => {
    const point = reorderPointOf(inputs);
    return point === null ? null : String(point);
  },
  reorderQuantity: (inputs) => {
    const pace = paceOf(inputs);
    if (pace === null) return null;
    const needed = (days: number): number => Number(upToUnits(times(pace, whole(days))));
    const { leadTimeDays, reorderPoint, stockNow, inbound } = inputs;
    const reserve = reorderPoint - needed(leadTimeDays);
    return String(Math.max(0, needed(leadTimeDays + 30) + reserve - stockNow - inbound));
  },
  stockoutDate: (inputs) => {
    const cover = coverOf(inputs);
    return cover === null ? null : addDays(inputs.today, Number(floor(cover)));
  },
  risk: (inputs) => {
    const cover = coverOf(inputs);
    const { stockNow, reorderPoint, leadTimeDays } = inputs;
    if (cover === null) return 'NO_DEMAND';
    if (stockNow === 0) return 'OUT_OF_STOCK';
    if (stockNow <= reorderPoint) return 'ORDER_NOW';
    if (compare(cover, whole(leadTimeDays + 7)) <= 0) return 'ORDER_SOON';
    return compare(cover, whole(150)) > 0 ? 'OVERSTOCK' : 'OK';
  },
};

export interface Span {
  readonly from: string;
  readonly until: string;
  readonly inStock: string;
  readonly units: number;
}

export function daysOf({ from, until }: Span): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000;
}

function sumOfNumbers(byDay: Inputs['soldByDay']): number {
  return Object.values(byDay).reduce((sum, value) => sum + value, 0);
}

function sumOfAmounts(byDay: Inputs['soldRevenueByDay']): Fraction {
  return sumOf(Object.values(byDay).map(decimal));
}

function paceOf({ sold, inStockDays }: Inputs): Fraction | null {
  const inStock = decimal(inStockDays);
  return compare(inStock, whole(1)) < 0 ? null : by(whole(sold), inStock);
}

function coverOf(inputs: Inputs): Fraction | null {
  const pace = paceOf(inputs);
  return pace === null || pace.over === 0n ? null : by(whole(inputs.stockNow), pace);
}

function lostOf(inputs: Inputs): Fraction | null {
  const pace = paceOf(inputs);
  return pace && times(pace, minus(whole(inputs.knownDays), decimal(inputs.inStockDays)));
}

function reorderPointOf(inputs: Inputs): number | null {
  const { leadTimeDays, stockedDays, soldOnStockedDays, sumOfSquares } = inputs;
  const pace = paceOf(inputs);
  if (pace === null) return null;
  const expected = times(pace, whole(leadTimeDays));
  if (compare(expected, whole(10)) < 0) return poissonQuantile(toNumber(expected));
  const mean = by(whole(soldOnStockedDays), whole(stockedDays));
  const variance = minus(by(decimal(sumOfSquares), whole(stockedDays)), times(mean, mean));
  const reserve = 1.645 * Math.sqrt(toNumber(variance)) * Math.sqrt(leadTimeDays);
  return Math.ceil(Math.round((toNumber(expected) + reserve) * 1e8) / 1e8);
}

function varianceOf(values: readonly Fraction[]): Fraction {
  const mean = by(sumOf(values), whole(values.length));
  const squares = values.map((value) => times(minus(value, mean), minus(value, mean)));
  return by(sumOf(squares), whole(values.length));
}

/** Ten decimals, without the zeros at their end. */
function shown(value: Fraction | null): string | null {
  return value && rounded(value, 10).replace(/\.?0+$/, '');
}

interface DashboardInputs {
  readonly missing?: number;
  readonly byDay: Readonly<Record<string, number | string>>;
  readonly products: Readonly<Record<string, number>>;
  readonly stockTotal: Readonly<Record<string, number>>;
  readonly lostRevenue: Readonly<Record<string, string>>;
  readonly stockValue: Readonly<Record<string, string>>;
}

const sumOfCounts = ({ products }: DashboardInputs): string => String(sumOfNumbers(products));

/** The same of the dashboard; of sales by the last part of the name. */
export const RECOMPUTED_DASHBOARD: Readonly<Record<string, (inputs: DashboardInputs) => string | null>> = {
  productCount: sumOfCounts,
  lowStockCount: sumOfCounts,
  outOfStockCount: sumOfCounts,
  overstockCount: sumOfCounts,
  stockTotal: ({ stockTotal }) => String(sumOfNumbers(stockTotal)),
  lostRevenue30Days: ({ lostRevenue }) => rounded(sumOfAmounts(lostRevenue), 2),
  stockValue: ({ stockValue }) =>
    Object.keys(stockValue).length === 0 ? null : rounded(sumOfAmounts(stockValue), 2),
  quantity: ({ byDay }) => String(sumOfNumbers(byDay as Record<string, number>)),
  returnedQuantity: ({ byDay }) => String(sumOfNumbers(byDay as Record<string, number>)),
  revenue: ({ byDay }) => rounded(sumOfAmounts(byDay as Record<string, string>), 2),
  commission: ({ byDay }) => rounded(sumOfAmounts(byDay as Record<string, string>), 2),
  netAmount: ({ byDay }) => rounded(sumOfAmounts(byDay as Record<string, string>), 2),
};
