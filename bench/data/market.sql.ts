import { DAILY_FIGURES } from '../../src/features/analytics/sales-daily.columns.js';

/** Days before today of which there are sales and stock; today itself has none. */
export const DAYS = 365;
const WAREHOUSES = 10;
/** Of the distribution of sales: with it a fifth of the products makes four fifths of them. */
const SKEW = 7.2;
const TODAY = `(now() AT TIME ZONE 'Europe/Moscow')::date`;

/**
 * What the market is made by: a seller a row with how much they have, ids that follow from numbers (in order of time, as
 * those of version 7 are), and numbers that look like chance and are the same at every run.
 */
export const HELPERS = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.sellers (
    n integer PRIMARY KEY, tenant_id uuid NOT NULL, user_id uuid NOT NULL,
    products integer NOT NULL, sales integer NOT NULL, stock_records integer NOT NULL
  );
  CREATE FUNCTION bench.id(kind integer, at timestamptz, seller integer, n bigint) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
      || '8' || lpad(to_hex(seller), 5, '0') || lpad(to_hex(n), 10, '0'))::uuid
  $$;
  CREATE FUNCTION bench.product_id(seller integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT bench.id(1, '2020-01-01T00:00:00Z', seller, n)
  $$;
  -- 0 to 1, the latter left out
  CREATE FUNCTION bench.share(n bigint, seed bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(n, seed) & 2147483647)::double precision / 2147483648
  $$;
  CREATE FUNCTION bench.warehouse(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'Склад № ' || lpad((1 + n % ${WAREHOUSES})::text, 2, '0')
  $$;
  -- of one product at one warehouse, after so many changes: never twice the same in a row
  CREATE FUNCTION bench.quantity(place bigint, change bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (2 * (hashint8extended(place, change) & 31) + (change & 1))::integer
  $$;
`;

export const TENANTS = `
  INSERT INTO tenants (id, name, slug)
  SELECT tenant_id, 'Seller ' || n, 'bench-seller-' || n FROM bench.sellers ON CONFLICT (id) DO NOTHING
`;

export const USERS = `
  INSERT INTO users (id, tenant_id, email, role)
  SELECT user_id, tenant_id, 'bench-seller-' || n || '@example.com', 'OWNER' FROM bench.sellers
  ON CONFLICT (id) DO NOTHING
`;

export const PRODUCTS = `
  INSERT INTO products (tenant_id, user_id, id, wb_article, wb_nm_id, name, brand, category, price, discount, search_hash)
  SELECT tenant_id, user_id, bench.product_id(n, i), article, nm_id, name, brand, 'Футболки', 500 + i % 3000, i % 60,
    hashtextextended(product_search_text(article, name, brand, nm_id), 0)
  FROM bench.sellers, generate_series(1, products) AS i,
    LATERAL (SELECT 'ART-' || lpad(i::text, 6, '0') AS article, 100000000 + i::bigint AS nm_id,
      'Футболка хлопковая с принтом ' || md5(n || ' ' || i) AS name, 'Бренд ' || i % 40 AS brand) AS texts
`;

export const PRODUCT_SEARCH = `
  INSERT INTO product_search (tenant_id, product_id, user_id, key)
  SELECT tenant_id, id, user_id, product_search_key(product_search_text(wb_article, name, brand, wb_nm_id)) FROM products
  ON CONFLICT DO NOTHING
`;

/** Number k of a seller is sold so far into the time as it is into their sales. One of twenty is a return. */
export const SALES = `
  INSERT INTO sales (tenant_id, user_id, id, product_id, wb_order_id, external_id, sale_date, kind, quantity, price,
    commission, net_amount, warehouse_name, created_at)
  SELECT tenant_id, user_id, bench.id(2, sale_date, n, k), bench.product_id(n, i), 'O' || k, kind || ':O' || k, sale_date,
    kind, 1 + (i % 3), 500 + i % 3000, 100, 300, bench.warehouse(k * 7 + i), sale_date
  FROM bench.sellers, generate_series(0, sales - 1) AS k,
    LATERAL (SELECT 1 + floor(products * power(bench.share(k, n), ${SKEW}))::bigint AS i,
      ${TODAY} - ${DAYS} + (k::bigint * ${DAYS} / sales)::integer AS sale_date,
      CASE WHEN k % 20 = 19 THEN 'RETURN' ELSE 'SALE' END AS kind) AS sold
`;

/** A place is a product at a warehouse; the changes go round all of them again and again, evenly over the time. */
const PLACES = `products::bigint * ${WAREHOUSES}`;
const RECORDED_AT = (k: string): string =>
  `(${TODAY} - ${DAYS})::timestamp AT TIME ZONE 'Europe/Moscow' + ${k} * (interval '${DAYS} days' / stock_records)`;

export const STOCK_HISTORY = `
  INSERT INTO stock_history (tenant_id, user_id, id, product_id, warehouse_name, quantity, delta, recorded_at, created_at)
  SELECT tenant_id, user_id, bench.id(3, at, n, k), bench.product_id(n, 1 + place % products),
    bench.warehouse(place / products), bench.quantity(place, change),
    bench.quantity(place, change) - CASE WHEN change = 0 THEN 0 ELSE bench.quantity(place, change - 1) END, at, at
  FROM bench.sellers, generate_series(0, stock_records - 1) AS k,
    LATERAL (SELECT k::bigint % (${PLACES}) AS place, k::bigint / (${PLACES}) AS change, ${RECORDED_AT('k')} AS at) AS moment
`;

/** What the history ends with. */
export const STOCK_LEVELS = `
  INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at, source)
  SELECT tenant_id, user_id, bench.product_id(n, 1 + place % products), bench.warehouse(place / products),
    bench.quantity(place, change), ${RECORDED_AT(`(change * ${PLACES} + place)`)}, 'wb'
  FROM bench.sellers, generate_series(0, least(${PLACES}, stock_records) - 1) AS place,
    LATERAL (SELECT (stock_records - 1 - place) / (${PLACES}) AS change) AS last
`;

export const STOCK_TOTALS = `
  UPDATE products p SET stock_total = l.total
  FROM (SELECT tenant_id, product_id, sum(quantity) AS total FROM stock_levels GROUP BY 1, 2) AS l
  WHERE p.tenant_id = l.tenant_id AND p.id = l.product_id AND p.stock_total <> l.total
`;

/** In the order in which nights write them: what a seller sold on a day lies together. */
export const SALES_DAILY = `${salesDailyInto('sales_daily', 'true')} ORDER BY sale_date, tenant_id, user_id`;

export const SALES_TOTALS_DAILY = `${salesTotalsInto('sales_totals_daily', 'sales_daily')} ORDER BY day, tenant_id, user_id`;

/** As somebody would write it who has nothing to compare with, in the order of DAILY_FIGURES: also what the part `rollups` holds the rollup against. */
export function salesDailyInto(table: string, which: string): string {
  const of = (kind: string, value: string): string =>
    `coalesce(sum(${value}) FILTER (WHERE kind = '${kind}'), 0)`;
  const figures = ['quantity', 'price * quantity', 'commission', 'net_amount'].flatMap((value) => [
    of('SALE', value),
    of('RETURN', value),
  ]);
  return `
    INSERT INTO ${table} (tenant_id, user_id, day, product_id, warehouse_name, ${DAILY_FIGURES.join(', ')})
    SELECT tenant_id, user_id, sale_date, product_id, coalesce(warehouse_name, ''), ${figures.join(', ')},
      count(*) FILTER (WHERE net_amount IS NULL), count(*) FILTER (WHERE net_amount IS NULL AND kind = 'RETURN'),
      count(*) FILTER (WHERE commission IS NULL), count(*) FILTER (WHERE commission IS NULL AND kind = 'RETURN'),
      count(*) FILTER (WHERE price = 0), count(*) FILTER (WHERE price = 0 AND kind = 'RETURN'),
      coalesce(sum(quantity) FILTER (WHERE price = 0 AND kind = 'SALE'), 0)
    FROM sales WHERE ${which}
    GROUP BY tenant_id, user_id, sale_date, product_id, coalesce(warehouse_name, '')
  `;
}

/** The same of all products together. */
export function salesTotalsInto(table: string, daily: string): string {
  return `
    INSERT INTO ${table} (tenant_id, user_id, day, ${DAILY_FIGURES.join(', ')})
    SELECT tenant_id, user_id, day, ${DAILY_FIGURES.map((name) => `sum(${name})`).join(', ')}
    FROM ${daily} GROUP BY tenant_id, user_id, day
  `;
}
