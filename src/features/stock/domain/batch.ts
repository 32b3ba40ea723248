import type { RowErrors } from './row-errors.js';

/** Rows that one call may bring. */
export const MOST_ROWS = 1000;
/** Months that one call may touch: each that is new takes a table's lock. */
const MOST_MONTHS = 120;

/** The first instant, and the first day, that anybody may record. */
export const FIRST_DAY = '2000-01-01';

/** @returns whether there is something to look at row by row */
export function hasRightSize(rows: readonly unknown[], errors: RowErrors): boolean {
  if (rows.length >= 1 && rows.length <= MOST_ROWS) return true;
  errors.addOfList(
    rows.length === 0
      ? `Expected 1 to ${MOST_ROWS} rows, not none.`
      : `Expected 1 to ${MOST_ROWS} rows, not ${rows.length}. Send them in several calls.`,
  );
  return false;
}

/** Begins and ends with something that can be seen, and holds no control character and no break of lines: two that look alike are alike. */
const VISIBLE = /^[^\s\p{C}](?:[^\p{Cc}\p{Zl}\p{Zp}]*[^\s\p{C}])?$/u;

/** @param most in code points, as PostgreSQL counts */
export function isVisibleText(text: string, most: number): boolean {
  return VISIBLE.test(text) && (text.length <= most || Array.from(text).length <= most);
}

/** What is said of one that is not. @param what it is, with its article */
export function expectedVisibleText(what: string, most: number): string {
  return `Expected ${what} of 1 to ${most} characters, without space around it or line breaks and tabs in it.`;
}

/** A stretch of days within consecutive months. */
export interface Stretch {
  readonly first: string;
  readonly last: string;
}

/**
 * The days gathered so that no month between two stretches is touched.
 * @param days YYYY-MM-DD
 */
export function stretchesOf(days: readonly string[]): Stretch[] {
  const stretches: { first: string; last: string }[] = [];
  for (const day of [...new Set(days)].sort()) {
    const open = stretches.at(-1);
    if (open && monthOf(day) - monthOf(open.last) <= 1) open.last = day;
    else stretches.push({ first: day, last: day });
  }
  return stretches;
}

export function hasFewMonths(days: readonly string[], errors: RowErrors): boolean {
  if (new Set(days.map(monthOf)).size <= MOST_MONTHS) return true;
  errors.addOfList(
    `Expected rows of at most ${MOST_MONTHS} different months. Send those of other years in another call.`,
  );
  return false;
}

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
