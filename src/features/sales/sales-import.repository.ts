import { Injectable } from '@nestjs/common';
import type { SellerContext } from '../../platform/context/index.js';
import { Database, Partitions, plannedAnew, statement } from '../../platform/database/index.js';
import { isUnknownPrice, knownPrice } from './price.sql.js';
import { SalesLock } from './sales-lock.repository.js';

/** A sale or a return as a marketplace tells it. Amounts are positive decimal strings; null is not known yet. */
export interface ImportedSale {
  readonly externalId: string;
  readonly kind: 'SALE' | 'RETURN';
  readonly orderId: string | null;
  readonly nmId: number;
  /** YYYY-MM-DD in Moscow. */
  readonly day: string;
  readonly quantity: number;
  /** Of one unit. */
  readonly price: string | null;
  /** Of the whole row. */
  readonly netAmount: string | null;
  readonly warehouseName: string | null;
}

export interface ImportedOrder {
  readonly externalId: string;
  readonly nmId: number;
  readonly orderedAt: Date;
  readonly price: string | null;
  readonly warehouseName: string | null;
  readonly cancelledAt: Date | null;
}

/** Writes what a marketplace tells of orders and sales: an upsert, in which nothing known is overwritten by unknown. */
@Injectable()
export class SalesImportRepository {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
    private readonly lock: SalesLock,
  ) {}

  /** To be called before the transaction of the same rows. */
  async prepare(ctx: SellerContext, sales: readonly ImportedSale[]): Promise<void> {
    const days = sales.map((sale) => sale.day).sort();
    const [first, last] = [days.at(0), days.at(-1)];
    if (first !== undefined && last !== undefined) await this.partitions.ensure(ctx, 'sales', first, last);
  }

  /** @returns rows written */
  async upsertSales(ctx: SellerContext, sales: readonly ImportedSale[]): Promise<number> {
    const columns = [
      sales.map((sale) => sale.externalId),
      sales.map((sale) => sale.kind),
      sales.map((sale) => sale.orderId),
      sales.map((sale) => sale.nmId),
      sales.map((sale) => sale.day),
      sales.map((sale) => sale.quantity),
      sales.map((sale) => sale.price),
      sales.map((sale) => sale.netAmount),
      sales.map((sale) => sale.warehouseName),
    ];
    const [externalIds, kinds, orderIds, , days] = columns;
    await this.lock.take(ctx, [ctx.userId]);
    await this.database.rows(ctx, TAKE_OVER, [ctx.tenantId, ctx.userId, externalIds, kinds, orderIds, days]);
    const result = await this.database.row(ctx, UPSERT_SALES, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      ...columns,
    ]);
    return result?.written ?? 0;
  }

  /** @returns rows written */
  async upsertOrders(ctx: SellerContext, orders: readonly ImportedOrder[]): Promise<number> {
    const rows = await this.database.rows(ctx, UPSERT_ORDERS, [
      ctx.tenantId,
      ctx.userId,
      ctx.now(),
      orders.map((order) => order.externalId),
      orders.map((order) => order.nmId),
      orders.map((order) => order.orderedAt),
      orders.map((order) => order.price),
      orders.map((order) => order.warehouseName),
      orders.map((order) => order.cancelledAt),
    ]);
    return rows.length;
  }

  /** First day since `day` with a sale whose amounts are not known yet: the marketplace fills them in within a day. */
  async firstUnpricedDay(ctx: SellerContext, day: string): Promise<string | null> {
    const found = await this.database.row(ctx, FIRST_UNPRICED, [ctx.tenantId, ctx.userId, day]);
    return found?.day ?? null;
  }
}

/**
 * A row of the same order and kind that came from elsewhere becomes the marketplace's, and so does one whose day the
 * marketplace has corrected: otherwise the upsert would put a second row beside it.
 */
const TAKE_OVER = plannedAnew<never>(`
  WITH new AS (
    SELECT DISTINCT ON (external_id) external_id, kind, left(order_id, 100) AS order_id, day
    FROM unnest($3::text[], $4::text[], $5::text[], $6::date[]) AS row (external_id, kind, order_id, day)
    WHERE order_id IS NOT NULL
    ORDER BY external_id
  ), found AS MATERIALIZED (
    SELECT s.id, s.sale_date AS old_day, new.external_id, new.day
    FROM new
    -- OFFSET keeps it a look-up by key, row by row: without statistics a join would read all that the seller sold
    CROSS JOIN LATERAL (
      SELECT id, sale_date FROM sales
      WHERE tenant_id = $1 AND user_id = $2 AND external_id = ANY (ARRAY[new.kind || ':' || new.order_id, new.external_id])
        AND wb_order_id = new.order_id AND kind = new.kind AND (external_id <> new.external_id OR sale_date <> new.day)
      OFFSET 0
    ) s
  ), matched AS (
    SELECT * FROM found
    WHERE NOT EXISTS (
      SELECT FROM sales t
      WHERE t.tenant_id = $1 AND t.user_id = $2 AND t.external_id = found.external_id AND t.sale_date = found.day)
  ), moved AS (
    UPDATE sales s SET external_id = m.external_id, sale_date = m.day
    FROM matched m WHERE s.tenant_id = $1 AND s.id = m.id AND s.sale_date = m.old_day
  )
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
  SELECT $1, uuid_v7(), $2, 'sales', day FROM (SELECT old_day AS day FROM matched UNION SELECT day FROM matched) AS days
`);

/** Whoever tells last is right, but for a price that they do not know. */
const PRICE = `coalesce(${knownPrice('excluded.price')}, s.price)`;

const UPSERT_SALES = statement<{ written: number }>(`
  WITH new AS (
    SELECT DISTINCT ON (row.external_id) row.*, p.id AS product_id
    FROM unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::date[], $9::integer[], $10::numeric[],
      $11::numeric[], $12::text[])
      WITH ORDINALITY AS row (external_id, kind, order_id, nm_id, day, quantity, price, net_amount, warehouse_name, position)
    LEFT JOIN products p ON p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id = row.nm_id
    ORDER BY row.external_id, row.position DESC
  ), written AS (
    INSERT INTO sales AS s (id, tenant_id, user_id, product_id, wb_order_id, external_id, kind, sale_date, quantity, price,
      net_amount, commission, warehouse_name, created_at)
    SELECT uuid_v7(), $1, $2, product_id, left(order_id, 100), external_id, kind, day, quantity, coalesce(price, 0),
      net_amount, price * quantity - net_amount, left(warehouse_name, 255), $3
    FROM new
    ON CONFLICT (tenant_id, user_id, external_id, sale_date) DO UPDATE SET
      product_id = coalesce(excluded.product_id, s.product_id),
      wb_order_id = coalesce(excluded.wb_order_id, s.wb_order_id),
      kind = excluded.kind,
      quantity = excluded.quantity,
      price = ${PRICE},
      net_amount = coalesce(excluded.net_amount, s.net_amount),
      commission = coalesce(excluded.commission,
        ${knownPrice(PRICE)} * excluded.quantity
          - coalesce(excluded.net_amount, s.net_amount),
        s.commission),
      warehouse_name = coalesce(excluded.warehouse_name, s.warehouse_name)
    WHERE (s.product_id, s.wb_order_id, s.kind, s.quantity, s.price, s.net_amount, s.warehouse_name) IS DISTINCT FROM
      (coalesce(excluded.product_id, s.product_id), coalesce(excluded.wb_order_id, s.wb_order_id), excluded.kind,
       excluded.quantity, ${PRICE},
       coalesce(excluded.net_amount, s.net_amount), coalesce(excluded.warehouse_name, s.warehouse_name))
    RETURNING sale_date
  ), marked AS (
    INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
    SELECT $1, uuid_v7(), $2, 'sales', day FROM (SELECT DISTINCT sale_date AS day FROM written) AS days
  )
  SELECT count(*)::integer AS written FROM written
`);

const UPSERT_ORDERS = statement<{ external_id: string }>(`
  INSERT INTO orders AS o (tenant_id, user_id, external_id, product_id, ordered_at, price, warehouse_name, cancelled_at,
    created_at)
  SELECT $1, $2, new.external_id, p.id, new.ordered_at, new.price, left(new.warehouse_name, 255), new.cancelled_at, $3
  FROM (
    SELECT DISTINCT ON (external_id) *
    FROM unnest($4::text[], $5::bigint[], $6::timestamptz[], $7::numeric[], $8::text[], $9::timestamptz[])
      WITH ORDINALITY AS row (external_id, nm_id, ordered_at, price, warehouse_name, cancelled_at, position)
    ORDER BY external_id, position DESC
  ) AS new
  LEFT JOIN products p ON p.tenant_id = $1 AND p.user_id = $2 AND p.wb_nm_id = new.nm_id
  ON CONFLICT (tenant_id, user_id, external_id) DO UPDATE SET
    product_id = coalesce(excluded.product_id, o.product_id), ordered_at = excluded.ordered_at,
    price = coalesce(excluded.price, o.price), warehouse_name = coalesce(excluded.warehouse_name, o.warehouse_name),
    cancelled_at = excluded.cancelled_at
  WHERE (o.product_id, o.ordered_at, o.price, o.warehouse_name, o.cancelled_at) IS DISTINCT FROM
    (coalesce(excluded.product_id, o.product_id), excluded.ordered_at, coalesce(excluded.price, o.price),
     coalesce(excluded.warehouse_name, o.warehouse_name), excluded.cancelled_at)
  RETURNING external_id
`);

const FIRST_UNPRICED = statement<{ day: string | null }>(`
  SELECT min(sale_date)::text AS day FROM sales
  WHERE tenant_id = $1 AND user_id = $2 AND sale_date >= $3::date AND (${isUnknownPrice('price')} OR net_amount IS NULL)
`);
