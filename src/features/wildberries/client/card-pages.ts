import type { WbCallOptions } from './connection.js';
import { checkEnvelope } from './envelope.js';
import { WildberriesInvalidResponseError, WildberriesNoDataError } from './errors.js';
import type { WildberriesHttp } from './http.js';
import type { JsonObject } from './json-tree.js';
import { id, key, list, object, optionalId, RowTally, text } from './parse.js';
import type { Rejected } from './parse.js';
import { readObject } from './read-reply.js';
import type { WbSeller } from './token.js';

export interface WbCardSize {
  readonly chrtId: number;
  readonly techSize: string | null;
  /** Barcodes. */
  readonly skus: readonly string[];
}

export interface WbCard {
  readonly nmId: number;
  readonly imtId: number | null;
  readonly vendorCode: string | null;
  readonly title: string | null;
  readonly brand: string | null;
  readonly subjectId: number | null;
  readonly subjectName: string | null;
  /** Address of the first photo, middle size. */
  readonly photoUrl: string | null;
  readonly sizes: readonly WbCardSize[];
  /** RFC 3339 with Z, as given (more digits than a Date holds). */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** Where a pass stands; spelled as the API does, to be stored and given back as it is. */
export interface WbCardCursor {
  readonly updatedAt: string;
  readonly nmID: number;
}

export interface WbCardPage {
  readonly cards: readonly WbCard[];
  /** Start of the next page, and of the next pass after the last page; null only if nothing was ever read. */
  readonly cursor: WbCardCursor | null;
  readonly last: boolean;
  readonly rejected: Rejected;
}

export interface WbCardPagesOptions extends WbCallOptions {
  /** Cards per page, at most 100 (the default). */
  readonly limit?: number;
}

/**
 * POST /content/v2/get/cards/list page by page, oldest change first, so that a saved cursor makes the next pass
 * bring only what changed since. Trashed cards do not appear: a deletion shows only in a pass from the beginning.
 *
 * @param from cursor of an earlier pass; none: from the beginning.
 * @throws WildberriesError
 */
export async function* cardPages(
  http: WildberriesHttp,
  seller: WbSeller,
  from: WbCardCursor | null = null,
  options: WbCardPagesOptions = {},
): AsyncGenerator<WbCardPage, void, undefined> {
  const method = 'cardsList';
  const { limit = 100, signal, maxWaitMs } = options;
  let cursor = from;
  for (;;) {
    // withPhoto -1 is "any"; the default changed its meaning in June 2026.
    const settings = { sort: { ascending: true }, cursor: { limit, ...cursor }, filter: { withPhoto: -1 } };
    const asked = { query: { locale: 'ru' }, body: { settings } };
    const reply = await http.request({ method, seller, ...asked, signal, maxWaitMs });
    if (reply.noData) throw new WildberriesNoDataError({ method });
    const answer = await readObject(reply.body, method);
    checkEnvelope(answer, method, seller);
    const page = readPage(answer, cursor, limit);
    yield page;
    if (page.last) return;
    if (isSame(page.cursor, cursor)) {
      throw new WildberriesInvalidResponseError({ method, detail: 'the cursor does not move' });
    }
    cursor = page.cursor;
  }
}

function isSame(one: WbCardCursor | null, other: WbCardCursor | null): boolean {
  return one?.nmID === other?.nmID && one?.updatedAt === other?.updatedAt;
}

function readPage(answer: JsonObject, before: WbCardCursor | null, limit: number): WbCardPage {
  const method = 'cardsList';
  const tally = new RowTally();
  try {
    if (answer.cards === undefined) throw new Error('cards is missing');
    const cards = tally.parse(list(answer, 'cards'), parseCard);
    tally.assertMostlyGood(method);
    const given = tally.total === 0 ? {} : object(answer.cursor, 'cursor');
    // What the cursor of an empty page holds is not documented: the one before stays right.
    const cursor =
      tally.total === 0 ? before : { updatedAt: key(given, 'updatedAt', 64), nmID: id(given, 'nmID') };
    const total = optionalId(given, 'total') ?? tally.total;
    return { cards, cursor, last: total < limit, rejected: tally.rejected };
  } catch (error) {
    if (error instanceof WildberriesInvalidResponseError) throw error;
    throw new WildberriesInvalidResponseError({
      method,
      detail: error instanceof Error ? error.message : '',
    });
  }
}

function parseCard(row: JsonObject): WbCard {
  const photo = list(row, 'photos')[0];
  const photos = photo === undefined ? {} : object(photo, 'photo');
  return {
    nmId: id(row, 'nmID'),
    imtId: optionalId(row, 'imtID') ?? null,
    vendorCode: text(row, 'vendorCode', 255),
    title: text(row, 'title', 500),
    brand: text(row, 'brand', 255),
    subjectId: optionalId(row, 'subjectID') ?? null,
    subjectName: text(row, 'subjectName', 255),
    photoUrl: text(photos, 'c516x688', 1000) ?? text(photos, 'big', 1000),
    sizes: list(row, 'sizes').map((size) => parseSize(object(size, 'size'))),
    createdAt: text(row, 'createdAt', 64),
    updatedAt: text(row, 'updatedAt', 64),
  };
}

function parseSize(row: JsonObject): WbCardSize {
  const skus = list(row, 'skus').filter((sku) => typeof sku === 'string' && sku !== '' && sku.length <= 100);
  return { chrtId: id(row, 'chrtID'), techSize: text(row, 'techSize', 100), skus: skus as string[] };
}
