/** Complete months that are kept besides the running one: each can be compared with the same one a year ago. */
const MONTHS = 13;

/** @returns the first day of the first month that is kept, as months of instants are cut: in UTC */
export function samplesKeptFrom(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS, 1)).toISOString().slice(0, 10);
}
