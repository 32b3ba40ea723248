import { noContent, rowsAnswer } from './answer.js';
import type { Call, Handler } from './call.js';
import { badRequest } from './problems.js';
import { fieldsOf, numberList, wholeNumber } from './request-values.js';

/** One line of a stock report: a size in a place, or in all places together while they are masked. */
interface StockLine {
  readonly sku: number;
  /** Index of the place; -1 stands for the masked one. */
  readonly place: number;
  readonly quantity: number;
  readonly toClient: number;
  readonly fromClient: number;
}

/** What lies and moves in one cell; undefined where nothing does. Own warehouses do not tell what is on its way. */
function cellLine({ seller, nowMs }: Call, sku: number, place: number): StockLine | undefined {
  const { places } = seller.world;
  const levels = seller.stock(nowMs);
  const cell = sku * places.length + place;
  const own = places[place]?.own === true;
  const quantity = levels.quantity[cell] ?? 0;
  const toClient = own ? 0 : (levels.toClient[cell] ?? 0);
  const fromClient = own ? 0 : (levels.fromClient[cell] ?? 0);
  const idle = quantity === 0 && toClient === 0 && fromClient === 0;
  return idle ? undefined : { sku, place, quantity, toClient, fromClient };
}

/** All lines of one size as one, as if its warehouses were a single one. */
function merged(lines: readonly StockLine[]): StockLine[] {
  const [first, ...rest] = lines;
  if (!first) return [];
  const sum = { ...first, place: -1 };
  for (const line of rest) {
    sum.quantity += line.quantity;
    sum.toClient += line.toClient;
    sum.fromClient += line.fromClient;
  }
  return [sum];
}

/** The lines of all sizes, those of one kind of place only. */
function stockLines(call: Call, own: boolean): StockLine[] {
  const { places, catalogue } = call.seller.world;
  const asked = places.flatMap((place, i) => (place.own === own ? [i] : []));
  const lines: StockLine[] = [];
  for (let sku = 0; sku < catalogue.skus; sku += 1) {
    const found = asked.flatMap((place) => cellLine(call, sku, place) ?? []);
    lines.push(...(call.masked && !own ? merged(found) : found));
  }
  return lines;
}

function lineText(call: Call, line: StockLine, own: boolean): string {
  const { catalogue, places } = call.seller.world;
  const place = places[line.place];
  return JSON.stringify({
    nmId: catalogue.nmIds[catalogue.cardOf[line.sku] ?? 0] ?? 0,
    chrtId: catalogue.chrtIds[line.sku] ?? 0,
    warehouseId: place?.id ?? -999999,
    warehouseName: place?.name ?? 'Склад WB',
    regionName: place?.region ?? 'Склад WB',
    quantity: line.quantity,
    ...(own ? {} : { inWayToClient: line.toClient, inWayFromClient: line.fromClient }),
  });
}

function stockReport(own: boolean): Handler {
  return (call) => {
    const body = fieldsOf(call.body);
    const limit = wholeNumber(body['limit'], 250_000, 1, 250_000);
    const offset = wholeNumber(body['offset'], 0, 0, Number.MAX_SAFE_INTEGER);
    const nmIds = numberList(body['nmIds'], 1000);
    const chrtIds = numberList(body['chrtIds']);
    const bad = (detail: string): ReturnType<Handler> => badRequest(call.place, 'analytics', detail);
    if (limit === undefined) return bad('limit (value must be between 1 and 250000)');
    if (offset === undefined) return bad('offset (value must not be negative)');
    if (!nmIds) return bad('nmIds (at most 1000 numbers)');
    if (!chrtIds || (chrtIds.length > 0 && nmIds.length === 0))
      return bad('chrtIds (only together with nmIds)');
    const { catalogue } = call.seller.world;
    const cards = new Set(nmIds);
    const sizes = new Set(chrtIds);
    const all = stockLines(call, own);
    if (all.length === 0) return noContent();
    const lines = all.filter(
      ({ sku }) =>
        (cards.size === 0 || cards.has(catalogue.nmIds[catalogue.cardOf[sku] ?? 0] ?? 0)) &&
        (sizes.size === 0 || sizes.has(catalogue.chrtIds[sku] ?? 0)),
    );
    const page = lines.slice(offset, offset + limit);
    const row = (index: number): string => {
      const line = page[index];
      return line ? lineText(call, line, own) : '';
    };
    return rowsAnswer(page.length, row, '{"data":{"items":[', ']}}');
  };
}

/** POST /api/analytics/v1/stocks-report/wb-warehouses */
export const wbStocks = stockReport(false);

/** POST /api/analytics/v1/stocks-report/seller-warehouses */
export const ownStocks = stockReport(true);
