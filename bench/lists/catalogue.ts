import type { BenchDatabase } from '../processes/bench-database.js';

const WAREHOUSES = 10;

/** Products of one seller and what lies of them, made by SQL: the same at every run. */
export async function makeCatalogue(
  database: BenchDatabase,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
  products: number,
): Promise<void> {
  await database.query(
    `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, price, discount, stock_total)
     SELECT $1, $2, 'ART-' || lpad(n::text, 6, '0'), 100000000 + n,
       'Футболка хлопковая с принтом ' || md5(n::text), 'Бренд ' || n % 40, 'Футболки', 500 + n % 3000, n % 60, $4 * (n % 50)
     FROM generate_series(1, $3::integer) AS n`,
    [tenantId, userId, products, WAREHOUSES],
  );
  await database.query(
    `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at, source)
     SELECT $1, $2, p.id, 'Склад № ' || lpad(w::text, 2, '0'), p.stock_total / $3, now(), 'wb'
     FROM products p, generate_series(1, $3::integer) AS w WHERE p.tenant_id = $1`,
    [tenantId, userId, WAREHOUSES],
  );
  await database.query('VACUUM (ANALYZE) products, stock_levels');
}

/** Figures of products that have been rolled up, as if they had sold: what is null everywhere is soon written. */
export async function makeFigures(database: BenchDatabase, tenantId: string): Promise<void> {
  await database.query(
    `UPDATE product_metrics SET velocity = n % 97 / 7.0, days_of_cover = n % 89 / 3.0, revenue_30_days = n * 1.5,
       reorder_point = n % 50, reorder_quantity = n % 70, stockout_date = CURRENT_DATE + n % 60, risk = 'OK',
       turnover_days = n % 83 / 3.0, lost_units = n % 79 / 7.0, lost_revenue = n % 73 / 7.0, buyout_rate = 1 - n % 9 / 11.0
     FROM (SELECT id, (wb_nm_id % 10000)::integer AS n FROM products WHERE tenant_id = $1) AS p
     WHERE tenant_id = $1 AND product_id = p.id`,
    [tenantId],
  );
  await database.query('VACUUM (ANALYZE) product_metrics');
}
