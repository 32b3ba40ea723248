/** What one unit costs its seller, and how long the supplier takes. */
export interface ProductCost {
  /** Roubles, a decimal string; null when nobody has said. */
  readonly unitCost: string | null;
  /** Days; null when nobody has said. */
  readonly leadTimeDays: number | null;
}

/** A part that is left out stays as it is; null takes it away. */
export interface CostChange {
  readonly unitCost?: string | null | undefined;
  readonly leadTimeDays?: number | null | undefined;
}

export interface DatedCost extends ProductCost {
  /** The first day on which it holds, YYYY-MM-DD; it does so until the next one. */
  readonly validFrom: string;
}

/** What held on a day: the newest of the costs that began by then. */
export function costOn(costs: readonly DatedCost[], day: string): DatedCost | null {
  return costs
    .filter(({ validFrom }) => validFrom <= day)
    .reduce<DatedCost | null>(
      (newest, cost) => (newest && newest.validFrom > cost.validFrom ? newest : cost),
      null,
    );
}

/** Both parts as they are after a change: they are kept together, so what is not changed is carried over. */
export function costAfter(held: ProductCost | null, change: CostChange): ProductCost {
  return {
    unitCost: change.unitCost === undefined ? (held?.unitCost ?? null) : change.unitCost,
    leadTimeDays: change.leadTimeDays === undefined ? (held?.leadTimeDays ?? null) : change.leadTimeDays,
  };
}

/**
 * The costs after a change on a day: that day's row is replaced, the days before keep what they had. A change that
 * changes nothing leaves no row. The database does the same in one statement for many products.
 */
export function costsAfter(costs: readonly DatedCost[], change: CostChange, day: string): DatedCost[] {
  const held = costOn(costs, day);
  const { unitCost, leadTimeDays } = costAfter(held, change);
  if (unitCost === (held?.unitCost ?? null) && leadTimeDays === (held?.leadTimeDays ?? null))
    return [...costs];
  return [
    ...costs.filter(({ validFrom }) => validFrom !== day),
    { validFrom: day, unitCost, leadTimeDays },
  ].toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
}
