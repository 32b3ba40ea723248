import { segmentSince, stockSince } from './stock-facts.sql.js';
import { TODAY } from './windows.sql.js';

/** What is wanted of a shorter window too, by the names that it has of the whole. */
const OF_SALES = {
  sold: 's.sold',
  returned: 's.returned',
  revenue: 's.sold_revenue - s.returned_revenue',
  price_missing: 's.price_missing',
  net: 's.net',
  net_missing: 's.net_missing',
  cost: '(s.sold - s.returned) * c.unit_cost',
  cost_missing: '(c.unit_cost IS NULL)::integer',
};
const OF_KNOWN_DAYS = { demand: 's.sold' };
const OF_STOCK = ['in_stock', 'known', 'unit_days'];

/** Sums over the daily sales s, their segments g and their costs c. */
export function salesOfShorter(days: number): string[] {
  const since = `s.day >= ${TODAY} - ${days}`;
  const sums = (facts: object, condition: string): string[] =>
    Object.entries(facts).map(([name, sql]) => `sum(${sql}) FILTER (WHERE ${condition}) AS ${name}_${days}`);
  return [
    ...sums(OF_SALES, since),
    ...sums(OF_KNOWN_DAYS, `${since} AND (s.day > g.day OR g.share IS NOT NULL)`),
  ];
}

/** Of each segment of stock. */
export function segmentOfShorter(days: number): string[] {
  return segmentSince(`(${TODAY} - ${days})`, `_${days}`);
}

/** Sums over the segments. */
export function stockOfShorter(days: number): string[] {
  return stockSince(`_${days}`);
}

/** The same, and those of stock, as facts. */
export function factsOfShorter(days: number): string[] {
  return [
    ...Object.keys({ ...OF_SALES, ...OF_KNOWN_DAYS }).map((name) => [`s.${name}_${days}`, name]),
    ...OF_STOCK.map((name) => [`k.${name}_${days}`, name]),
  ].map(([column, name]) => `coalesce(${column}, 0) AS ${name}_${days}`);
}
