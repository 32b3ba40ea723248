import { SHARE, type StockDay } from './daily-stock.js';
import { DEFAULT_LEAD_TIME_DAYS, POISSON_BELOW, SERVICE_Z, poissonQuantile } from './reorder.js';

/** The last complete days that a product's figures speak of. */
export const WINDOW_DAYS = 30;
/** Less in-stock time than this is no ground for a velocity. */
export const MIN_IN_STOCK_DAYS = 1;
export const ORDER_SOON_DAYS = 7;
export const OVERSTOCK_DAYS = 150;

export type StockRisk = 'OUT_OF_STOCK' | 'NO_DEMAND' | 'ORDER_NOW' | 'ORDER_SOON' | 'OVERSTOCK' | 'OK';

/** Money in hundredths. */
export interface SalesDay {
  readonly day: string;
  readonly sold: number;
  readonly returned: number;
  readonly soldRevenue: bigint;
  readonly returnedRevenue: bigint;
}

export interface MetricInputs {
  /** Days of the window, oldest first. */
  readonly window: readonly string[];
  readonly stockNow: number;
  readonly leadTimeDays: number | null;
  readonly sales: readonly SalesDay[];
  /** All rows ever, oldest first. */
  readonly stock: readonly StockDay[];
}

/** Decimals as text; null where the figure is undefined. */
export interface ProductMetrics {
  readonly sold: number;
  readonly returned: number;
  readonly revenue: string;
  readonly inStockDays: string;
  readonly knownDays: string;
  readonly velocity: string | null;
  readonly daysOfCover: string | null;
  readonly lostUnits: string | null;
  readonly lostRevenue: string | null;
  readonly reorderPoint: number | null;
  readonly risk: StockRisk;
}

/**
 * The definition of product_metrics for one product, day by day; the database computes the same set-wise, and a test
 * compares the two. Every figure is computed from whole numbers and rounded once, half away from zero, to ten decimals:
 * none is computed from another one's rounded value.
 */
export function productMetrics(inputs: MetricInputs): ProductMetrics {
  const lead = BigInt(inputs.leadTimeDays ?? DEFAULT_LEAD_TIME_DAYS);
  const windowed = inputs.sales.filter(({ day }) => inputs.window.includes(day));
  const days = inputs.window.map((day) => ({
    share: shareOn(inputs.stock, day),
    sold: BigInt(
      total(
        windowed.filter((row) => row.day === day),
        (row) => row.sold,
      ),
    ),
  }));
  const known = days.filter((day): day is KnownDay => day.share !== null);
  const stocked = known.filter((day) => day.share > 0n);

  const sold = total(windowed, (row) => row.sold);
  const soldRevenue = windowed.reduce((sum, row) => sum + row.soldRevenue, 0n);
  const revenue = windowed.reduce((sum, row) => sum - row.returnedRevenue, soldRevenue);
  // in units of SHARE
  const inStock = known.reduce((sum, day) => sum + day.share, 0n);
  const outOfStock = BigInt(known.length) * SHARE - inStock;
  const demand = known.reduce((sum, day) => sum + day.sold, 0n);

  const measured = inStock >= BigInt(MIN_IN_STOCK_DAYS) * SHARE;
  const daysOfCover =
    measured && demand > 0n ? ratio(BigInt(inputs.stockNow) * inStock, demand * SHARE) : null;
  const reorderPoint = measured ? reorderPointOf({ demand, inStock, lead, stocked }) : null;
  return {
    sold,
    returned: total(windowed, (row) => row.returned),
    revenue: decimal(revenue, 2),
    inStockDays: decimal(inStock, 8),
    knownDays: decimal(BigInt(known.length) * SHARE, 8),
    velocity: measured ? text(ratio(demand * SHARE, inStock)) : null,
    daysOfCover: daysOfCover === null ? null : text(daysOfCover),
    lostUnits: measured ? text(ratio(demand * outOfStock, inStock)) : null,
    lostRevenue:
      measured && sold > 0
        ? text(ratio(demand * outOfStock * soldRevenue, inStock * BigInt(sold) * 100n))
        : null,
    reorderPoint,
    risk: riskOf({
      stockNow: inputs.stockNow,
      sells: measured && demand > 0n,
      reorderPoint,
      daysOfCover,
      lead,
    }),
  };
}

interface KnownDay {
  readonly share: bigint;
  readonly sold: bigint;
}

/** h of a day; null where the day began before the product's first record. */
function shareOn(stock: readonly StockDay[], day: string): bigint | null {
  const last = stock.findLast((row) => row.day <= day);
  if (!last) return null;
  if (last.day < day) return last.endQuantity > 0 ? SHARE : 0n;
  return last.knownShare < SHARE ? null : last.inStockShare;
}

interface Demand {
  readonly demand: bigint;
  readonly inStock: bigint;
  readonly lead: bigint;
  /** Days on which there was something to sell: what happened on the others says nothing of the demand's spread. */
  readonly stocked: readonly KnownDay[];
}

/** The spread is the standard deviation of the days themselves (divided by n), so that a single day has one: 0. */
function reorderPointOf({ demand, inStock, lead, stocked }: Demand): number {
  const overLead = Number(ratio(demand * lead * SHARE, inStock)) / Number(UNIT);
  if (demand * lead * SHARE < BigInt(POISSON_BELOW) * inStock) return poissonQuantile(overLead);
  const n = BigInt(stocked.length);
  const sum = stocked.reduce((units, day) => units + day.sold, 0n);
  const squares = stocked.reduce((units, day) => units + day.sold * day.sold, 0n);
  const safety = (SERVICE_Z * Math.sqrt(Number((n * squares - sum * sum) * lead))) / Number(n);
  return Math.ceil(Math.round((overLead + safety) * 1e8) / 1e8);
}

interface Position {
  readonly stockNow: number;
  readonly sells: boolean;
  readonly reorderPoint: number | null;
  readonly daysOfCover: bigint | null;
  readonly lead: bigint;
}

/** The first that holds, in this order. */
function riskOf({ stockNow, sells, reorderPoint, daysOfCover, lead }: Position): StockRisk {
  if (!sells || reorderPoint === null || daysOfCover === null) return 'NO_DEMAND';
  if (stockNow === 0) return 'OUT_OF_STOCK';
  if (stockNow <= reorderPoint) return 'ORDER_NOW';
  if (daysOfCover <= (lead + BigInt(ORDER_SOON_DAYS)) * UNIT) return 'ORDER_SOON';
  return daysOfCover > BigInt(OVERSTOCK_DAYS) * UNIT ? 'OVERSTOCK' : 'OK';
}

function total(rows: readonly SalesDay[], of: (row: SalesDay) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

const UNIT = 10n ** 10n;

/** In units of 1e-10, half away from zero; both are 0 or more. */
function ratio(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator * UNIT + denominator) / (2n * denominator);
}

function text(value: bigint): string {
  return decimal(value, 10);
}

function decimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
