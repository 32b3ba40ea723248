import { besideProducts, PRODUCT_COLUMNS, whose, type ExportedRows } from './exported-rows.js';

/** Sales and returns, oldest first. All amounts are positive: kind carries the sign. */
export const SALES: ExportedRows = {
  columns: [
    { name: 'id', type: 'text', sql: 's.id' },
    { name: 'saleDate', type: 'day', sql: `to_char(s.sale_date, 'YYYY-MM-DD')` },
    { name: 'kind', type: 'text', sql: 's.kind' },
    { name: 'wbOrderId', type: 'text', sql: 's.wb_order_id' },
    { name: 'productId', type: 'text', sql: 's.product_id' },
    ...PRODUCT_COLUMNS,
    { name: 'warehouseName', type: 'text', sql: 's.warehouse_name' },
    { name: 'quantity', type: 'integer', sql: 's.quantity' },
    { name: 'priceRub', type: 'decimal', sql: 's.price' },
    { name: 'commissionRub', type: 'decimal', sql: 's.commission' },
    { name: 'netAmountRub', type: 'decimal', sql: 's.net_amount' },
  ],
  from(ctx, { products, days }, bind) {
    const { join, where } = besideProducts(ctx, 's', products, bind);
    const when = days
      ? [`s.sale_date >= ${bind(days.from)}::date`, `s.sale_date < ${bind(days.until)}::date`]
      : [];
    return `
      FROM sales s ${join}
      WHERE ${[...whose(ctx, 's', bind), ...when, ...where].join(' AND ')}
      ORDER BY s.sale_date, s.id`;
  },
};
