import type { Pool } from 'pg';
import { ProductQueries, ProductSearchQueries } from '../../src/features/products/index.js';
import { StockQueries } from '../../src/features/stock/stock.queries.js';
import { Role } from '../../src/platform/access/index.js';
import type { CallerContext, Context } from '../../src/platform/context/index.js';
import type { Database, Statement } from '../../src/platform/database/index.js';
import type { List } from './lists.js';

export interface PreparedCall {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Who asks; sees the whole tenant. */
export function owner(tenantId: string, userId: string): CallerContext {
  return {
    kind: 'caller',
    tenantId,
    userId,
    role: Role.OWNER,
    scope: 'tenant',
    writeScope: 'tenant',
    impersonatorId: null,
    permissions: new Set(),
    sessionId: '',
    requestId: '',
    ipAddress: null,
    userAgent: null,
    now: () => new Date(),
  };
}

/**
 * The statements by which the application answers a list, taken from the application itself: what is compared is then
 * what it sends, today and after the next change.
 */
export async function statementsOf(pool: Pool, ctx: CallerContext, list: List): Promise<PreparedCall[]> {
  const calls: PreparedCall[] = [];
  const recorder = {
    rows: async (_ctx: Context, { name, text }: Statement<unknown>, values: readonly unknown[]) => {
      const call = { name, text, values: [...values] };
      calls.push(call);
      return (await pool.query<object>(call)).rows;
    },
  } as unknown as Database;
  const { nodes } = await new ProductQueries(recorder, new ProductSearchQueries(recorder)).list(ctx, {
    first: list.first,
  });
  if (list.withStock) {
    const stock = new StockQueries(recorder);
    await Promise.all(nodes.map(({ id }) => stock.levelsOf(ctx, id)));
  }
  return calls;
}
