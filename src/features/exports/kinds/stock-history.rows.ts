import { startOfBusinessDay } from '../../../platform/context/index.js';
import { besideProducts, PRODUCT_COLUMNS, whose, type ExportedRows } from './exported-rows.js';

/** What warehouses held from when on, oldest first. */
export const STOCK_HISTORY: ExportedRows = {
  columns: [
    { name: 'id', type: 'text', sql: 'h.id' },
    { name: 'recordedAt', type: 'instant', sql: 'h.recorded_at' },
    { name: 'productId', type: 'text', sql: 'h.product_id' },
    ...PRODUCT_COLUMNS,
    { name: 'warehouseName', type: 'text', sql: 'h.warehouse_name' },
    { name: 'quantity', type: 'integer', sql: 'h.quantity' },
    { name: 'delta', type: 'integer', sql: 'h.delta' },
  ],
  from(ctx, { products, days }, bind) {
    const { join, where } = besideProducts(ctx, 'h', products, bind);
    const instant = (day: string): string => `${bind(startOfBusinessDay(day).toISOString())}::timestamptz`;
    const when = days
      ? [`h.recorded_at >= ${instant(days.from)}`, `h.recorded_at < ${instant(days.until)}`]
      : [];
    return `
      FROM stock_history h ${join}
      WHERE ${[...whose(ctx, 'h', bind), ...when, ...where].join(' AND ')}
      ORDER BY h.recorded_at, h.id`;
  },
};
