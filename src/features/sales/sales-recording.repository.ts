import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import {
  Database,
  plainArray,
  plannedAnew,
  rowIds,
  statement,
  together,
} from '../../platform/database/index.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import type { RecordedSale } from './domain/recorded-sales.js';
import { knownPrice } from './price.sql.js';
import { SalesLock } from './sales-lock.repository.js';

export interface WrittenSales {
  readonly inserted: number;
  /** Rows that were there and are different now. */
  readonly updated: number;
}

/** Writes what a client tells of sales. */
@Injectable()
export class SalesRecordingRepository {
  constructor(
    private readonly database: Database,
    private readonly lock: SalesLock,
    private readonly rollups: RollupRequests,
  ) {}

  /** @param owners of the products, who are the owners of their sales */
  async record(
    ctx: CallerContext,
    sales: readonly RecordedSale[],
    owners: ReadonlyMap<string, string>,
  ): Promise<WrittenSales> {
    await this.lock.take(ctx, owners.values());
    const sellers = plainArray([...new Set(owners.values())]);
    const batch = [
      ctx.tenantId,
      ctx.now(),
      plainArray(rowIds(sales.length)),
      plainArray(sales.map(({ productId }) => owners.get(productId))),
      plainArray(sales.map(({ productId }) => productId)),
      sales.map(({ wbOrderId }) => wbOrderId),
      plainArray(sales.map(({ kind }) => kind)),
      plainArray(sales.map(({ saleDate }) => saleDate)),
      plainArray(sales.map(({ quantity }) => quantity)),
      plainArray(sales.map(({ price }) => price)),
      plainArray(sales.map(({ commission }) => commission)),
      plainArray(sales.map(({ netAmount }) => netAmount)),
      sales.map(({ warehouseName }) => warehouseName),
    ];
    const written = (await this.knowsAny(ctx, sellers, sales))
      ? await this.database.row(ctx, RECORD, [...batch, sellers])
      : await this.database.row(ctx, RECORD_NEW, batch);
    if (!written) throw new Error('A count without a row');
    if (written.inserted + written.updated > 0) await this.rollups.ask(ctx, ctx.tenantId, owners.values());
    return written;
  }

  /** Whether anything of these orders is on record. Mostly there is nothing, which makes writing them much simpler. */
  private async knowsAny(
    ctx: CallerContext,
    sellers: string,
    sales: readonly RecordedSale[],
  ): Promise<boolean> {
    // in order, since the server sorts them for each month
    const orders = [...new Set(sales.map(({ wbOrderId }) => wbOrderId))].sort();
    const [, found] = await together([
      this.database.rows(ctx, BY_INDEX, []),
      this.database.row(ctx, KNOWN, [ctx.tenantId, sellers, orders]),
    ]);
    return found?.known !== 0;
  }
}

/** For the rest of the transaction: a month that has been empty so far is taken for small, and would be read whole. */
const BY_INDEX = statement<never>(`SET LOCAL enable_seqscan = off`);

/** Under a SELECT the planner does not weigh each order by itself, for every index of every month: that takes 60 ms. */
const AMONG = (orders: string): string => `wb_order_id = ANY ((SELECT ${orders}::text[])::text[])`;

const KNOWN = statement<{ known: number }>(`
  SELECT count(*)::integer AS known FROM sales
  WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND ${AMONG('$3')}
`);

const BATCH = `
  SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::date[], $9::integer[],
    $10::numeric[], $11::numeric[], $12::numeric[], $13::text[])
    AS row (id, user_id, product_id, order_id, kind, day, quantity, price, commission, net_amount, warehouse_name)
`;

const INSERT = `
  INSERT INTO sales (id, tenant_id, user_id, product_id, wb_order_id, external_id, kind, sale_date, quantity, price,
    commission, net_amount, warehouse_name, created_at)
  SELECT id, $1, user_id, product_id, order_id, kind || ':' || order_id, kind, day, quantity, price, commission, net_amount,
    warehouse_name, $2
  FROM new
`;

const MARK = `
  INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
  SELECT $1, uuid_v7(), user_id, 'sales', day
`;

/** Where nothing of the orders is known. */
const RECORD_NEW = statement<WrittenSales>(`
  WITH new AS MATERIALIZED (${BATCH}), inserted AS (${INSERT} RETURNING 1),
  marked AS (${MARK} FROM (SELECT DISTINCT user_id, day FROM new) AS days)
  SELECT (SELECT count(*) FROM inserted)::integer AS inserted, 0 AS updated
`);

const PRICE = `coalesce(${knownPrice('new.price')}, known.price)`;

/**
 * known: what is on record of the same orders. Of several rows of one order and kind, the client's own comes first, then
 * one of the same day, then the last. Whoever tells last is right, but what they do not know stays.
 */
const RECORD = plannedAnew<WrittenSales>(`
  WITH new AS MATERIALIZED (${BATCH}
  ), known AS MATERIALIZED (
    SELECT id, user_id, wb_order_id AS order_id, kind, external_id, sale_date, product_id, quantity, price, commission,
      net_amount, warehouse_name
    FROM sales
    WHERE tenant_id = $1 AND user_id = ANY ($14::uuid[]) AND ${AMONG('$6')}
  ), matched AS MATERIALIZED (
    SELECT DISTINCT ON (new.user_id, new.order_id, new.kind) new.user_id, new.order_id, new.kind, known.id,
      known.sale_date AS old_day, new.day, new.product_id, new.quantity, ${PRICE} AS price,
      coalesce(new.commission, known.commission) AS commission, coalesce(new.net_amount, known.net_amount) AS net_amount,
      coalesce(new.warehouse_name, known.warehouse_name) AS warehouse_name,
      (known.sale_date, known.product_id, known.quantity, known.price, known.commission, known.net_amount,
       known.warehouse_name) IS DISTINCT FROM
      (new.day, new.product_id, new.quantity, ${PRICE}, coalesce(new.commission, known.commission),
       coalesce(new.net_amount, known.net_amount), coalesce(new.warehouse_name, known.warehouse_name)) AS differs
    FROM new JOIN known USING (user_id, order_id, kind)
    ORDER BY new.user_id, new.order_id, new.kind, known.external_id = new.kind || ':' || new.order_id DESC,
      known.sale_date = new.day DESC, known.sale_date DESC, known.id DESC
  ), updated AS (
    UPDATE sales s SET sale_date = m.day, product_id = m.product_id, quantity = m.quantity, price = m.price,
      commission = m.commission, net_amount = m.net_amount, warehouse_name = m.warehouse_name
    FROM matched m
    WHERE m.differs AND s.tenant_id = $1 AND s.id = m.id AND s.sale_date = m.old_day
    RETURNING 1
  ), inserted AS (${INSERT}
    WHERE NOT EXISTS (
      SELECT FROM matched m WHERE m.user_id = new.user_id AND m.order_id = new.order_id AND m.kind = new.kind)
    RETURNING user_id, sale_date
  ), marked AS (${MARK} FROM (
      SELECT user_id, sale_date AS day FROM inserted
      UNION SELECT user_id, day FROM matched WHERE differs
      UNION SELECT user_id, old_day FROM matched WHERE differs
    ) AS days
  )
  SELECT (SELECT count(*) FROM inserted)::integer AS inserted, (SELECT count(*) FROM updated)::integer AS updated
`);
