import { businessDay } from '../../../platform/context/index.js';
import { wantedProducts, type ExportedRows } from './exported-rows.js';

/** As the list of products has them: without the archived ones, unless they are asked for. */
export const PRODUCTS: ExportedRows = {
  columns: [
    { name: 'id', type: 'text', sql: 'p.id' },
    { name: 'wbArticle', type: 'text', sql: 'p.wb_article' },
    { name: 'wbNmId', type: 'integer', sql: 'p.wb_nm_id' },
    { name: 'name', type: 'text', sql: 'p.name' },
    { name: 'brand', type: 'text', sql: 'p.brand' },
    { name: 'category', type: 'text', sql: 'p.category' },
    { name: 'priceRub', type: 'decimal', sql: 'p.price' },
    { name: 'discountPercent', type: 'integer', sql: 'p.discount' },
    { name: 'unitCostRub', type: 'decimal', sql: 'c.unit_cost' },
    { name: 'leadTimeDays', type: 'integer', sql: 'c.lead_time_days' },
    { name: 'rating', type: 'decimal', sql: 'p.rating' },
    { name: 'reviewsCount', type: 'integer', sql: 'p.reviews_count' },
    { name: 'stockTotal', type: 'integer', sql: 'p.stock_total' },
    { name: 'isArchived', type: 'boolean', sql: 'p.archived_at IS NOT NULL' },
    { name: 'lastSyncAt', type: 'instant', sql: 'p.last_sync_at' },
    { name: 'createdAt', type: 'instant', sql: 'p.created_at' },
    { name: 'updatedAt', type: 'instant', sql: 'p.updated_at' },
  ],
  from(ctx, { products }, bind) {
    const { join, where } = wantedProducts(ctx, products ?? {}, bind);
    return `
      FROM products p ${join}
      LEFT JOIN LATERAL (
        SELECT unit_cost, lead_time_days FROM product_costs
        WHERE tenant_id = $1 AND product_id = p.id AND valid_from <= ${bind(businessDay(ctx.now()))}::date
        ORDER BY valid_from DESC LIMIT 1
      ) AS c ON true
      WHERE ${where} ORDER BY p.id`;
  },
};
