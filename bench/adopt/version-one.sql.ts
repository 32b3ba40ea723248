const DAYS = 365;
const WAREHOUSES = 5;

/** How much of everything there is; a seller a thousand products. */
export interface VersionOneSize {
  readonly sellers: number;
  readonly products: number;
  readonly sales: number;
  readonly stockRecords: number;
}

/** @param scale above 0, 1 for the whole */
export function versionOneSize(scale: number): VersionOneSize {
  const of = (whole: number): number => Math.max(1000, Math.round(whole * scale));
  return {
    sellers: Math.max(2, Math.round(1000 * scale)),
    products: of(1_000_000),
    sales: of(5_000_000),
    stockRecords: of(10_000_000),
  };
}

/** Ids as chance makes them, as version 1 had them: the same at every run. */
const id = (kind: string, n: string): string => `md5('${kind} ' || ${n})::uuid`;

/** Keys are made when the rows are there. */
export const WITHOUT_KEYS = `
  ALTER TABLE sales DROP CONSTRAINT sales_product_id_fkey, DROP CONSTRAINT sales_user_id_fkey, DROP CONSTRAINT sales_pkey;
  ALTER TABLE stock_history DROP CONSTRAINT stock_history_product_id_fkey, DROP CONSTRAINT stock_history_pkey`;

export const KEYS = `
  ALTER TABLE sales ADD PRIMARY KEY (id), ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    ADD FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE SET NULL;
  ALTER TABLE stock_history ADD PRIMARY KEY (id), ADD FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE`;

/** Half of them without a tenant, half in the shared one, as the bot has left them. */
export const usersSql = ({ sellers }: VersionOneSize): string => `
  INSERT INTO users (id, email, telegram_id, full_name, tenant_id, wb_api_key)
  SELECT ${id('user', 'n')}, 'user_' || n || '@telegram.bot', n, 'Seller ' || n,
    CASE WHEN n % 2 = 0 THEN '00000000-0000-0000-0000-000000000001'::uuid END, 'plain key of ' || n || repeat('x', 300)
  FROM generate_series(0, ${sellers - 1}) AS n`;

/** One of two hundred is there twice. */
export const productsSql = ({ sellers, products }: VersionOneSize): string => `
  INSERT INTO products (id, user_id, wb_article, wb_nm_id, name, brand, category, price, discount, rating, reviews_count)
  SELECT ${id('product', 'i')}, ${id('user', `i % ${sellers}`)}, 'ART-' || i,
    100000000 + i - CASE WHEN i % 200 = 199 AND i >= ${sellers} THEN ${sellers} ELSE 0 END,
    'Футболка хлопковая с принтом ' || md5(i::text), 'Бренд ' || i % 40, 'Футболки', 500 + i % 3000, i % 60, 4.5, i % 300
  FROM generate_series(0, ${products - 1}) AS i`;

/** One of twenty is a return of the sale before it, one of a hundred is there twice. */
export const salesSql = ({ sellers, products, sales }: VersionOneSize): string => `
  INSERT INTO sales (id, user_id, product_id, wb_order_id, sale_date, quantity, price, commission, net_amount)
  SELECT ${id('sale', 'k')}, ${id('user', `i % ${sellers}`)}, ${id('product', 'i')}, 'srid-' || g,
    CURRENT_DATE - ${DAYS} + (k::bigint * ${DAYS} / ${sales})::integer, sign * (1 + g % 3), 500 + i % 3000, sign * 100, sign * 300
  FROM (
    SELECT k, k - CASE WHEN k % 20 = 19 OR k % 100 = 7 THEN 1 ELSE 0 END AS g, CASE WHEN k % 20 = 19 THEN -1 ELSE 1 END AS sign
    FROM generate_series(0, ${sales - 1}) AS k
  ) AS numbered, LATERAL (SELECT (hashint8(g)::bigint & 2147483647) % ${products} AS i) AS sold`;

/** One of fifty tells what is known, one of a thousand is there twice. */
export const stockSql = ({ products, stockRecords }: VersionOneSize): string => `
  INSERT INTO stock_history (id, product_id, warehouse_name, quantity, recorded_at)
  SELECT ${id('record', 'k')}, ${id('product', `g % ${products}`)}, 'Склад № ' || (g / ${products}) % ${WAREHOUSES},
    CASE WHEN g % 50 = 49 THEN 7 ELSE (hashint8(g)::bigint & 63) END,
    CURRENT_DATE - interval '${DAYS} days' + g * (interval '${DAYS} days' / ${stockRecords})
  FROM (SELECT k, k - CASE WHEN k % 1000 = 999 THEN 1 ELSE 0 END AS g FROM generate_series(0, ${stockRecords - 1}) AS k) AS numbered`;
