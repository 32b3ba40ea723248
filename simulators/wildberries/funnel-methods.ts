import { rowsAnswer } from './answer.js';
import type { Call, Handler } from './call.js';
import { brandOf } from './card-texts.js';
import { tagsOf } from './card-rows.js';
import { subjectOf } from './catalogue.js';
import { funnelCounts, type FunnelPeriod } from './funnel-counts.js';
import { funnelRequest, type CardStock, type FunnelRequest } from './funnel-request.js';
import { comparisonOf, funnelProduct, statisticOf, type Statistic } from './funnel-rows.js';
import { badRequest } from './problems.js';

/** Pieces of every card in the marketplace's and in the seller's warehouses. */
function stockByCard({ seller, nowMs }: Call): CardStock[] {
  const { catalogue, places } = seller.world;
  const stock = Array.from({ length: catalogue.cards }, () => ({ wb: 0, mp: 0 }));
  seller.stock(nowMs).quantity.forEach((pieces, cell) => {
    const card = stock[catalogue.cardOf[Math.floor(cell / places.length)] ?? 0];
    if (!card) return;
    if (places[cell % places.length]?.own) card.mp += pieces;
    else card.wb += pieces;
  });
  return stock;
}

/** Cards that fit all lists of the request. */
function chosenCards({ seller }: Call, request: FunnelRequest): number[] {
  const { catalogue } = seller.world;
  const { subjectIds, tagIds, brandNames, skipDeleted } = request;
  const wanted = new Set(request.nmIds);
  return Array.from(catalogue.nmIds, (_, card) => card).filter(
    (card) =>
      (wanted.size === 0 || wanted.has(catalogue.nmIds[card] ?? 0)) &&
      (subjectIds.length === 0 || subjectIds.includes(subjectOf(catalogue, card).id)) &&
      (brandNames.length === 0 || brandNames.includes(brandOf(catalogue, card))) &&
      (tagIds.length === 0 || tagsOf(catalogue, card).some((tag) => tagIds.includes(tag.id))) &&
      !(skipDeleted && seller.changes.cards.get(card)?.trashed),
  );
}

function statistics(call: Call, period: FunnelPeriod): (card: number) => Statistic {
  const { world } = call.seller;
  const counts = funnelCounts(world, period, call.nowMs);
  const totalSum = counts.reduce((sum, count) => sum + count.orderSum, 0);
  return (card) => {
    const count = counts[card];
    if (!count) throw new RangeError(`no card ${card}`);
    return statisticOf(world, card, count, { period, totalSum });
  };
}

/** POST /api/analytics/v3/sales-funnel/products */
export const salesFunnel: Handler = (call) => {
  const request = funnelRequest(call.body, call.nowMs);
  if (typeof request === 'string') return badRequest(call.place, 'analytics', request);
  const { period, past, key, ascending, limit, offset } = request;
  const selected = statistics(call, period);
  const before = past ? statistics(call, past) : undefined;
  const stock = stockByCard(call);
  const rows = chosenCards(call, request).map((card) => {
    const held = stock[card] ?? { wb: 0, mp: 0 };
    const statistic = selected(card);
    return { card, held, statistic, key: key(statistic, held) };
  });
  // Cards with equal values keep their order, so pages neither repeat nor miss one.
  rows.sort((a, b) => (ascending ? a.key - b.key : b.key - a.key) || a.card - b.card);
  const texts = rows.slice(offset, offset + limit).map(({ card, held, statistic }) => {
    const earlier = before?.(card);
    const compared = earlier ? { past: earlier, comparison: comparisonOf(statistic, earlier) } : {};
    return JSON.stringify({
      product: funnelProduct(call.seller, card, held),
      statistic: { selected: statistic, ...compared },
    });
  });
  return rowsAnswer(
    texts.length,
    (index) => texts[index] ?? '',
    '{"data":{"products":[',
    '],"currency":"RUB"}}',
  );
};
