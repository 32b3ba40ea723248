import { WINDOW_DAYS, XYZ_WEEKS } from './domain/rules.js';

/** Today: the first day that is not complete. All windows end before it, or before a day that follows from it. */
export const TODAY = '$3::date';
export const WINDOW_FROM = `(${TODAY} - ${WINDOW_DAYS})`;
/** Monday of the running week, before which the last complete one ends. */
export const WEEKS_UNTIL = `date_trunc('week', ${TODAY})::date`;
export const WEEKS_FROM = `(${WEEKS_UNTIL} - ${XYZ_WEEKS * 7})`;

/** Whose rows are read, of the table or alias. */
export type Whose = (table: string) => string;

export const OF_SELLER: Whose = (table) => `${table}.tenant_id = $1 AND ${table}.user_id = $2`;
export const OF_PRODUCTS: Whose = (table) =>
  `${table}.tenant_id = $1 AND ${table}.product_id = ANY ($2::uuid[])`;
