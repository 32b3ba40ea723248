import { json, type Answer } from './answer.js';
import type { Call, Handler } from './call.js';
import { brandOf, titleOf, vendorCodeOf } from './card-texts.js';
import { cardRow, hasPhoto, imtIdOf, tagsOf, updatedMicros } from './card-rows.js';
import { barcodeOf, subjectOf } from './catalogue.js';
import { parseUtcMicros, utcMicros } from './moscow-time.js';
import { badRequest } from './problems.js';
import { fieldsOf, numberList, textList, wholeNumber } from './request-values.js';
import type { Seller } from './sellers.js';

type CardFilter = (card: number) => boolean;

/** Builds the filter of a request; undefined if a part of it is malformed. */
function filterOf(seller: Seller, given: Readonly<Record<string, unknown>>): CardFilter | undefined {
  const { catalogue } = seller.world;
  const withPhoto = wholeNumber(given['withPhoto'], 0, -1, 2);
  const tags = numberList(given['tagIDs']);
  const subjects = numberList(given['objectIDs']);
  const brands = textList(given['brands']);
  const imtId = wholeNumber(given['imtID'], 0, 0, Number.MAX_SAFE_INTEGER);
  const search = given['textSearch'] ?? '';
  if (withPhoto === undefined || !tags || !subjects || !brands || imtId === undefined) return undefined;
  if (typeof search !== 'string') return undefined;
  const matches = (card: number): boolean => {
    if (search === '' || String(catalogue.nmIds[card]) === search) return true;
    if (vendorCodeOf(catalogue, card).includes(search) || titleOf(catalogue, card, 0).includes(search))
      return true;
    const first = catalogue.firstSku[card] ?? 0;
    const end = catalogue.firstSku[card + 1] ?? first;
    for (let sku = first; sku < end; sku += 1) if (barcodeOf(catalogue, sku) === search) return true;
    return false;
  };
  return (card) =>
    (withPhoto < 1 || hasPhoto(catalogue, card) === (withPhoto === 1)) &&
    (tags.length === 0 || tagsOf(catalogue, card).some((tag) => tags.includes(tag.id))) &&
    (subjects.length === 0 || subjects.includes(subjectOf(catalogue, card).id)) &&
    (brands.length === 0 || brands.includes(brandOf(catalogue, card))) &&
    (imtId === 0 || imtIdOf(catalogue, card) === imtId) &&
    matches(card);
}

interface CardOrder {
  /** Cards by (updatedAt, nmID), ascending. */
  readonly cards: readonly number[];
  readonly micros: Float64Array;
}

const orders = new WeakMap<Seller, { readonly key: string; readonly order: CardOrder }>();

/** Cards not in the trash, sorted as of now; the last order of each seller is kept for the next page. */
function cardOrder({ seller, nowMs }: Call): CardOrder {
  const key = `${nowMs}/${seller.changes.revision}`;
  const known = orders.get(seller);
  if (known?.key === key) return known.order;
  const { world, changes } = seller;
  const micros = new Float64Array(world.catalogue.cards);
  const cards: number[] = [];
  for (let card = 0; card < micros.length; card += 1) {
    micros[card] = updatedMicros(world, changes, card, nowMs);
    if (!changes.cards.get(card)?.trashed) cards.push(card);
  }
  // nmIDs ascend with the card's number, so the number breaks ties as the nmID would.
  cards.sort((a, b) => (micros[a] ?? 0) - (micros[b] ?? 0) || a - b);
  const order = { cards, micros };
  orders.set(seller, { key, order });
  return order;
}

function page(call: Call, ascending: boolean, after: CardFilter, limit: number): Answer {
  const { seller, nowMs } = call;
  const { cards, micros } = cardOrder(call);
  const sorted = ascending ? cards : cards.toReversed();
  const chosen: number[] = [];
  for (const card of sorted) {
    if (chosen.length === limit) break;
    if (after(card)) chosen.push(card);
  }
  const last = chosen.at(-1);
  const rows = chosen.map((card) => cardRow(seller.world, seller.changes, card, nowMs));
  if (last === undefined) return json({ cards: [], cursor: { total: 0 } });
  const nmID = seller.world.catalogue.nmIds[last] ?? 0;
  return json({ cards: rows, cursor: { updatedAt: utcMicros(micros[last] ?? 0), nmID, total: rows.length } });
}

/** POST /content/v2/get/cards/list */
export const cardsList: Handler = (call) => {
  const settings = fieldsOf(fieldsOf(call.body)['settings']);
  const cursor = fieldsOf(settings['cursor']);
  const ascending = fieldsOf(settings['sort'])['ascending'] ?? false;
  const limit = wholeNumber(cursor['limit'], 10, 1, 100);
  const nmId = wholeNumber(cursor['nmID'], 0, 0, Number.MAX_SAFE_INTEGER);
  const updatedAt = cursor['updatedAt'] ?? '';
  const filter = filterOf(call.seller, fieldsOf(settings['filter']));
  const bad = (text: string): Answer => badRequest(call.place, 'content', text);
  if (limit === undefined) return bad('cursor.limit: value must be between 1 and 100');
  if (nmId === undefined || typeof updatedAt !== 'string') return bad('Invalid cursor');
  if (!filter || typeof ascending !== 'boolean') return bad('Invalid request body');
  const bound = updatedAt === '' ? undefined : parseUtcMicros(updatedAt);
  if (updatedAt !== '' && bound === undefined) return bad('Invalid cursor.updatedAt');
  const { micros } = cardOrder(call);
  const { nmIds } = call.seller.world.catalogue;
  const beyond: CardFilter = (card) => {
    if (bound === undefined) return true;
    const distance = (micros[card] ?? 0) - bound || (nmIds[card] ?? 0) - nmId;
    return ascending ? distance > 0 : distance < 0;
  };
  return page(call, ascending, (card) => beyond(card) && filter(card), limit);
};
