import { json, type Answer } from './answer.js';
import type { Call, Handler } from './call.js';
import { vendorCodeOf } from './card-texts.js';
import { discountOn, techSizeOf } from './catalogue.js';
import { DAY_SECONDS } from './moscow-time.js';
import { badRequest } from './problems.js';
import { hash32 } from './random.js';
import { fieldsOf, numberList, wholeNumberText } from './request-values.js';
import { worldSecond } from './world-state.js';

function priceRow({ seller, nowMs }: Call, card: number): object {
  const { world } = seller;
  const { catalogue } = world;
  const price = catalogue.prices[card] ?? 0;
  const discount = discountOn(catalogue, card, Math.floor(worldSecond(world, nowMs) / DAY_SECONDS));
  const clubDiscount = hash32(world.seed, card, 51) % 4 === 0 ? 5 : 0;
  const discountedPrice = (price * (100 - discount)) / 100;
  const first = catalogue.firstSku[card] ?? 0;
  const end = catalogue.firstSku[card + 1] ?? first;
  return {
    nmID: catalogue.nmIds[card] ?? 0,
    vendorCode: vendorCodeOf(catalogue, card),
    sizes: Array.from({ length: end - first }, (_, i) => ({
      sizeID: catalogue.chrtIds[first + i] ?? 0,
      price,
      discountedPrice,
      clubDiscountedPrice: Math.round(discountedPrice * (100 - clubDiscount)) / 100,
      techSizeName: techSizeOf(catalogue, first + i),
    })),
    currencyIsoCode4217: 'RUB',
    discount,
    clubDiscount,
    editableSizePrice: false,
    ...((world.demand.dailyRate[first] ?? 0) === 0 ? { isBadTurnover: true } : {}),
  };
}

function listed(call: Call): number[] {
  const { changes, world } = call.seller;
  const cards = Array.from({ length: world.catalogue.cards }, (_, card) => card);
  return cards.filter((card) => !changes.cards.get(card)?.trashed);
}

function priceList(call: Call, cards: readonly number[]): Answer {
  const listGoods = cards.map((card) => priceRow(call, card));
  return json({ data: { listGoods }, error: false, errorText: '' });
}

/** GET /api/v2/list/goods/filter */
export const pricePage: Handler = (call) => {
  const limit = wholeNumberText(call.query['limit'], undefined, 1, 1000);
  const offset = wholeNumberText(call.query['offset'], 0, 0, Number.MAX_SAFE_INTEGER);
  const nmId = wholeNumberText(call.query['filterNmID'], 0, 0, Number.MAX_SAFE_INTEGER);
  if (limit === undefined || offset === undefined || nmId === undefined) {
    return badRequest(call.place, 'prices', 'Invalid request parameters');
  }
  const { nmIds } = call.seller.world.catalogue;
  const cards = nmId === 0 ? listed(call) : listed(call).filter((card) => nmIds[card] === nmId);
  return priceList(call, cards.slice(offset, offset + limit));
};

/** POST /api/v2/list/goods/filter */
export const pricesOf: Handler = (call) => {
  const wanted = numberList(fieldsOf(call.body)['nmList'], 1000);
  if (!wanted || wanted.length === 0) return badRequest(call.place, 'prices', 'Invalid request parameters');
  const chosen = new Set(wanted);
  const { nmIds } = call.seller.world.catalogue;
  return priceList(
    call,
    listed(call).filter((card) => chosen.has(nmIds[card] ?? 0)),
  );
};
