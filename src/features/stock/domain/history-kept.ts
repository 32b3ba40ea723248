/**
 * From when on history is kept: whole calendar months in UTC, as partitions are cut, and the running one besides.
 * @param months how many; null: for ever
 */
export function historyKeptFrom(now: Date, months: number | null): Date | null {
  if (months === null) return null;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
}
