import { barcodeOf, subjectOf, techSizeOf } from './catalogue.js';
import { brandOf, vendorCodeOf, volumeOf } from './card-texts.js';
import { hasPhoto } from './card-rows.js';
import type { Seller } from './sellers.js';

/** Groupings and filters of a warehouse_remains task. */
export interface RemainsRequest {
  readonly brand: boolean;
  readonly subject: boolean;
  readonly vendorCode: boolean;
  readonly nm: boolean;
  readonly barcode: boolean;
  readonly size: boolean;
  /** -1 without photo, 0 any, 1 with photo. */
  readonly pics: number;
  /** -1 without size of the package, 0 any, 3 above three litres. */
  readonly volume: number;
}

interface RemainsRow {
  readonly fields: Readonly<Record<string, string | number>>;
  toClient: number;
  fromClient: number;
  readonly byName: Map<string, number>;
}

/** The fields of the groupings asked for: they name the row and tell which sizes it gathers. */
function groupFields(seller: Seller, request: RemainsRequest, sku: number): Record<string, string | number> {
  const { catalogue } = seller.world;
  const card = catalogue.cardOf[sku] ?? 0;
  return {
    ...(request.brand ? { brand: brandOf(catalogue, card) } : {}),
    ...(request.subject ? { subjectName: subjectOf(catalogue, card).name } : {}),
    ...(request.vendorCode ? { vendorCode: vendorCodeOf(catalogue, card) } : {}),
    ...(request.nm ? { nmId: catalogue.nmIds[card] ?? 0 } : {}),
    ...(request.barcode ? { barcode: barcodeOf(catalogue, sku) } : {}),
    ...(request.size ? { techSize: techSizeOf(catalogue, sku) } : {}),
    ...(request.nm ? { volume: volumeOf(catalogue, card) } : {}),
  };
}

function passes(seller: Seller, request: RemainsRequest, card: number): boolean {
  const { catalogue } = seller.world;
  if (request.pics !== 0 && hasPhoto(catalogue, card) !== (request.pics === 1)) return false;
  return request.volume === 0 || (request.volume === 3 && volumeOf(catalogue, card) > 3);
}

/** Pieces of one size in the marketplace's warehouses added to its row. */
function gather(seller: Seller, row: RemainsRow, sku: number, nowMs: number, masked: boolean): void {
  const { places } = seller.world;
  const levels = seller.stock(nowMs);
  places.forEach((place, i) => {
    if (place.own) return;
    const cell = sku * places.length + i;
    const name = masked ? place.maskedName : place.name;
    row.byName.set(name, (row.byName.get(name) ?? 0) + (levels.quantity[cell] ?? 0));
    row.toClient += levels.toClient[cell] ?? 0;
    row.fromClient += levels.fromClient[cell] ?? 0;
  });
}

/** Pseudo-warehouses first, as the documents show them; only what is not zero is listed. */
function warehousesOf(row: RemainsRow): { warehouseName: string; quantity: number }[] {
  const total = [...row.byName.values()].reduce((left, right) => left + right, 0);
  const all: [string, number][] = [
    ['В пути до получателей', row.toClient],
    ['В пути возвраты на склад WB', row.fromClient],
    ['Всего находится на складах', total],
    ...row.byName,
  ];
  return all
    .filter(([, quantity]) => quantity !== 0)
    .map(([warehouseName, quantity]) => ({ warehouseName, quantity }));
}

/** Rows of the report as of `nowMs`; rows where nothing lies or moves are left out. */
export function remainsRows(
  seller: Seller,
  request: RemainsRequest,
  nowMs: number,
  masked: boolean,
): object[] {
  const { catalogue } = seller.world;
  const rows = new Map<string, RemainsRow>();
  for (let sku = 0; sku < catalogue.skus; sku += 1) {
    if (!passes(seller, request, catalogue.cardOf[sku] ?? 0)) continue;
    const fields = groupFields(seller, request, sku);
    const key = JSON.stringify(fields);
    const row = rows.get(key) ?? { fields, toClient: 0, fromClient: 0, byName: new Map<string, number>() };
    rows.set(key, row);
    gather(seller, row, sku, nowMs, masked);
  }
  return [...rows.values()]
    .map((row) => ({ ...row.fields, warehouses: warehousesOf(row) }))
    .filter((row) => row.warehouses.length > 0);
}
