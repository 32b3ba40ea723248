import type { JsonObject } from './json-tree.js';
import { id, list, object, quantity, text } from './parse.js';
import type { WbStockRow } from './stock-source.js';

/** Rows among the warehouses that are none: totals and what is on its way. Matched by their Russian beginnings. */
function pseudoKind(name: string | null): 'to_client' | 'from_client' | 'ignored' | null {
  const lower = (name ?? '').trim().toLowerCase();
  if (lower.startsWith('всего')) return 'ignored';
  if (!lower.startsWith('в пути')) return null;
  if (lower.includes('возврат')) return 'from_client';
  return lower.includes('получател') || lower.includes('клиент') ? 'to_client' : 'ignored';
}

/**
 * One product of the remains report as stock rows: one per real warehouse, and one without a warehouse for what is on
 * its way (it belongs to no warehouse). Totals are left out: summing them would count everything twice.
 */
export function remainsRows(row: JsonObject): WbStockRow[] {
  const nmId = id(row, 'nmId');
  const rows: WbStockRow[] = [];
  const onWay = { inWayToClient: 0, inWayFromClient: 0 };
  for (const entry of list(row, 'warehouses')) {
    const warehouse = object(entry, 'warehouse');
    const warehouseName = text(warehouse, 'warehouseName', 255);
    const count = quantity(warehouse, 'quantity');
    const pseudo = pseudoKind(warehouseName);
    if (pseudo === 'to_client') onWay.inWayToClient += count;
    else if (pseudo === 'from_client') onWay.inWayFromClient += count;
    else if (pseudo === null) {
      rows.push({ nmId, owner: 'wb', warehouseName, quantity: count, inWayToClient: 0, inWayFromClient: 0 });
    }
  }
  if (onWay.inWayToClient > 0 || onWay.inWayFromClient > 0) {
    rows.push({ nmId, owner: 'wb', warehouseName: null, quantity: 0, ...onWay });
  }
  return rows;
}
