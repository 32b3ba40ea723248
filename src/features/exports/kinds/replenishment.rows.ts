import { DEFAULT_LEAD_TIME_DAYS, TO_ORDER } from '../../analytics/index.js';
import { besideProducts, PRODUCT_COLUMNS, whose, type ExportedRows } from './exported-rows.js';

/** As the list of what to order: what runs out first comes first. */
export const REPLENISHMENT: ExportedRows = {
  columns: [
    { name: 'productId', type: 'text', sql: 'r.product_id' },
    ...PRODUCT_COLUMNS,
    { name: 'risk', type: 'text', sql: 'r.risk' },
    { name: 'reorderQuantity', type: 'integer', sql: 'r.reorder_quantity' },
    { name: 'stockNow', type: 'integer', sql: 'r.stock_now' },
    { name: 'reorderPoint', type: 'integer', sql: 'r.reorder_point' },
    { name: 'leadTimeDays', type: 'integer', sql: `coalesce(r.lead_time_days, ${DEFAULT_LEAD_TIME_DAYS})` },
    { name: 'velocity', type: 'decimal', sql: 'trim_scale(r.velocity)' },
    { name: 'daysOfCover', type: 'decimal', sql: 'trim_scale(r.days_of_cover)' },
    { name: 'stockoutDate', type: 'day', sql: `to_char(r.stockout_date, 'YYYY-MM-DD')` },
    { name: 'computedAt', type: 'instant', sql: 'r.calculated_at' },
  ],
  from(ctx, { products }, bind) {
    const { join, where } = besideProducts(ctx, 'r', products, bind);
    const which = ['r.reorder_point IS NOT NULL', `r.risk = ANY (${bind(TO_ORDER)}::text[])`];
    return `
      FROM product_metrics r ${join}
      WHERE ${[...whose(ctx, 'r', bind), ...which, 'p.archived_at IS NULL', ...where].join(' AND ')}
      ORDER BY r.stockout_date, r.product_id`;
  },
};
