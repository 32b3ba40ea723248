import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, WITHOUT_NESTED_LOOPS, together } from '../../platform/database/index.js';
import { isUnknownPrice } from '../sales/index.js';
import { amount, count } from './figures.sql.js';
import { byAmount } from './rollup-plans.js';
import { DAILY_FIGURES } from './sales-daily.columns.js';

/** Rebuilds sales_daily from the sales themselves, and with it what each day comes to in all, sales_totals_daily. */
@Injectable()
export class SalesRollupRepository {
  constructor(private readonly database: Database) {}

  /** @returns rows that are new, different or gone; what has not changed is not written */
  async rebuild(ctx: TenantContext, days: readonly string[]): Promise<number> {
    if (days.length === 0) return 0;
    const [plans, rebuild] = rebuildOf(days.length);
    const inOrder = days.toSorted();
    const values = [ctx.tenantId, ctx.userId, inOrder, inOrder[0], inOrder.at(-1)];
    const [, , result] = await together([
      this.database.rows(ctx, plans, []),
      this.database.rows(ctx, WITHOUT_NESTED_LOOPS, []),
      this.database.row(ctx, rebuild, values),
    ]);
    return result?.rows ?? 0;
  }
}

const unknown = (condition: string): string => `(count(*) FILTER (WHERE ${condition}))::integer`;
const sum = (sql: string): string => amount(`coalesce(${sql}, 0)`);

const of = (row: string): string => DAILY_FIGURES.map((column) => `${row}.${column}`).join(', ');

const NO_PRICE = isUnknownPrice('price');

/** No product has this id; null would not join. */
const NO_PRODUCT = `'00000000-0000-0000-0000-000000000000'::uuid`;

const rebuildOf = byAmount<{ rows: number }>(`
  WITH fresh AS MATERIALIZED (
    SELECT sale_date AS day, product_id, coalesce(warehouse_name, '') AS warehouse_name,
      ${count(`sum(quantity) FILTER (WHERE kind = 'SALE')`)} AS sold_quantity,
      ${count(`sum(quantity) FILTER (WHERE kind = 'RETURN')`)} AS returned_quantity,
      ${sum(`sum(price * quantity) FILTER (WHERE kind = 'SALE')`)} AS sold_revenue,
      ${sum(`sum(price * quantity) FILTER (WHERE kind = 'RETURN')`)} AS returned_revenue,
      ${sum(`sum(commission) FILTER (WHERE kind = 'SALE')`)} AS sold_commission,
      ${sum(`sum(commission) FILTER (WHERE kind = 'RETURN')`)} AS returned_commission,
      ${sum(`sum(net_amount) FILTER (WHERE kind = 'SALE')`)} AS sold_net,
      ${sum(`sum(net_amount) FILTER (WHERE kind = 'RETURN')`)} AS returned_net,
      ${unknown('net_amount IS NULL')} AS net_missing,
      ${unknown(`net_amount IS NULL AND kind = 'RETURN'`)} AS returned_net_missing,
      ${unknown('commission IS NULL')} AS commission_missing,
      ${unknown(`commission IS NULL AND kind = 'RETURN'`)} AS returned_commission_missing,
      ${unknown(NO_PRICE)} AS price_missing,
      ${unknown(`${NO_PRICE} AND kind = 'RETURN'`)} AS returned_price_missing,
      ${count(`sum(quantity) FILTER (WHERE kind = 'SALE' AND ${NO_PRICE})`)} AS sold_unpriced
    FROM sales
    WHERE tenant_id = $1 AND user_id = $2 AND sale_date = ANY ($3::date[])
      AND sale_date BETWEEN $4::date AND $5::date -- by which a kept plan leaves out the months without any
    GROUP BY sale_date, product_id, coalesce(warehouse_name, '')
  ), gone AS (
    DELETE FROM sales_daily d
    WHERE d.tenant_id = $1 AND d.user_id = $2 AND d.day = ANY ($3::date[])
      AND NOT EXISTS (
        SELECT FROM fresh f
        WHERE f.day = d.day AND f.warehouse_name = d.warehouse_name
          AND coalesce(f.product_id, ${NO_PRODUCT}) = coalesce(d.product_id, ${NO_PRODUCT}))
    RETURNING 1
  ), written AS (
    INSERT INTO sales_daily AS d (tenant_id, user_id, day, product_id, warehouse_name, ${DAILY_FIGURES.join(', ')})
    SELECT $1, $2, f.day, f.product_id, f.warehouse_name, ${of('f')} FROM fresh f
    ON CONFLICT (tenant_id, user_id, day, product_id, warehouse_name) DO UPDATE
      SET (${DAILY_FIGURES.join(', ')}) = ROW (${of('excluded')})
      WHERE (${of('d')}) IS DISTINCT FROM (${of('excluded')})
    RETURNING 1
  ), totals AS MATERIALIZED (
    -- of the rows above, since what a statement writes it does not see
    SELECT day, ${DAILY_FIGURES.map((column) => `sum(${column}) AS ${column}`).join(', ')} FROM fresh GROUP BY day
  ), totals_gone AS (
    DELETE FROM sales_totals_daily t
    WHERE t.tenant_id = $1 AND t.user_id = $2 AND t.day = ANY ($3::date[])
      AND NOT EXISTS (SELECT FROM totals f WHERE f.day = t.day)
    RETURNING 1
  ), totals_written AS (
    INSERT INTO sales_totals_daily AS t (tenant_id, user_id, day, ${DAILY_FIGURES.join(', ')})
    SELECT $1, $2, f.day, ${of('f')} FROM totals f
    ON CONFLICT (tenant_id, day, user_id) DO UPDATE
      SET (${DAILY_FIGURES.join(', ')}) = ROW (${of('excluded')})
      WHERE (${of('t')}) IS DISTINCT FROM (${of('excluded')})
    RETURNING 1
  )
  SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
    + (SELECT count(*) FROM totals_gone) + (SELECT count(*) FROM totals_written))::integer AS rows
`);
