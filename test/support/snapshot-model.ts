import { addDays } from '../../src/platform/context/index.js';
import { dailyStock } from '../../src/features/analytics/domain/daily-stock.js';
import {
  by,
  compare,
  decimal,
  minus,
  plus,
  rounded,
  sumOf,
  times,
  whole,
  ZERO,
  type Fraction,
} from './fraction.js';
import { expectedRollups, salesDayOf } from './lived-rollups.js';
import type { LivedSale, LivedSeller } from './lived-seller.js';
import { costOf, daysBetween, knownDays, type KnownDay, type ModelInputs } from './metrics-model.js';

export const PERIODS = { DAILY: 1, WEEKLY: 7, MONTHLY: 30 } as const;

type Data = Readonly<Record<string, unknown>>;

/** One product over the days of a period. */
interface Told {
  readonly id: string;
  readonly wbArticle: string;
  readonly stockNow: number;
  readonly abcClass: string;
  readonly xyzClass: string;
  readonly daysOfCover: string | null;
  readonly sold: number;
  readonly returned: number;
  readonly revenue: Fraction;
  readonly priceMissing: number;
  readonly net: Fraction;
  readonly netMissing: number;
  readonly cost: Fraction;
  readonly costMissing: number;
  /** Of known days; null without any. */
  readonly demand: number | null;
  readonly unitDays: number | null;
  readonly outOfStock: Fraction | null;
  readonly lostUnits: Fraction | null;
  readonly lostRevenue: Fraction | null;
}

/** What analytics ought to say of these sellers together, product by product and as plainly as can be. */
export function expectedSnapshots(
  sellers: readonly LivedSeller[],
  period: keyof typeof PERIODS,
): Readonly<Record<string, Data>> {
  const today = sellers[0]?.today ?? '';
  const from = addDays(today, -PERIODS[period]);
  const products = sellers.flatMap((seller) => toldOf(seller, from));
  const data = (totals: Data, groups: readonly Data[]): Data => ({ from, until: today, totals, groups });
  const each = (
    rows: readonly Told[],
    keys: readonly ('abcClass' | 'xyzClass')[],
    say: (rows: readonly Told[]) => Data,
  ) => {
    const groups = Map.groupBy(rows, (row) => JSON.stringify(keys.map((key) => row[key])));
    return [...groups.values()].map((members) => ({
      ...Object.fromEntries(keys.map((key) => [key, members[0]?.[key]])),
      ...say(members),
    }));
  };
  const byAbc = (say: (rows: readonly Told[]) => Data): Data =>
    data(say(products), inOrder(each(products, ['abcClass'], say), ['abcClass']));
  const bands = products.map((row) => ({ row, daysOfCover: bandOf(row.daysOfCover) }));
  return {
    SALES_SUMMARY: salesSummary(sellers, { from, until: today }, data),
    TURNOVER: byAbc(turnoverOf),
    STOCK_COVER: data(
      coverOf(products),
      BANDS.filter((band) => bands.some((it) => it.daysOfCover === band)).map((band) => ({
        daysOfCover: band,
        ...coverOf(bands.filter((it) => it.daysOfCover === band).map(({ row }) => row)),
      })),
    ),
    ABC: byAbc(soldOf),
    XYZ: data(
      soldOf(products),
      inOrder(each(products, ['xyzClass', 'abcClass'], soldOf), ['xyzClass', 'abcClass']),
    ),
    LOST_SALES: data(
      {
        products: products.length,
        productsKnown: products.filter(({ lostUnits }) => lostUnits !== null).length,
        productsWithLosses: products.filter(({ lostUnits }) => lostUnits && lostUnits.over > 0n).length,
        ...lossOf(products),
      },
      top(
        products.filter(({ lostUnits }) => lostUnits && lostUnits.over > 0n),
        ({ lostRevenue }) => lostRevenue ?? ZERO,
      ).map((row) => ({ ...namesOf(row), ...lossOf([row]) })),
    ),
    PROFIT: byAbc(profitOf),
    TOP_PRODUCTS: data(
      { products: products.length, ...amountsOf(products) },
      top(
        products.filter(({ revenue }) => revenue.over > 0n),
        ({ revenue }) => revenue,
      ).map((row) => ({ ...namesOf(row), abcClass: row.abcClass, ...amountsOf([row]) })),
    ),
  };
}

function toldOf(seller: LivedSeller, from: string): Told[] {
  const { metrics } = expectedRollups(seller);
  return seller.products.map((id, index) => {
    const { abcClass = '', xyzClass, daysOfCover, velocity, lostRevenue } = metrics[index]!;
    const inputs: ModelInputs = {
      today: seller.today,
      stockNow: seller.stockNow(index),
      costs: seller.costs[index]!,
      stock: dailyStock(seller.records[index]!),
      sales: [...seller.sales.values()].filter(({ product }) => product === index).map(salesDayOf),
    };
    const window = daysBetween(addDays(seller.today, -30), seller.today);
    const days = window.filter((day) => day >= from);
    const sales = inputs.sales.filter(({ day }) => days.includes(day));
    const known = knownDays(inputs, days);
    const isKnown = known.length > 0;
    const outOfStock = isKnown ? minus(whole(known.length), inStockOf(known)) : null;
    const cost = costOf(sales, inputs.costs);
    const whole30 = knownDays(inputs, window);
    const pace = velocity === null ? null : by(whole(demandOf(whole30)), inStockOf(whole30));
    const lost = pace && times(pace, outOfStock ?? ZERO);
    const in30 = inputs.sales.filter(({ day }) => window.includes(day));
    const revenue30 = hundredths(in30.reduce((sum, row) => sum + row.soldRevenue, 0n));
    const sold30 = in30.reduce((sum, row) => sum + row.sold - row.unpriced, 0);
    return {
      ...{ id, wbArticle: `A${index}`, stockNow: inputs.stockNow, abcClass, xyzClass, daysOfCover },
      sold: sales.reduce((sum, row) => sum + row.sold, 0),
      returned: sales.reduce((sum, row) => sum + row.returned, 0),
      revenue: hundredths(sales.reduce((sum, row) => sum + row.soldRevenue - row.returnedRevenue, 0n)),
      priceMissing: sales.reduce((sum, row) => sum + row.priceMissing, 0),
      net: hundredths(sales.reduce((sum, row) => sum + row.net, 0n)),
      netMissing: sales.reduce((sum, row) => sum + row.netMissing, 0),
      ...{ cost: cost.known, costMissing: cost.missing },
      demand: isKnown ? demandOf(known) : null,
      unitDays: isKnown ? known.reduce((sum, day) => sum + day.endQuantity, 0) : null,
      ...{ outOfStock, lostUnits: lost },
      lostRevenue: lost && lostRevenue !== null ? times(lost, by(revenue30, whole(sold30))) : null,
    };
  });
}

function salesSummary(
  sellers: readonly LivedSeller[],
  { from, until }: { readonly from: string; readonly until: string },
  data: (totals: Data, groups: readonly Data[]) => Data,
): Data {
  const days = daysBetween(from, until).map((day) => ({
    day,
    rows: sellers.flatMap((seller) => [...seller.sales.values()].filter((sale) => sale.day === day)),
  }));
  const say = (told: typeof days): Data => {
    const rows = told.flatMap((one) => one.rows);
    const units = (kind: string): number =>
      rows.filter((row) => row.kind === kind).reduce((total, row) => total + row.quantity, 0);
    const unpriced = rows.filter((row) => row.price === 0).length;
    const missing = (of: 'net' | 'commission'): number => rows.filter((row) => row[of] === null).length;
    const known = (of: 'net' | 'commission'): string | null =>
      knownPart(
        signed(rows, (row) => row[of] ?? 0),
        missing(of),
      );
    return {
      ...{ sold: units('SALE'), returned: units('RETURN') },
      revenue: knownPart(
        signed(rows, (row) => row.price * row.quantity),
        unpriced,
      ),
      salesWithoutPrice: unpriced,
      commission: known('commission'),
      salesWithoutCommission: missing('commission'),
      netAmount: known('net'),
      salesWithoutNetAmount: missing('net'),
    };
  };
  return data(
    say(days),
    days.map((one) => ({ day: one.day, ...say([one]) })),
  );
}

function signed(sales: readonly LivedSale[], of: (sale: LivedSale) => number): Fraction {
  return hundredths(
    sales.reduce((total, sale) => total + BigInt(sale.kind === 'SALE' ? of(sale) : -of(sale)), 0n),
  );
}

function turnoverOf(rows: readonly Told[]): Data {
  const known = rows.filter(({ unitDays: days }) => days !== null);
  const [sold, unitDays] = [sumBy(known, (row) => row.demand ?? 0), sumBy(known, (row) => row.unitDays ?? 0)];
  return {
    products: rows.length,
    ...(known.length > 0 ? { sold, unitDays } : { sold: null, unitDays: null }),
    turnoverDays: sold > 0 ? trimmed(by(whole(unitDays), whole(sold))) : null,
  };
}

function coverOf(rows: readonly Told[]): Data {
  return {
    products: rows.length,
    stockNow: sumBy(rows, (row) => row.stockNow),
    sold: sumBy(rows, (row) => row.sold),
  };
}

function soldOf(rows: readonly Told[]): Data {
  return { products: rows.length, ...amountsOf(rows) };
}

function amountsOf(rows: readonly Told[]): Data {
  const salesWithoutPrice = sumBy(rows, (row) => row.priceMissing);
  return {
    sold: sumBy(rows, (row) => row.sold),
    returned: sumBy(rows, (row) => row.returned),
    revenue: knownPart(sumOf(rows.map(({ revenue }) => revenue)), salesWithoutPrice),
    salesWithoutPrice,
  };
}

function lossOf(rows: readonly Told[]): Data {
  return {
    daysOutOfStock: ofKnown(rows, (row) => row.outOfStock, trimmed),
    lostUnits: ofKnown(rows, (row) => row.lostUnits, trimmed),
    lostRevenue: ofKnown(rows, (row) => row.lostRevenue, inHundredths),
  };
}

function profitOf(rows: readonly Told[]): Data {
  const known = rows.filter(({ netMissing, costMissing }) => netMissing + costMissing === 0);
  const net = sumOf(rows.map((row) => row.net));
  const cost = sumOf(rows.map((row) => row.cost));
  const salesWithoutNetAmount = sumBy(rows, (row) => row.netMissing);
  const daysWithoutUnitCost = sumBy(rows, (row) => row.costMissing);
  return {
    ...{ products: rows.length, productsKnown: known.length },
    profitOfKnown: ofKnown(known, (row) => minus(row.net, row.cost), inHundredths),
    netAmount: knownPart(net, salesWithoutNetAmount),
    cost: knownPart(cost, daysWithoutUnitCost),
    ...{ salesWithoutNetAmount, daysWithoutUnitCost },
    profit: known.length === rows.length ? rounded(minus(net, cost), 2) : null,
  };
}

/** The sum of what is known; null of nothing known. */
function ofKnown<Row>(
  rows: readonly Row[],
  of: (row: Row) => Fraction | null,
  show: (sum: Fraction) => string,
): string | null {
  const values = rows.map(of).filter((value) => value !== null);
  return values.length > 0 ? show(sumOf(values)) : null;
}

/** Of a sum from which something is missing: what is there, if anything. */
function knownPart(sum: Fraction, missing: number): string | null {
  return missing === 0 || sum.over !== 0n ? inHundredths(sum) : null;
}

function inHundredths(value: Fraction): string {
  return rounded(value, 2);
}

function namesOf({ id, wbArticle }: Told): Data {
  return { productId: id, wbArticle, name: null };
}

const BANDS = ['0-7', '7-14', '14-30', '30-60', '60-150', '150-', 'UNDEFINED'];

function bandOf(days: string | null): string {
  if (days === null) return 'UNDEFINED';
  const limit = [7, 14, 30, 60].findIndex((end) => compare(decimal(days), whole(end)) < 0);
  if (limit >= 0) return BANDS[limit] ?? '';
  return compare(decimal(days), whole(150)) <= 0 ? '60-150' : '150-';
}

const CLASSES = ['A', 'B', 'C', 'X', 'Y', 'Z', 'NEW'];

function inOrder(rows: readonly Data[], keys: readonly string[]): Data[] {
  const place = (row: Data): number =>
    keys.reduce((sum, key) => sum * 10 + CLASSES.indexOf(String(row[key])), 0);
  return rows.toSorted((a, b) => place(a) - place(b));
}

function top(rows: readonly Told[], of: (row: Told) => Fraction): Told[] {
  return rows.toSorted((a, b) => compare(of(b), of(a)) || (a.id < b.id ? -1 : 1)).slice(0, 20);
}

function inStockOf(known: readonly KnownDay[]): Fraction {
  return known.reduce((sum, day) => plus(sum, day.share), ZERO);
}

function demandOf(known: readonly KnownDay[]): number {
  return Number(known.reduce((sum, day) => sum + day.sold, 0n));
}

function sumBy(rows: readonly Told[], of: (row: Told) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

function hundredths(amount: bigint): Fraction {
  return { over: amount, under: 100n };
}

function trimmed(value: Fraction): string {
  const text = rounded(value, 10);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
