import { addDays } from '../../src/platform/context/index.js';
import { SHARE, type StockDay } from '../../src/features/analytics/domain/daily-stock.js';
import {
  by,
  compare,
  decimal,
  floor,
  minus,
  plus,
  rounded,
  sumOf,
  times,
  toNumber,
  upToUnits,
  whole,
  ZERO,
  type Fraction,
} from './fraction.js';

/** A product's sales of a day; money in hundredths. */
export interface SalesDay {
  readonly day: string;
  readonly sold: number;
  readonly returned: number;
  readonly soldRevenue: bigint;
  readonly returnedRevenue: bigint;
  /** Of those sold, units whose price is not known. */
  readonly unpriced: number;
  /** Sales and returns whose price is not known. */
  readonly priceMissing: number;
  /** Signed. */
  readonly net: bigint;
  readonly netMissing: number;
}

export interface Cost {
  readonly from: string;
  /** In hundredths. */
  readonly unitCost: bigint | null;
  readonly leadTimeDays: number | null;
}

export interface ModelInputs {
  readonly today: string;
  readonly stockNow: number;
  readonly sales: readonly SalesDay[];
  /** All rows ever, oldest first. */
  readonly stock: readonly StockDay[];
  /** Oldest first. */
  readonly costs: readonly Cost[];
}

/** As the table has them: decimals as text, null where the figure is undefined. */
export interface ModelFigures {
  readonly sold: number;
  readonly returned: number;
  readonly revenue: string;
  readonly cost: string;
  readonly costMissing: number;
  readonly profit: string | null;
  readonly inStockDays: string;
  readonly knownDays: string;
  readonly velocity: string | null;
  readonly daysOfCover: string | null;
  readonly turnoverDays: string | null;
  readonly daysOutOfStock: string | null;
  readonly lostUnits: string | null;
  readonly lostRevenue: string | null;
  readonly buyoutRate: string | null;
  readonly xyzClass: string;
  readonly reorderPoint: number | null;
  readonly reorderQuantity: number | null;
  readonly stockoutDate: string | null;
  readonly risk: string;
}

export interface KnownDay {
  readonly day: string;
  readonly share: Fraction;
  readonly endQuantity: number;
  readonly sold: bigint;
}

/**
 * The figures of one product, day by day and as plainly as can be, in exact numbers; each is rounded once. It shares
 * nothing with the SQL but what it is to come to.
 */
export function modelFigures(inputs: ModelInputs): ModelFigures {
  const window = daysBetween(addDays(inputs.today, -30), inputs.today);
  const sales = inputs.sales.filter(({ day }) => window.includes(day));
  const known = knownDays(inputs, window);
  return {
    ...ofMoney(sales, inputs.costs),
    ...ofTime(sales, known),
    ...ofOrders(inputs, known),
    buyoutRate: buyoutRateOf(sales.filter(({ day }) => day <= addDays(inputs.today, -14))),
    xyzClass: xyzClassOf(inputs),
  };
}

function ofMoney(sales: readonly SalesDay[], costs: readonly Cost[]) {
  const cost = costOf(sales, costs);
  const net = hundredths(total(sales, (row) => row.net));
  const missing = cost.missing + sales.reduce((rows, row) => rows + row.netMissing, 0);
  return {
    sold: Number(soldOf(sales)),
    returned: Number(total(sales, (row) => BigInt(row.returned))),
    revenue: rounded(hundredths(total(sales, (row) => row.soldRevenue - row.returnedRevenue)), 2),
    cost: rounded(cost.known, 2),
    costMissing: cost.missing,
    profit: missing === 0 ? rounded(minus(net, cost.known), 2) : null,
  };
}

function ofTime(sales: readonly SalesDay[], known: readonly KnownDay[]) {
  const outOfStock = minus(whole(known.length), inStockOf(known));
  const demand = demandOf(known);
  const velocity = velocityOf(known);
  const lostUnits = velocity && times(velocity, outOfStock);
  const sold = whole(soldOf(sales) - total(sales, (row) => BigInt(row.unpriced)));
  const price = sold.over > 0n ? by(hundredths(total(sales, (row) => row.soldRevenue)), sold) : null;
  const unitDays = whole(known.reduce((units, day) => units + day.endQuantity, 0));
  return {
    inStockDays: rounded(inStockOf(known), 8),
    knownDays: rounded(whole(known.length), 8),
    velocity: ten(velocity),
    turnoverDays: demand.over > 0n ? ten(by(unitDays, demand)) : null,
    daysOutOfStock: known.length > 0 ? rounded(outOfStock, 8) : null,
    lostUnits: ten(lostUnits),
    lostRevenue: lostUnits && price && ten(times(lostUnits, price)),
  };
}

function ofOrders({ today, stockNow, costs }: ModelInputs, known: readonly KnownDay[]) {
  const lead = whole(costs.filter(({ from }) => from <= today).at(-1)?.leadTimeDays ?? 14);
  const velocity = velocityOf(known);
  const cover = velocity && velocity.over > 0n ? by(whole(stockNow), velocity) : null;
  const point = velocity && reorderPointOf(velocity, lead, known);
  return {
    daysOfCover: ten(cover),
    reorderPoint: point,
    reorderQuantity:
      velocity && point !== null
        ? Math.max(
            0,
            Number(upToUnits(times(velocity, plus(lead, whole(30))))) +
              point -
              Number(upToUnits(times(velocity, lead))) -
              stockNow,
          )
        : null,
    stockoutDate: cover && addDays(today, Number(floor(cover))),
    risk: riskOf(stockNow, cover, point, lead),
  };
}

function inStockOf(known: readonly KnownDay[]): Fraction {
  return sumOf(known.map(({ share }) => share));
}

function demandOf(known: readonly KnownDay[]): Fraction {
  return whole(total(known, (row) => row.sold));
}

function velocityOf(known: readonly KnownDay[]): Fraction | null {
  const inStock = inStockOf(known);
  return compare(inStock, whole(1)) >= 0 ? by(demandOf(known), inStock) : null;
}

function soldOf(sales: readonly SalesDay[]): bigint {
  return total(sales, (row) => BigInt(row.sold));
}

function buyoutRateOf(settled: readonly SalesDay[]): string | null {
  const sold = whole(soldOf(settled));
  const returned = whole(total(settled, (row) => BigInt(row.returned)));
  return sold.over > 0n ? ten(minus(whole(1), by(returned, sold))) : null;
}

function ten(value: Fraction | null): string | null {
  return value && rounded(value, 10);
}

/** By index: highest revenue first, ties by id; the class follows from what stands before. */
export function modelAbc(products: readonly { readonly id: string; readonly revenue: string }[]): string[] {
  const positive = ({ revenue }: { revenue: string }): Fraction =>
    revenue.startsWith('-') ? ZERO : decimal(revenue);
  const all = sumOf(products.map(positive));
  const ranked = products.toSorted(
    (a, b) => compare(decimal(b.revenue), decimal(a.revenue)) || (a.id < b.id ? -1 : 1),
  );
  const classes = new Map<string, string>();
  let before = ZERO;
  for (const product of ranked) {
    const below = (share: string): boolean => compare(before, times(decimal(share), all)) < 0;
    const has = compare(decimal(product.revenue), ZERO) > 0;
    classes.set(product.id, has && below('0.80') ? 'A' : has && below('0.95') ? 'B' : 'C');
    before = plus(before, positive(product));
  }
  return products.map(({ id }) => classes.get(id) ?? '');
}

export function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  return days;
}

export function knownDays({ stock, sales }: ModelInputs, days: readonly string[]): KnownDay[] {
  return days.flatMap((day) => {
    const last = stock.findLast((row) => row.day <= day);
    if (!last || (last.day === day && last.knownShare < SHARE)) return [];
    const share =
      last.day === day ? { over: last.inStockShare, under: SHARE } : whole(last.endQuantity > 0 ? 1 : 0);
    const sold = total(
      sales.filter((row) => row.day === day),
      (row) => BigInt(row.sold),
    );
    return [{ day, share, endQuantity: last.endQuantity, sold }];
  });
}

/** The last cost from a day on; before the first, that one. A day without any counts as missing. */
export function costOf(
  sales: readonly SalesDay[],
  costs: readonly Cost[],
): { known: Fraction; missing: number } {
  let known = ZERO;
  const missing = new Set<string>();
  // what stands before the first unit cost is a lead time
  const dated = costs.slice(costs.findIndex(({ unitCost }) => unitCost !== null));
  for (const { day, sold, returned } of sales) {
    const cost = (dated.findLast(({ from }) => from <= day) ?? dated[0])?.unitCost ?? null;
    if (cost === null) missing.add(day);
    else known = plus(known, times(hundredths(cost), whole(sold - returned)));
  }
  return { known, missing: missing.size };
}

/** The last 12 complete weeks, each in units a week as if the product had been in stock all of it. */
function xyzClassOf(inputs: ModelInputs): string {
  const weekday = (new Date(`${inputs.today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(inputs.today, -weekday);
  const rates = Array.from({ length: 12 }, (_, ago) => addDays(monday, -7 * (ago + 1))).flatMap((first) => {
    const days = knownDays(inputs, daysBetween(first, addDays(first, 7)));
    const share = by(sumOf(days.map((day) => day.share)), whole(7));
    if (compare(share, decimal('0.2')) < 0) return [];
    return [decimal(rounded(by(whole(total(days, (day) => day.sold)), share), 10))];
  });
  if (rates.length < 8) return 'NEW';
  const mean = by(sumOf(rates), whole(rates.length));
  if (mean.over === 0n) return 'Z';
  const squares = rates.map((rate) => times(minus(rate, mean), minus(rate, mean)));
  const variance = by(sumOf(squares), whole(rates.length));
  const within = (limit: string): boolean =>
    compare(variance, times(times(decimal(limit), mean), times(decimal(limit), mean))) <= 0;
  return within('0.5') ? 'X' : within('1') ? 'Y' : 'Z';
}

function reorderPointOf(velocity: Fraction, lead: Fraction, known: readonly KnownDay[]): number {
  const expected = times(velocity, lead);
  if (compare(expected, whole(10)) < 0) return poissonQuantile(toNumber(expected));
  const stocked = known.filter(({ share }) => share.over > 0n);
  const mean = by(whole(total(stocked, (day) => day.sold)), whole(stocked.length));
  const squares = stocked.map((day) => times(minus(whole(day.sold), mean), minus(whole(day.sold), mean)));
  const variance = toNumber(by(sumOf(squares), whole(stocked.length)));
  const safety = 1.645 * Math.sqrt(variance) * Math.sqrt(toNumber(lead));
  return Math.ceil(Math.round((toNumber(expected) + safety) * 1e8) / 1e8);
}

/** The least number that a Poisson demand of this mean does not exceed in 95 % of cases. */
export function poissonQuantile(mean: number): number {
  let term = Math.exp(-mean);
  let below = term;
  let units = 0;
  while (below < 0.95) {
    units++;
    term *= mean / units;
    below += term;
  }
  return units;
}

/** The first that holds, in this order. */
function riskOf(stockNow: number, cover: Fraction | null, point: number | null, lead: Fraction): string {
  if (cover === null || point === null) return 'NO_DEMAND';
  if (stockNow === 0) return 'OUT_OF_STOCK';
  if (stockNow <= point) return 'ORDER_NOW';
  if (compare(cover, plus(lead, whole(7))) <= 0) return 'ORDER_SOON';
  return compare(cover, whole(150)) > 0 ? 'OVERSTOCK' : 'OK';
}

function total<Row>(rows: readonly Row[], of: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + of(row), 0n);
}

function hundredths(amount: bigint): Fraction {
  return { over: amount, under: 100n };
}
