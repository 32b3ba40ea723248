import { amount } from './decimal.js';
import { WildberriesInvalidResponseError } from './errors.js';
import type { JsonObject, JsonValue } from './json-tree.js';
import { readTime } from './moscow-time.js';
import type { WbTime } from './moscow-time.js';

/** Thrown by the readers below; caught row by row. */
export class BadRowError extends Error {}

/** Largest value of a PostgreSQL integer. */
const MAX_QUANTITY = 2_147_483_647;
const WHOLE = /^-?\d{1,16}(?:\.0+)?$/;

export function object(value: JsonValue | undefined, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRowError(`${what} is not an object`);
  }
  return value;
}

/** An array, or an empty one when the field is absent or null. */
export function list(row: JsonObject, name: string): JsonValue[] {
  const value = row[name] ?? [];
  if (!Array.isArray(value)) throw new BadRowError(`${name} is not an array`);
  return value;
}

/** A positive safe integer: every id of the API that is joined on. */
export function id(row: JsonObject, name: string): number {
  const value = optionalId(row, name);
  if (value === undefined) throw new BadRowError(`${name} is not a positive integer`);
  return value;
}

export function optionalId(row: JsonObject, name: string): number | undefined {
  const value = whole(row, name);
  return value !== undefined && value > 0 ? value : undefined;
}

/** An integer from 0 to 2147483647. @param absent what an absent field means; none: the row is bad. */
export function quantity(row: JsonObject, name: string, absent?: number): number {
  const raw = row[name] ?? null;
  if (raw === null && absent !== undefined) return absent;
  const value = whole(row, name);
  if (value === undefined || value < 0 || value > MAX_QUANTITY) {
    throw new BadRowError(`${name} is not a quantity`);
  }
  return value;
}

/** Text for people: without NUL and lone surrogates (PostgreSQL takes neither), cut to `max`; empty is null. */
export function text(row: JsonObject, name: string, max: number): string | null {
  const value = row[name];
  if (typeof value !== 'string') return null;
  const clean = cleanText(value.length > max ? value.slice(0, max) : value);
  return clean === '' ? null : clean;
}

/** Text that identifies something: never cut, never empty. */
export function key(row: JsonObject, name: string, max: number): string {
  const value = row[name];
  if (typeof value !== 'string' || value === '' || value.length > max) {
    throw new BadRowError(`${name} is empty or too long`);
  }
  if (cleanText(value) !== value) throw new BadRowError(`${name} has characters that cannot be stored`);
  return value;
}

/** An amount as a decimal string with two places and no sign; null when absent or 0 (see decimal.ts). */
export function money(row: JsonObject, name: string): string | null {
  const value = row[name] ?? null;
  if (value === null || value === '') return null;
  const read = typeof value === 'string' ? amount(value) : undefined;
  if (read === undefined) throw new BadRowError(`${name} is not an amount`);
  return read;
}

export function time(row: JsonObject, name: string): WbTime {
  const value = row[name];
  const read = typeof value === 'string' ? readTime(value) : null;
  if (!read) throw new BadRowError(`${name} is not a time`);
  return read;
}

function whole(row: JsonObject, name: string): number | undefined {
  const value = row[name];
  if (typeof value !== 'string' || !WHOLE.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function cleanText(value: string): string {
  const free = value.includes('\0') ? value.replaceAll('\0', '') : value;
  return free.isWellFormed() ? free : free.toWellFormed();
}

/** Rows left out of a page, and why the first of them was. */
export interface Rejected {
  readonly count: number;
  readonly firstReason: string | null;
}

/** Parses rows one by one and keeps count, so that one bad row costs one row and not the page. */
export class RowTally {
  #total = 0;
  #rejected = 0;
  #firstReason: string | null = null;

  get total(): number {
    return this.#total;
  }

  get rejected(): Rejected {
    return { count: this.#rejected, firstReason: this.#firstReason };
  }

  parse<T>(rows: readonly JsonValue[], parseRow: (row: JsonObject) => T): T[] {
    const good: T[] = [];
    for (const row of rows) {
      this.#total += 1;
      try {
        good.push(parseRow(object(row, 'row')));
      } catch (error) {
        if (!(error instanceof BadRowError)) throw error;
        this.#rejected += 1;
        this.#firstReason ??= error.message;
      }
    }
    return good;
  }

  /** @throws WildberriesInvalidResponseError when more than half was bad: then it is the format that changed. */
  assertMostlyGood(method: string): void {
    if (this.#rejected * 2 <= this.#total) return;
    const detail = `${this.#rejected} of ${this.#total} rows are bad, the first: ${this.#firstReason ?? ''}`;
    throw new WildberriesInvalidResponseError({ method, detail });
  }
}
