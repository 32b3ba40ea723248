import { barcodeOf, techSizeOf } from './catalogue.js';
import { titleOf, vendorCodeOf } from './card-texts.js';
import { isCurrentOrder, isCurrentSale } from './order-changes.js';
import type { ChangeLog } from './change-log.js';
import type { Seller } from './sellers.js';
import { orderRow, salesRow } from './statistics-rows.js';
import { stockAccounts, type StockAccount } from './stock-levels.js';
import { worldSecond } from './world-state.js';

/** One size in one warehouse, as it truly is: never masked, zero levels included. */
export interface StockFact extends StockAccount {
  readonly nmId: number;
  readonly chrtId: number;
  readonly barcode: string;
  readonly warehouseId: number;
  readonly warehouseName: string;
  /** A warehouse of the seller (FBS). */
  readonly own: boolean;
  readonly quantity: number;
  readonly inWayToClient: number;
  readonly inWayFromClient: number;
}

export interface CardFact {
  readonly nmId: number;
  readonly vendorCode: string;
  readonly title: string;
  readonly trashed: boolean;
  readonly sizes: readonly { readonly chrtId: number; readonly barcode: string; readonly techSize: string }[];
}

/** What a complete and correct sync of one seller must end up with, as of the simulated now. */
export interface GroundTruth {
  readonly sid: string;
  readonly cards: readonly CardFact[];
  /** Every size x warehouse the seller supplies or where something lies or moves. */
  readonly stock: readonly StockFact[];
  /** Rows of supplier/orders and supplier/sales, latest versions, sorted by lastChangeDate. */
  readonly orders: readonly object[];
  readonly sales: readonly object[];
}

function latest<T>(
  log: ChangeLog,
  until: number,
  isCurrent: (version: number) => boolean,
  row: RowMaker<T>,
): T[] {
  const rows: T[] = [];
  for (let i = 0; i < log.seconds.length && (log.seconds[i] ?? 0) <= until; i += 1) {
    const version = log.versions[i] ?? 0;
    if (isCurrent(version)) rows.push(row(version, log.seconds[i] ?? 0));
  }
  return rows;
}

type RowMaker<T> = (version: number, second: number) => T;

function cardFacts({ world, changes }: Seller): CardFact[] {
  const { catalogue } = world;
  return Array.from(catalogue.nmIds, (nmId, card) => {
    const first = catalogue.firstSku[card] ?? 0;
    const end = catalogue.firstSku[card + 1] ?? first;
    return {
      nmId,
      vendorCode: vendorCodeOf(catalogue, card),
      title: titleOf(catalogue, card, changes.cards.get(card)?.touches ?? 0),
      trashed: changes.cards.get(card)?.trashed ?? false,
      sizes: Array.from({ length: end - first }, (_, i) => ({
        chrtId: catalogue.chrtIds[first + i] ?? 0,
        barcode: barcodeOf(catalogue, first + i),
        techSize: techSizeOf(catalogue, first + i),
      })),
    };
  });
}

function stockFacts(seller: Seller, nowMs: number): StockFact[] {
  const { world, changes } = seller;
  const { catalogue, places, shelves } = world;
  const levels = seller.stock(nowMs);
  const facts: StockFact[] = [];
  stockAccounts(world, changes, worldSecond(world, nowMs)).forEach((account, cell) => {
    const place = places[cell % places.length];
    const quantity = levels.quantity[cell] ?? 0;
    const inWayToClient = levels.toClient[cell] ?? 0;
    const inWayFromClient = levels.fromClient[cell] ?? 0;
    const idle = quantity === 0 && inWayToClient === 0 && inWayFromClient === 0;
    if (!place || (idle && shelves.supplied[cell] === 0)) return;
    const sku = Math.floor(cell / places.length);
    facts.push({
      nmId: catalogue.nmIds[catalogue.cardOf[sku] ?? 0] ?? 0,
      chrtId: catalogue.chrtIds[sku] ?? 0,
      barcode: barcodeOf(catalogue, sku),
      warehouseId: place.id,
      warehouseName: place.name,
      own: place.own,
      quantity,
      inWayToClient,
      inWayFromClient,
      ...account,
    });
  });
  return facts;
}

/** Gathers the truth of a seller as of `nowMs`; row objects of everything, so meant for tests, not for large worlds. */
export function groundTruth(seller: Seller, nowMs: number): GroundTruth {
  const { world } = seller;
  const until = worldSecond(world, nowMs);
  const orders: RowMaker<object> = (version, second) => orderRow(world, version, second, false);
  const sales: RowMaker<object> = (version, second) => salesRow(world, version, second, false);
  return {
    sid: seller.sid,
    cards: cardFacts(seller),
    stock: stockFacts(seller, nowMs),
    orders: latest(seller.orderLog(), until, (version) => isCurrentOrder(world, version, until), orders),
    sales: latest(seller.saleLog(), until, (version) => isCurrentSale(world, version, until), sales),
  };
}
