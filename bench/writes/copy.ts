import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { importPeer } from '../peers/peer-packages.js';
import { copyText, type SaleRow, type StockRow } from './batches.js';

/** Data of one table as COPY takes them. */
interface Copied {
  readonly into: string;
  readonly text: string;
}

type CopyFrom = (sql: string) => pg.Submittable & Writable;

interface Seller {
  readonly tenantId: string;
  readonly userId: string;
}

/** All tables in one transaction, as the application writes them. */
export async function copy(client: pg.Client, tables: readonly Copied[]): Promise<void> {
  const { from } = await importPeer<{ from: CopyFrom }>('pg-copy-streams');
  await client.query('BEGIN');
  for (const { into, text } of tables) {
    await pipeline(Readable.from([text]), client.query(from(`COPY ${into} FROM STDIN`)));
  }
  await client.query('COMMIT');
}

/** History and levels; ids and the time of writing are the tables' own defaults. */
export function copiedStock({ tenantId, userId }: Seller, rows: readonly StockRow[]): Copied[] {
  return [
    {
      into: 'stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)',
      text: copyText(
        rows.map(({ productId, warehouseName, quantity, recordedAt }) => [
          tenantId,
          userId,
          productId,
          warehouseName,
          quantity,
          quantity,
          recordedAt,
        ]),
      ),
    },
    {
      into: 'stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)',
      text: copyText(
        rows.map(({ productId, warehouseName, quantity, recordedAt }) => [
          tenantId,
          userId,
          productId,
          warehouseName,
          quantity,
          recordedAt,
        ]),
      ),
    },
  ];
}

export function copiedSales({ tenantId, userId }: Seller, rows: readonly SaleRow[]): Copied[] {
  const into =
    'sales (tenant_id, user_id, product_id, wb_order_id, external_id, sale_date, quantity, price, commission, net_amount, warehouse_name)';
  const text = copyText(
    rows.map(({ productId, wbOrderId, saleDate, quantity, price, commission, netAmount, warehouseName }) => [
      tenantId,
      userId,
      productId,
      wbOrderId,
      `SALE:${wbOrderId}`,
      saleDate,
      quantity,
      price,
      commission,
      netAmount,
      warehouseName,
    ]),
  );
  return [{ into, text }];
}
