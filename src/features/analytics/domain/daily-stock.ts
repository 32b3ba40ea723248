/** A warehouse held `quantity` from `at` (microseconds since 1970) until its next record. */
export interface StockRecord {
  readonly warehouse: string;
  readonly quantity: number;
  readonly at: bigint;
}

/** What became of a product's stock on a day on which it changed. */
export interface StockDay {
  readonly day: string;
  /** Over all warehouses, at the end of the day. */
  readonly endQuantity: number;
  /** Of the whole day, in units of SHARE: how long the stock was above 0. What is unknown counts as not in stock. */
  readonly inStockShare: bigint;
  /** Of the whole day, in units of SHARE: how long the product has been known. Less than SHARE on the first day alone. */
  readonly knownShare: bigint;
}

/** A whole day. Shares have eight decimals, and what is beyond is cut off: a day that was not known whole stays so. */
export const SHARE = 100_000_000n;

const DAY = 86_400_000_000n;
const MOSCOW_OFFSET = 10_800_000_000n;

/**
 * The definition of stock_daily, day by day and as plainly as can be; the database computes the same in one statement
 * for all products at once, and a test compares the two. A day without a change has no row.
 */
export function dailyStock(records: readonly StockRecord[]): StockDay[] {
  const moments = [...new Set(records.map((record) => record.at))].sort((a, b) => (a < b ? -1 : 1));
  const [first] = moments;
  if (first === undefined) return [];
  const total = (at: bigint): number => totalAt(records, at);
  const days = [...new Set(moments.map(dayNumber))];
  return days.flatMap((number) => {
    const start = number * DAY - MOSCOW_OFFSET;
    const end = start + DAY;
    const within = moments.filter((at) => at >= start && at < end);
    const changed = within.some((at) => at === first || total(at) !== total(at - 1n));
    if (!changed) return [];
    const cuts = [start, ...within, end];
    const inStock = cuts
      .slice(0, -1)
      .map((from, index) => (total(from) > 0 ? (cuts[index + 1] ?? end) - from : 0n))
      .reduce((sum, length) => sum + length, 0n);
    const known = first > start ? end - first : DAY;
    return [
      {
        day: dayOf(start),
        endQuantity: total(end - 1n),
        inStockShare: share(inStock),
        knownShare: share(known),
      },
    ];
  });
}

function totalAt(records: readonly StockRecord[], at: bigint): number {
  const last = new Map<string, StockRecord>();
  for (const record of records) {
    const known = last.get(record.warehouse);
    if (record.at <= at && (!known || known.at < record.at)) last.set(record.warehouse, record);
  }
  return [...last.values()].reduce((sum, record) => sum + record.quantity, 0);
}

function dayNumber(at: bigint): bigint {
  return (at + MOSCOW_OFFSET) / DAY;
}

function dayOf(start: bigint): string {
  return new Date(Number((start + MOSCOW_OFFSET) / 1000n)).toISOString().slice(0, 10);
}

function share(length: bigint): bigint {
  return (length * SHARE) / DAY;
}
