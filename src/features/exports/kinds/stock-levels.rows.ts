import { besideProducts, PRODUCT_COLUMNS, whose, type ExportedRows } from './exported-rows.js';

/** What every warehouse holds by now. */
export const STOCK_LEVELS: ExportedRows = {
  columns: [
    { name: 'productId', type: 'text', sql: 'l.product_id' },
    ...PRODUCT_COLUMNS,
    { name: 'warehouseName', type: 'text', sql: 'l.warehouse_name' },
    { name: 'quantity', type: 'integer', sql: 'l.quantity' },
    { name: 'inTransitToCustomer', type: 'integer', sql: 'l.in_transit_to_customer' },
    { name: 'inTransitFromCustomer', type: 'integer', sql: 'l.in_transit_from_customer' },
    { name: 'recordedAt', type: 'instant', sql: 'l.recorded_at' },
  ],
  from(ctx, { products }, bind) {
    const { join, where } = besideProducts(ctx, 'l', products, bind);
    return `
      FROM stock_levels l ${join}
      WHERE ${[...whose(ctx, 'l', bind), ...where].join(' AND ')}
      ORDER BY l.product_id, l.warehouse_name`;
  },
};
