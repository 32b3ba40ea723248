import type { WbCallOptions } from './connection.js';
import { WildberriesInvalidResponseError } from './errors.js';
import type { WildberriesHttp } from './http.js';
import type { JsonObject } from './json-tree.js';
import type { WbMethod } from './limits.js';
import { readTime } from './moscow-time.js';
import { RowTally } from './parse.js';
import type { Rejected } from './parse.js';
import { rowBatches } from './read-reply.js';
import type { WbSeller } from './token.js';

/** `page` follows the rows of each page that was read to its end: only then is its cursor safe to save. */
export type WbPassItem<T> =
  | { readonly kind: 'rows'; readonly rows: T[] }
  | {
      readonly kind: 'page';
      /** FULL lastChangeDate of the last row, as given; inclusive start of the next page and of the next pass. */
      readonly cursor: string;
      readonly last: boolean;
      /** Rows the server sent, rejected ones too. */
      readonly rowCount: number;
      readonly rejected: Rejected;
    };

export interface WbPassOptions extends WbCallOptions {
  /** Rows of a full page as the API documents it ("about 80000"). */
  readonly fullPageRows?: number;
}

export interface SupplierRead<T> {
  readonly method: WbMethod;
  readonly parse: (row: JsonObject) => T;
  readonly keyOf: (row: T) => string;
}

interface Changed {
  /** lastChangeDate as given. */
  readonly lastChangeDate: string;
  readonly lastChangeAt: Date;
}

/** "About 80000" in the documents. */
const FULL_PAGE_ROWS = 80_000;

/**
 * One pass over rows changed since `from`, by flag=0: the next page starts at the full lastChangeDate of the last
 * row, inclusive. A pass ends
 * - on an empty page (the documented end);
 * - when a page holds nothing but rows the page before ended with (the inclusive bound gives them again);
 * - when a page has less than half of the documented 80,000 rows: that limit cannot have cut it. This saves a request
 *   which costs a base token three hours, and loses nothing, since the saved cursor is inclusive and the next pass
 *   starts right there.
 *
 * @throws RangeError when `from` is no time; WildberriesError otherwise. A page that breaks off throws
 * WildberriesInvalidResponseError after its rows and without its `page` item.
 */
export async function* supplierPass<T extends Changed>(
  http: WildberriesHttp,
  seller: WbSeller,
  read: SupplierRead<T>,
  from: string,
  options: WbPassOptions,
): AsyncGenerator<WbPassItem<T>, void, undefined> {
  const { method } = read;
  const { signal, maxWaitMs, fullPageRows = FULL_PAGE_ROWS } = options;
  const cutRows = fullPageRows / 2;
  let cursor = from;
  let atBound: ReadonlySet<string> = new Set<string>();
  for (;;) {
    const startAt = startOf(cursor);
    const tally = new RowTally();
    const bound = new PageBound<T>(read.keyOf, atBound);
    const query = { dateFrom: cursor, flag: 0 };
    const reply = await http.request({ method, seller, query, signal, maxWaitMs });
    if (!reply.noData) yield* pageRows(reply.body, read, tally, bound);
    bound.assertNotBefore(startAt, method);
    const maybeCut = tally.total >= cutRows;
    const last = !maybeCut || !bound.hasNew;
    if (last && maybeCut && bound.isAllAt(startAt)) {
      // A page full of one moment cannot be passed by this cursor; the API gives no other.
      http.logger?.warn({ method, cursor, rows: tally.total }, 'a page has one lastChangeDate only');
    }
    cursor = bound.cursorAfter(cursor);
    yield { kind: 'page', cursor, last, rowCount: tally.total, rejected: tally.rejected };
    if (last) return;
    atBound = bound.keys;
  }
}

function startOf(cursor: string): Date {
  const time = readTime(cursor);
  if (!time) throw new RangeError('fromLastChange is not a time');
  return time.at;
}

async function* pageRows<T extends Changed>(
  body: AsyncIterable<Uint8Array>,
  read: SupplierRead<T>,
  tally: RowTally,
  bound: PageBound<T>,
): AsyncGenerator<WbPassItem<T>, void, undefined> {
  for await (const batch of rowBatches(body, [], read.method)) {
    const rows = tally.parse(batch, read.parse);
    bound.add(rows);
    if (rows.length > 0) yield { kind: 'rows', rows };
  }
  tally.assertMostlyGood(read.method);
}

/** Watches a page go by: where it ends, which rows stand at that end, and whether it brought anything new. */
class PageBound<T extends Changed> {
  last: T | undefined;
  hasNew = false;
  /** Rows whose lastChangeDate is that of the last row. */
  keys = new Set<string>();

  constructor(
    private readonly keyOf: (row: T) => string,
    private readonly before: ReadonlySet<string>,
  ) {}

  /** Going backwards would never end. @throws WildberriesInvalidResponseError */
  assertNotBefore(startAt: Date, method: WbMethod): void {
    if (!this.last || this.last.lastChangeAt >= startAt) return;
    throw new WildberriesInvalidResponseError({ method, detail: 'rows older than asked for' });
  }

  cursorAfter(before: string): string {
    return this.last?.lastChangeDate ?? before;
  }

  isAllAt(startAt: Date): boolean {
    return this.last?.lastChangeAt.getTime() === startAt.getTime();
  }

  add(rows: readonly T[]): void {
    for (const row of rows) {
      if (row.lastChangeDate !== this.last?.lastChangeDate) this.keys = new Set();
      this.last = row;
      // A row changed again since then has another date, so it counts as new.
      const key = detached(`${row.lastChangeDate} ${this.keyOf(row)}`);
      this.keys.add(key);
      if (!this.hasNew && !this.before.has(key)) this.hasNew = true;
    }
  }
}

/** A copy: a string cut out of a piece of the body would keep that whole piece in memory while it is kept. */
function detached(text: string): string {
  return Buffer.from(text).toString();
}
