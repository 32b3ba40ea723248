/** The value that a share of the values does not pass; between two values, in proportion. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function summaryOf(values: readonly number[]): Summary {
  return { median: quantile(values, 0.5), least: quantile(values, 0), most: quantile(values, 1) };
}
