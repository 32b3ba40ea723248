import type { WbCallOptions } from './connection.js';
import { checkEnvelope } from './envelope.js';
import { WildberriesInvalidResponseError } from './errors.js';
import type { WildberriesHttp } from './http.js';
import type { JsonObject } from './json-tree.js';
import { id, list, money, object, quantity, RowTally, text } from './parse.js';
import type { Rejected } from './parse.js';
import { readObject } from './read-reply.js';
import type { WbSeller } from './token.js';

/** Amounts are decimal strings with two places in the seller's currency; null when absent or 0. */
export interface WbPriceSize {
  readonly chrtId: number;
  readonly techSize: string | null;
  readonly price: string | null;
  readonly discountedPrice: string | null;
  readonly clubDiscountedPrice: string | null;
}

export interface WbPrice {
  readonly nmId: number;
  readonly vendorCode: string | null;
  /** ISO 4217, e.g. RUB. */
  readonly currency: string | null;
  /** Percent. */
  readonly discount: number;
  readonly clubDiscount: number;
  readonly sizes: readonly WbPriceSize[];
}

export interface WbPricePage {
  readonly prices: readonly WbPrice[];
  /** Where to go on, also in a later call. */
  readonly nextOffset: number;
  /** True on the empty page that ends the list. */
  readonly last: boolean;
  readonly rejected: Rejected;
}

const LIMIT = 1000;

/**
 * GET /api/v2/list/goods/filter, 1,000 products a page, until the documented end: an empty page (a short one is not
 * the end).
 *
 * @throws WildberriesError
 */
export async function* pricePages(
  http: WildberriesHttp,
  seller: WbSeller,
  fromOffset = 0,
  options: WbCallOptions = {},
): AsyncGenerator<WbPricePage, void, undefined> {
  const method = 'pricesList';
  for (let offset = fromOffset; ; offset += LIMIT) {
    const reply = await http.request({ method, seller, query: { limit: LIMIT, offset }, ...options });
    const answer = reply.noData ? { data: { listGoods: [] } } : await readObject(reply.body, method);
    checkEnvelope(answer, method, seller);
    const tally = new RowTally();
    const prices = tally.parse(goodsOf(answer), parsePrice);
    tally.assertMostlyGood(method);
    const last = tally.total === 0;
    yield { prices, nextOffset: last ? offset : offset + LIMIT, last, rejected: tally.rejected };
    if (last) return;
  }
}

function goodsOf(answer: JsonObject) {
  try {
    const data = object(answer.data, 'data');
    if (data.listGoods === undefined) throw new Error('listGoods is missing');
    return list(data, 'listGoods');
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new WildberriesInvalidResponseError({ method: 'pricesList', detail });
  }
}

function parsePrice(row: JsonObject): WbPrice {
  return {
    nmId: id(row, 'nmID'),
    vendorCode: text(row, 'vendorCode', 255),
    currency: text(row, 'currencyIsoCode4217', 3),
    discount: quantity(row, 'discount', 0),
    clubDiscount: quantity(row, 'clubDiscount', 0),
    sizes: list(row, 'sizes').map((size) => parseSize(object(size, 'size'))),
  };
}

function parseSize(row: JsonObject): WbPriceSize {
  return {
    chrtId: id(row, 'sizeID'),
    techSize: text(row, 'techSizeName', 100),
    price: money(row, 'price'),
    discountedPrice: money(row, 'discountedPrice'),
    clubDiscountedPrice: money(row, 'clubDiscountedPrice'),
  };
}
