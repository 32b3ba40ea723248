import { Injectable } from '@nestjs/common';
import type { SellerContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';

export interface StagedStock {
  readonly nmId: number;
  readonly source: 'wb' | 'seller';
  readonly warehouseName: string;
  readonly quantity: number;
  readonly toCustomer: number;
  readonly fromCustomer: number;
}

/** Where a pass is gathered until it is complete and can be compared as a whole. */
@Injectable()
export class StageRepository {
  constructor(private readonly database: Database) {}

  async clear(ctx: SellerContext, dataset: 'cards' | 'stock'): Promise<void> {
    await this.database.rows(ctx, CLEAR, [ctx.tenantId, ctx.userId, dataset]);
  }

  async addCards(ctx: SellerContext, nmIds: readonly number[]): Promise<void> {
    await this.database.rows(ctx, ADD_CARDS, [ctx.tenantId, ctx.userId, nmIds]);
  }

  /** As many as were added, cards that came twice counted twice. */
  async countCards(ctx: SellerContext): Promise<number> {
    const counted = await this.database.row(ctx, COUNT_CARDS, [ctx.tenantId, ctx.userId]);
    return counted?.count ?? 0;
  }

  async addStock(ctx: SellerContext, rows: readonly StagedStock[]): Promise<void> {
    await this.database.rows(ctx, ADD_STOCK, [
      ctx.tenantId,
      ctx.userId,
      rows.map((row) => row.nmId),
      rows.map((row) => row.source),
      rows.map((row) => row.warehouseName),
      rows.map((row) => row.quantity),
      rows.map((row) => row.toCustomer),
      rows.map((row) => row.fromCustomer),
    ]);
  }
}

const CLEAR = statement<never>(
  `DELETE FROM sync_stage WHERE tenant_id = $1 AND user_id = $2 AND dataset = $3`,
);

const ADD_CARDS = statement<never>(`
  INSERT INTO sync_stage (tenant_id, user_id, dataset, nm_id) SELECT $1, $2, 'cards', * FROM unnest($3::bigint[])
`);

const COUNT_CARDS = statement<{ count: number }>(`
  SELECT count(*)::integer AS count FROM sync_stage WHERE tenant_id = $1 AND user_id = $2 AND dataset = 'cards'
`);

const ADD_STOCK = statement<never>(`
  INSERT INTO sync_stage (tenant_id, user_id, dataset, nm_id, source, warehouse_name, quantity, in_transit_to_customer,
    in_transit_from_customer)
  SELECT $1, $2, 'stock', *
  FROM unnest($3::bigint[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::integer[])
`);
