import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

/** Keeps what the catalogue is searched by. Whoever writes articles, names, brands or nmIds calls it in the same transaction. */
@Injectable()
export class ProductSearchRepository {
  constructor(private readonly database: Database) {}

  /** Brings up to date whatever of a seller's products is not: what was just written, and what others wrote past it. */
  async refresh(ctx: TenantContext, userId: string): Promise<void> {
    await this.database.rows(ctx, REFRESH, [ctx.tenantId, userId]);
  }
}

const TEXT = 'product_search_text(p.wb_article, p.name, p.brand, p.wb_nm_id)';

const REFRESH = statement<never>(`
  WITH stale AS (
    UPDATE products p SET search_hash = hashtextextended(${TEXT}, 0)
    WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.search_stale
    RETURNING p.id, product_search_key(${TEXT}) AS key
  )
  INSERT INTO product_search (tenant_id, product_id, user_id, key) SELECT $1, id, $2, key FROM stale
  ON CONFLICT (tenant_id, product_id) DO UPDATE SET key = excluded.key, user_id = excluded.user_id
`);
