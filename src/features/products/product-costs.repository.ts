import { Injectable } from '@nestjs/common';
import { businessDay, type CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import type { CostChange } from './domain/product-cost.js';

export interface ProductCostChange extends CostChange {
  readonly productId: string;
}

/** Writes costs from today on (Europe/Moscow). Whoever calls it has locked the products. */
@Injectable()
export class ProductCostRepository {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupRequests,
  ) {}

  /**
   * Figures follow from costs: it marks them for the rollup.
   * @returns the products of which the cost is another one now
   */
  async change(ctx: CallerContext, changes: readonly ProductCostChange[]): Promise<string[]> {
    const rows = await this.database.rows(ctx, CHANGE, [...valuesOf(ctx, changes), ctx.now()]);
    await this.rollups.ask(
      ctx,
      ctx.tenantId,
      rows.map(({ ownerId }) => ownerId),
    );
    return rows.map(({ id }) => id);
  }

  /** @returns of how many products change() would change the cost */
  async countChanging(ctx: CallerContext, changes: readonly ProductCostChange[]): Promise<number> {
    return (await this.database.row(ctx, COUNT_CHANGING, valuesOf(ctx, changes)))?.count ?? 0;
  }
}

/** For unnest(): a parameter a column. */
function valuesOf(ctx: CallerContext, changes: readonly ProductCostChange[]): unknown[] {
  return [
    ctx.tenantId,
    businessDay(ctx.now()),
    changes.map(({ productId }) => productId),
    changes.map(({ unitCost }) => unitCost !== undefined),
    changes.map(({ unitCost }) => unitCost ?? null),
    changes.map(({ leadTimeDays }) => leadTimeDays !== undefined),
    changes.map(({ leadTimeDays }) => leadTimeDays ?? null),
  ];
}

/** The rule stands in domain/product-cost.ts. */
const CHANGING = `
  SELECT p.id, p.user_id, new.unit_cost, new.lead_time_days
  FROM unnest($3::uuid[], $4::boolean[], $5::numeric[], $6::boolean[], $7::integer[])
    AS asked (product_id, sets_cost, unit_cost, sets_lead_time, lead_time_days)
  JOIN products p ON p.tenant_id = $1 AND p.id = asked.product_id
  LEFT JOIN LATERAL (
    SELECT c.unit_cost, c.lead_time_days FROM product_costs c
    WHERE c.tenant_id = $1 AND c.product_id = asked.product_id AND c.valid_from <= $2::date
    ORDER BY c.valid_from DESC LIMIT 1
  ) AS held ON true
  CROSS JOIN LATERAL (
    SELECT CASE WHEN asked.sets_cost THEN asked.unit_cost ELSE held.unit_cost END AS unit_cost,
      CASE WHEN asked.sets_lead_time THEN asked.lead_time_days ELSE held.lead_time_days END AS lead_time_days
  ) AS new
  WHERE (new.unit_cost, new.lead_time_days) IS DISTINCT FROM (held.unit_cost, held.lead_time_days)
`;

const CHANGE = statement<{ id: string; ownerId: string }>(`
  WITH changed AS (
    INSERT INTO product_costs AS c (tenant_id, product_id, user_id, valid_from, unit_cost, lead_time_days, created_at)
    SELECT $1, id, user_id, $2::date, unit_cost, lead_time_days, $8 FROM (${CHANGING}) AS changing
    ON CONFLICT (tenant_id, product_id, valid_from) DO UPDATE SET
      unit_cost = excluded.unit_cost, lead_time_days = excluded.lead_time_days, created_at = excluded.created_at
    RETURNING c.product_id, c.user_id
  ), marked AS (
    INSERT INTO rollup_marks (tenant_id, id, user_id, dataset, day)
    SELECT $1, uuid_v7(), user_id, 'costs', $2::date FROM (SELECT DISTINCT user_id FROM changed) AS owners
  )
  SELECT product_id AS id, user_id AS "ownerId" FROM changed
`);

const COUNT_CHANGING = statement<{ count: number }>(
  `SELECT count(*)::integer AS count FROM (${CHANGING}) AS changing`,
);
