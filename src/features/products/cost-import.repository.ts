import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, plannedAnew, WITHOUT_NESTED_LOOPS } from '../../platform/database/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import type { CostRow } from './domain/cost-rows.js';

export interface Finding {
  /** One of the products that the row names; null when it names none. */
  readonly id: string | null;
  readonly found: number;
}

@Injectable()
export class CostImportRepository {
  constructor(private readonly database: Database) {}

  /**
   * Which products the rows name, of those that the caller may change; in the order of the rows. Of a catalogue that has
   * just been filled the planner knows nothing, and would compare every row with every product.
   */
  async find(ctx: CallerContext, rows: readonly CostRow[]): Promise<Finding[]> {
    await this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []);
    const names = rows.flatMap(({ wbNmId = null, wbArticle = null, spellings = [], productId = '' }, at) =>
      [wbArticle, ...spellings].map((article) => ({ at, wbNmId, article, productId })),
    );
    return this.database.rows(ctx, FIND, [
      ctx.tenantId,
      ctx.writeScope === 'tenant' ? null : ctx.userId,
      names.map(({ at }) => at),
      names.map(({ wbNmId }) => wbNmId),
      names.map(({ article }) => article),
      names.map(({ productId }) => soughtId(productId)),
    ]);
  }
}

/** Two joins by equality, since one by either of two columns would compare every row with every product. */
const FIND = plannedAnew<Finding>(`
  WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($3::integer[], $4::bigint[], $5::text[], $6::uuid[])
      AS name (position, nm_id, article, meant)
  ), found AS (
    SELECT a.position, p.id, coalesce(p.id = a.meant, false) AS meant FROM asked a
    JOIN products p ON p.tenant_id = $1 AND p.wb_nm_id = a.nm_id
    WHERE ($2::uuid IS NULL OR p.user_id = $2) AND (a.article IS NULL OR p.wb_article = a.article)
    UNION ALL
    SELECT a.position, p.id, coalesce(p.id = a.meant, false) AS meant FROM asked a
    JOIN products p ON p.tenant_id = $1 AND p.wb_article = a.article
    WHERE a.nm_id IS NULL AND ($2::uuid IS NULL OR p.user_id = $2)
  )
  SELECT (array_agg(f.id ORDER BY f.meant DESC, f.id))[1] AS id,
    CASE WHEN bool_or(f.meant) THEN 1 ELSE count(f.id)::integer END AS found
  FROM (SELECT DISTINCT position FROM asked) a LEFT JOIN found f ON f.position = a.position
  GROUP BY a.position ORDER BY a.position
`);
