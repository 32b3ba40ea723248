import { MOST_NM_ID } from '../../products/index.js';
import type { Cell } from './sheet.js';

/** What is wrong with a cell, with what to do about it. */
export class BadCell extends Error {
  override readonly name = 'BadCell';
}

const MOST_ARTICLE = 100;
const MOST_LEAD_TIME_DAYS = 365;

/** By which spreadsheets, exports among them, keep a text from being a formula or a number. */
const APOSTROPHE = /^'/;
/** Digits, in groups of three or not, with a decimal point or comma; the sign of the rouble behind it or not. */
const AMOUNT =
  /^(\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)(?:[.,](\d+))?[ \u00a0\u2009\u202f]?(?:₽|руб\.?|р\.?|rub)?$/i;
/** Common spaces, and those that numbers are not broken at. */
const GROUPS = /[ \u00a0\u2009\u202f]/g;
/** What programs write behind a whole number of a column that has gaps. */
const NO_FRACTION = /[.,]0+$/;
const AMOUNT_HINT = 'Expected an amount from 0 to 99999999.99 with at most two decimals, such as 1234,50.';

/**
 * As it most likely is first; then as it may be spelled besides, since there are articles with spaces around them, or with
 * an apostrophe of their own.
 * @returns undefined for an empty cell, here and below. What no database can hold no file of ours brings this far.
 */
export function articlesOf(cell: Cell): readonly [string, ...string[]] | undefined {
  // an apostrophe alone may be one, too
  const text = textOf(cell) ?? (typeof cell === 'string' ? cell.trim() || undefined : undefined);
  if (text === undefined) return undefined;
  if (isTooLong(text)) throw new BadCell(`Expected an article of at most ${MOST_ARTICLE} characters.`);
  const others = typeof cell === 'string' ? [cell, cell.trim(), cell.replace(APOSTROPHE, '')] : [];
  return [text, ...new Set(others.filter((other) => other !== text && other !== '' && !isTooLong(other)))];
}

/** Numbers, and whatever else no id of ours is, are somebody's own of the row, and say nothing. */
export function idOf(cell: Cell): string | undefined {
  return typeof cell === 'string' ? cell.trim() : undefined;
}

/** As a decimal number without leading zeros. */
export function nmIdOf(cell: Cell): string | undefined {
  const text = textOf(cell)?.replace(GROUPS, '').replace(NO_FRACTION, '');
  if (text === undefined) return undefined;
  if (!/^\d{1,19}$/.test(text) || BigInt(text) < 1n || BigInt(text) > MOST_NM_ID)
    throw new BadCell("Expected the marketplace's number of the product, digits alone, such as 146972802.");
  return BigInt(text).toString();
}

/** In roubles, with a decimal point. */
export function amountOf(cell: Cell): string | undefined {
  const text = textOf(cell);
  if (text === undefined) return undefined;
  const [, whole = '', decimals = ''] = AMOUNT.exec(text) ?? [];
  const digits = whole.replace(GROUPS, '').replace(/^0+(?=\d)/, '');
  if (digits === '' || digits.length > 8 || decimals.length > 2) throw new BadCell(AMOUNT_HINT);
  return decimals === '' ? digits : `${digits}.${decimals}`;
}

export function daysOf(cell: Cell): number | undefined {
  const text = textOf(cell)?.replace(NO_FRACTION, '');
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text) || Number(text) > MOST_LEAD_TIME_DAYS)
    throw new BadCell(`Expected whole days from 0 to ${MOST_LEAD_TIME_DAYS}.`);
  return Number(text);
}

export function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** Letters as people count them; told of a long text without looking at it. */
function isTooLong(article: string): boolean {
  return article.length > 2 * MOST_ARTICLE || Array.from(article).length > MOST_ARTICLE;
}

function textOf(cell: Cell): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell === 'number') return shown(cell);
  if (typeof cell === 'object') throw new BadCell(cell.problem);
  const text = cell.trim().replace(APOSTROPHE, '').trim();
  return text === '' ? undefined : text;
}

/** A number as spreadsheets show it: of its 15 digits what binary fractions leave behind is none. */
function shown(number: number): string {
  return String(Number(number.toPrecision(15)));
}
