import { DEFAULT_LEAD_TIME_DAYS } from './domain/reorder.js';
import { TODAY } from './windows.sql.js';

/** Joins to the products p of a seller the lead time that is on record of today: cost.lead_time_days. */
export const WITH_LEAD_TIME = `LEFT JOIN (
      SELECT DISTINCT ON (product_id) product_id, lead_time_days
      FROM product_costs WHERE tenant_id = $1 AND user_id = $2 AND valid_from <= ${TODAY}
      ORDER BY product_id, valid_from DESC
    ) AS cost ON cost.product_id = p.id`;

/** What is reckoned with, on record or not. */
export const LEAD_TIME = `coalesce(cost.lead_time_days, ${DEFAULT_LEAD_TIME_DAYS})`;
