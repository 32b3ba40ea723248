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

/** The ledger of stock as plainly as can be: a list of records for each product and warehouse, one observation at a time. */
export class StockModel {
  private pairs = new Map<string, Held[]>();

  record(batch: readonly ModelObservation[]): ModelAnswer {
    const before = new Map([...this.pairs].map(([key, records]) => [key, [...records]]));
    let written = 0;
    for (const { product, warehouse, quantity, at } of [...batch].sort((a, b) => a.at - b.at)) {
      const key = `${product} ${warehouse}`;
      const records = this.pairs.get(key) ?? [];
      const same = records.find((record) => record.at === at);
      if (same && same.quantity !== quantity) {
        this.pairs = before;
        return 'CONFLICT';
      }
      const last = records.filter((record) => record.at <= at).at(-1);
      if (last?.quantity === quantity) continue;
      records.push({ at, quantity });
      records.sort((a, b) => a.at - b.at);
      this.pairs.set(key, records);
      written++;
    }
    return { written, unchanged: batch.length - written };
  }

  /** All rows of the three tables, in words. */
  state(): string[] {
    const totals = new Map<string, number>();
    const lines = [...this.pairs].flatMap(([key, records]) => {
      const last = records.at(-1);
      if (!last) return [];
      const product = key.slice(0, 36);
      totals.set(product, (totals.get(product) ?? 0) + last.quantity);
      const rows = records.map(
        ({ at, quantity }, index) =>
          `record ${key} ${at} ${quantity} ${quantity - (records[index - 1]?.quantity ?? 0)}`,
      );
      return [...rows, `level ${key} ${last.at} ${last.quantity}`];
    });
    for (const [product, total] of totals) lines.push(`total ${product} ${total} ${total > 0}`);
    return lines.sort();
  }

  /** In the order of product and warehouse. */
  stockAt(at: number): string[] {
    return [...this.pairs]
      .flatMap(([key, records]) => {
        const held = records.filter((record) => record.at <= at).at(-1);
        return held ? [`${key} ${held.at} ${held.quantity}`] : [];
      })
      .sort();
  }
}
