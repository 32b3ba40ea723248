import { SalesGrouping } from './sales.js';

/** A summary has no more rows; by day, it would lose its end. */
export const MOST_GROUPS = 1000;
const DAY_MS = 86_400_000;

/** Whether a summary by this grouping has room for the whole range. */
export function fitsSummary(groupBy: SalesGrouping, from: string, until: string): boolean {
  return groupBy !== SalesGrouping.DAY || (Date.parse(until) - Date.parse(from)) / DAY_MS <= MOST_GROUPS;
}
