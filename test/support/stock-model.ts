/** What a warehouse held at an instant, in milliseconds. */
export interface ModelObservation {
  readonly product: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly at: number;
}

interface Held {
  readonly at: number;
  readonly quantity: number;
}

export type ModelAnswer = { written: number; unchanged: number } | 'CONFLICT';

interface Pair {
  readonly records: readonly Held[];
  /** The last time that the last record was observed again. */
  readonly confirmed: Held | null;
}

/** The ledger of stock as plainly as can be: a list of records for each product and warehouse, one observation at a time. */
export class StockModel {
  private pairs = new Map<string, Pair>();

  record(batch: readonly ModelObservation[]): ModelAnswer {
    const pairs = new Map(this.pairs);
    let written = 0;
    for (const [key, given] of Map.groupBy(batch, ({ product, warehouse }) => `${product} ${warehouse}`)) {
      const pair = pairs.get(key) ?? { records: [], confirmed: null };
      const made = recorded(pair, given);
      if (made === 'CONFLICT') return made;
      pairs.set(key, made.pair);
      written += made.written;
    }
    this.pairs = pairs;
    return { written, unchanged: batch.length - written };
  }

  /** All rows of records, levels with their confirmation, and totals, in words. */
  state(): string[] {
    const totals = new Map<string, number>();
    const lines = [...this.pairs].flatMap(([key, { records, confirmed }]) => {
      const last = records.at(-1);
      if (!last) return [];
      const product = key.slice(0, 36);
      totals.set(product, (totals.get(product) ?? 0) + last.quantity);
      const rows = records.map(
        ({ at, quantity }, index) =>
          `record ${key} ${at} ${quantity} ${quantity - (records[index - 1]?.quantity ?? 0)}`,
      );
      return [...rows, `level ${key} ${last.at} ${last.quantity} ${confirmed?.at ?? ''}`];
    });
    for (const [product, total] of totals) lines.push(`total ${product} ${total} ${total > 0}`);
    return lines.sort();
  }

  /** In the order of product and warehouse. */
  stockAt(at: number): string[] {
    return [...this.pairs]
      .flatMap(([key, { records }]) => {
        const held = records.filter((record) => record.at <= at).at(-1);
        return held ? [`${key} ${held.at} ${held.quantity}`] : [];
      })
      .sort();
  }
}

/** What was confirmed is observed once more, with whatever is new; told of is what is new alone. */
function recorded(
  { records: earlier, confirmed: known }: Pair,
  given: readonly Held[],
): { pair: Pair; written: number } | 'CONFLICT' {
  const records = [...earlier];
  let confirmed: Held | null = null;
  let written = 0;
  for (const held of [known ?? [], given].flat().sort((a, b) => a.at - b.at)) {
    const { at, quantity } = held;
    const told: Held[] = [confirmed ?? [], records].flat();
    if (told.some((other) => other.at === at && other.quantity !== quantity)) return 'CONFLICT';
    const place = records.filter((record) => record.at <= at).length;
    const before = records[place - 1];
    const isLast = place === records.length;
    if (before?.quantity === quantity) {
      if (isLast && before.at < at) confirmed = held;
      continue;
    }
    records.splice(place, 0, held);
    if (isLast) confirmed = null;
    if (held !== known) written++;
  }
  return { pair: { records, confirmed }, written };
}
