import { Injectable } from '@nestjs/common';
import type { SellerContext, TenantContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { DatasetName } from './dataset-state.js';

export interface StoredCursor {
  readonly dataset: DatasetName;
  readonly cursor: unknown;
  readonly asOf: Date | null;
  readonly fullPassAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

/** How far each dataset of a seller has been read. */
@Injectable()
export class CursorRepository {
  constructor(private readonly database: Database) {}

  async all(ctx: SellerContext): Promise<Map<DatasetName, StoredCursor>> {
    const rows = await this.database.write(ctx, () =>
      this.database.rows(ctx, ALL, [ctx.tenantId, ctx.userId]),
    );
    return new Map(rows.map((row) => [row.dataset, row]));
  }

  async find(ctx: SellerContext, dataset: DatasetName): Promise<StoredCursor | null> {
    return this.database.write(ctx, () => this.database.row(ctx, FIND, [ctx.tenantId, ctx.userId, dataset]));
  }

  /** In the transaction of the rows that the cursor stands behind. */
  async save(ctx: SellerContext, dataset: DatasetName, cursor: object | null): Promise<void> {
    const value = cursor && JSON.stringify(cursor);
    await this.database.rows(ctx, SAVE, [ctx.tenantId, ctx.userId, dataset, value]);
  }

  async fullPassDone(ctx: SellerContext, dataset: DatasetName): Promise<void> {
    await this.database.rows(ctx, FULL_PASS, [ctx.tenantId, ctx.userId, dataset, ctx.now()]);
  }

  /** @param asOf null leaves the time of the last success */
  async attempted(
    ctx: SellerContext,
    dataset: DatasetName,
    asOf: Date | null,
    nextAttemptAt: Date | null,
  ): Promise<void> {
    await this.database.rows(ctx, ATTEMPTED, [ctx.tenantId, ctx.userId, dataset, asOf, nextAttemptAt]);
  }

  /** For a key of another seller: nothing of the former one's places is of use. */
  async forget(ctx: TenantContext, userId: string): Promise<void> {
    await this.database.rows(ctx, FORGET, [ctx.tenantId, userId]);
  }

  /** For a new key: what the old one failed at may go well now. */
  async retryNow(ctx: TenantContext, userId: string): Promise<void> {
    await this.database.rows(ctx, RETRY_NOW, [ctx.tenantId, userId]);
  }
}

const COLUMNS = `dataset, cursor, as_of AS "asOf", full_pass_at AS "fullPassAt", next_attempt_at AS "nextAttemptAt"`;

const ALL = statement<StoredCursor>(
  `SELECT ${COLUMNS} FROM sync_cursors WHERE tenant_id = $1 AND user_id = $2`,
);

const FIND = statement<StoredCursor>(`
  SELECT ${COLUMNS} FROM sync_cursors WHERE tenant_id = $1 AND user_id = $2 AND dataset = $3
`);

const SAVE = statement<never>(`
  INSERT INTO sync_cursors (tenant_id, user_id, dataset, cursor) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, user_id, dataset) DO UPDATE SET cursor = excluded.cursor
`);

const FULL_PASS = statement<never>(`
  INSERT INTO sync_cursors (tenant_id, user_id, dataset, full_pass_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, user_id, dataset) DO UPDATE SET full_pass_at = excluded.full_pass_at
`);

const ATTEMPTED = statement<never>(`
  INSERT INTO sync_cursors AS c (tenant_id, user_id, dataset, as_of, next_attempt_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (tenant_id, user_id, dataset) DO UPDATE SET
    as_of = coalesce(excluded.as_of, c.as_of), next_attempt_at = excluded.next_attempt_at
`);

const FORGET = statement<never>(`DELETE FROM sync_cursors WHERE tenant_id = $1 AND user_id = $2`);

const RETRY_NOW = statement<never>(`
  UPDATE sync_cursors SET next_attempt_at = NULL WHERE tenant_id = $1 AND user_id = $2 AND next_attempt_at IS NOT NULL
`);
