import { Injectable } from '@nestjs/common';
import type { TenantContext } from '../../platform/context/index.js';
import { Database, statement, type Statement } from '../../platform/database/index.js';
import type { DateRange } from '../../platform/graphql/index.js';

/** Days of which something was recorded that the rollup has not taken in yet. */
@Injectable()
export class ChangedDays {
  constructor(private readonly database: Database) {}

  /** Of anybody whose sales the context sees. */
  async within(ctx: TenantContext, { from, until }: DateRange): Promise<string[]> {
    const own = ctx.scope === 'own';
    const values = [ctx.tenantId, from, until, ...(own ? [ctx.userId] : [])];
    const rows = await this.database.rows(ctx, own ? OWN : TENANT, values);
    return rows.map(({ day }) => day);
  }
}

/** Two texts rather than a condition on a parameter: each finds its own index. */
const OWN = changedDays('AND user_id = $4');
const TENANT = changedDays('');

function changedDays(whose: string): Statement<{ day: string }> {
  return statement(`
    SELECT DISTINCT day::text AS day FROM rollup_marks
    WHERE tenant_id = $1 ${whose} AND dataset = 'sales' AND day >= $2::date AND day < $3::date
  `);
}
