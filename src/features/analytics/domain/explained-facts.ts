/** By day, YYYY-MM-DD; a day that is left out has none. */
export type ByDay<Value> = Readonly<Record<string, Value>>;

/** Days of one kind in a row, the last one outside. */
export interface StockSpan {
  readonly from: string;
  readonly until: string;
  /** Of each of these days: how much of it there was stock. */
  readonly inStock: string;
  /** At the end of each of these days. */
  readonly units: number;
}

export interface UsableWeek {
  /** Its Monday. */
  readonly from: string;
  readonly sold: number;
  readonly inStockDays: string;
  /** Units a week, as if in stock all of it. */
  readonly rate: string;
}

/** What the figures of one product were made of. Decimals as text. */
export interface ExplainedFacts {
  /** The window; its last day outside. */
  readonly from: string;
  readonly until: string;
  readonly stockNow: number;
  /** As the seller has set it. */
  readonly leadTimeDays: number | null;
  readonly reorderPoint: number | null;
  readonly sold: number;
  /** What was sold on days of which the stock is known. */
  readonly demand: number;
  /** What was sold on days on which there was stock, and the sum of its squares by day. */
  readonly stockedSold: number;
  readonly squares: string;
  readonly stockedDays: number;
  readonly knownDays: number;
  readonly inStockDays: string;
  /** Units at the end of each known day, added up. */
  readonly unitDays: number;
  readonly soldRevenue: string;
  /** Units of `sold` whose price is not known. */
  readonly unpriced: number;
  /** Sales and returns whose price is not known. */
  readonly priceMissing: number;
  readonly revenue: string;
  readonly netAmount: string;
  readonly netMissing: number;
  readonly cost: string;
  readonly costMissing: number;
  readonly settledSold: number;
  readonly settledReturned: number;
  readonly revenueOfAll: string;
  readonly revenueBefore: string;
  readonly soldByDay: ByDay<number>;
  readonly returnedByDay: ByDay<number>;
  readonly soldRevenueByDay: ByDay<string>;
  readonly returnedRevenueByDay: ByDay<string>;
  readonly stock: readonly StockSpan[];
  readonly weeks: readonly UsableWeek[];
  readonly weeksFrom: string;
  readonly weeksUntil: string;
}
