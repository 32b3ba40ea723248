import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { GOODS_FIGURES, goodsByRisk } from './goods-by-risk.sql.js';

/** Keeps what a seller's goods come to. */
@Injectable()
export class GoodsTotalsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Behind the figures, in their transaction. Good until something leaves a mark, or the day is over.
   * @param asOf the day that the figures are of
   */
  async refresh(ctx: TenantContext, asOf: string): Promise<void> {
    await this.database.rows(ctx, REFRESH, [ctx.tenantId, ctx.userId, asOf]);
  }
}

const of = (row: string): string => GOODS_FIGURES.map((column) => `${row}.${column}`).join(', ');

/** $1 tenant, $2 user, $3 the day. */
const REFRESH = statement<never>(`
  WITH fresh AS MATERIALIZED (
    ${goodsByRisk({ whose: 'user_id = $2', day: '$3' })}
  ), gone AS (
    DELETE FROM goods_totals t
    WHERE t.tenant_id = $1 AND t.user_id = $2 AND NOT EXISTS (SELECT FROM fresh f WHERE f.risk = t.risk)
  )
  INSERT INTO goods_totals AS t (tenant_id, user_id, risk, ${GOODS_FIGURES.join(', ')})
  SELECT $1, $2, f.risk, ${of('f')} FROM fresh f
  ON CONFLICT (tenant_id, user_id, risk) DO UPDATE
    SET (${GOODS_FIGURES.join(', ')}) = ROW (${of('excluded')})
    WHERE (${of('t')}) IS DISTINCT FROM (${of('excluded')})
`);
