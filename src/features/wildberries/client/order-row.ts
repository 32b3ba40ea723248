import { parseItem, type WbItemRow } from './item-row.js';
import type { JsonObject } from './json-tree.js';
import { key, time } from './parse.js';

/** One order of one item. */
export interface WbOrderRow extends WbItemRow {
  /** Key of the order. */
  readonly srid: string;
  readonly orderedAt: Date;
  readonly isCancel: boolean;
  /** Null when not cancelled, or when the time of it is unknown. */
  readonly cancelledAt: Date | null;
}

export function parseOrder(row: JsonObject): WbOrderRow {
  const ordered = time(row, 'date');
  const isCancel = row.isCancel === true;
  return {
    srid: key(row, 'srid', 255),
    orderedAt: ordered.at,
    isCancel,
    cancelledAt: isCancel ? cancelTime(row) : null,
    ...parseItem(row, ordered),
  };
}

/** '0001-01-01T00:00:00' is how the API says "never". */
function cancelTime(row: JsonObject): Date | null {
  const value = row.cancelDate;
  return typeof value !== 'string' || value === '' || value.startsWith('0001-')
    ? null
    : time(row, 'cancelDate').at;
}
