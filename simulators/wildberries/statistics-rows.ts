import { barcodeOf, subjectOf, techSizeOf } from './catalogue.js';
import { brandOf, vendorCodeOf } from './card-texts.js';
import { moscowDateTime } from './moscow-time.js';
import { moneyOf, roubles } from './order-money.js';
import { DESTINATIONS } from './places.js';
import { hash32, pick } from './random.js';
import { saleRow, saleSecond } from './order-changes.js';
import { worldMs, type World } from './world-state.js';

const NEVER = '0001-01-01T00:00:00';

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** The order's id: the same in orders, sales, returns and finance rows. */
export function sridOf(world: World, order: number): string {
  const { seed } = world;
  return `11.r${hex(hash32(seed, 5))}${hex(order)}${hex(hash32(seed, order, 91))}.${hash32(seed, order, 92) % 4}.0`;
}

/** Digits of a sale or return id: apart for every seller, and for sale and return of one order. */
function saleDigits(world: World, order: number, isReturn: boolean): number {
  const seller = 1_000_000_000 + (hash32(world.seed, 6) % 89) * 100_000_000;
  return seller + (isReturn ? 50_000_000 : 0) + order;
}

/** The fields orders and sales have in common, in the order of the documents. */
function sharedFields(
  world: World,
  order: number,
  masked: boolean,
): Record<string, string | number | boolean> {
  const { catalogue, orders, places, seed } = world;
  const sku = orders.sku.at(order);
  const card = catalogue.cardOf[sku] ?? 0;
  const subject = subjectOf(catalogue, card);
  const place = places[orders.place.at(order)];
  const [country, district, region] = pick(DESTINATIONS, hash32(seed, order, 93));
  return {
    warehouseName: (masked ? place?.maskedName : place?.name) ?? '',
    warehouseType: place?.own ? 'Склад продавца' : 'Склад WB',
    countryName: country,
    oblastOkrugName: district,
    regionName: region,
    supplierArticle: vendorCodeOf(catalogue, card),
    nmId: catalogue.nmIds[card] ?? 0,
    barcode: barcodeOf(catalogue, sku),
    category: subject.category,
    subject: subject.name,
    brand: brandOf(catalogue, card),
    techSize: techSizeOf(catalogue, sku),
    incomeID: place?.own ? 0 : 20_000_000 + (hash32(seed, sku, 94) % 9_000_000),
    isSupply: false,
    isRealization: true,
  };
}

function trailingFields(world: World, order: number): Record<string, string> {
  const { seed } = world;
  return {
    sticker: String(30_000_000_000 + hash32(seed, order, 95)),
    gNumber: `9${String(hash32(seed, order, 96)).padStart(10, '0')}${String(order).padStart(9, '0')}`,
    srid: sridOf(world, order),
  };
}

/** Row of supplier/orders; `number` and `second` are version and lastChangeDate of the change log. */
export function orderRow(world: World, number: number, second: number, masked: boolean): object {
  const order = number >>> 1;
  const cancelled = number % 2 === 1;
  const money = moneyOf(world, order);
  return {
    date: moscowDateTime(worldMs(world, world.orders.at.at(order))),
    lastChangeDate: moscowDateTime(worldMs(world, second)),
    ...sharedFields(world, order, masked),
    totalPrice: money.totalPrice,
    discountPercent: money.discountPercent,
    spp: money.spp,
    finishedPrice: roubles(money.finishedPrice),
    priceWithDisc: roubles(money.priceWithDisc),
    isCancel: cancelled,
    cancelDate: cancelled ? moscowDateTime(worldMs(world, world.orders.outcomeAt.at(order))) : NEVER,
    ...trailingFields(world, order),
  };
}

/** Row of supplier/sales: a sale (S) or the return of one (R, same srid). */
export function salesRow(world: World, number: number, second: number, masked: boolean): object {
  const { order, isReturn, isEmpty } = saleRow(number);
  const money = moneyOf(world, order);
  const sign = isEmpty ? 0 : isReturn ? world.config.returnMoneySign : 1;
  return {
    date: moscowDateTime(worldMs(world, saleSecond(world, number >>> 1))),
    lastChangeDate: moscowDateTime(worldMs(world, second)),
    ...sharedFields(world, order, masked),
    totalPrice: money.totalPrice,
    discountPercent: money.discountPercent,
    spp: money.spp,
    paymentSaleAmount: money.wallet,
    forPay: sign * roubles(money.forPay),
    finishedPrice: sign * roubles(money.finishedPrice),
    priceWithDisc: sign * roubles(money.priceWithDisc),
    saleID: `${isReturn ? 'R' : 'S'}${saleDigits(world, order, isReturn)}`,
    ...trailingFields(world, order),
  };
}

/** Day (0 is the first) on which the `date` of a row lies, for flag=1. */
export function rowSecond(world: World, method: 'orders' | 'sales', number: number): number {
  return method === 'orders' ? world.orders.at.at(number >>> 1) : saleSecond(world, number >>> 1);
}
