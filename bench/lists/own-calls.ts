import type { Pool } from 'pg';
import { ProductMetricsLoader } from '../../src/features/analytics/product-metrics.loader.js';
import { ProductQueries, ProductSearchQueries } from '../../src/features/products/index.js';
import { StockQueries } from '../../src/features/stock/stock.queries.js';
import { UserQueries } from '../../src/features/users/index.js';
import type { CallerContext } from '../../src/platform/context/index.js';
import { statementsOf, type PreparedCall } from '../bare/own-statements.js';
import { SCALARS, STOCK, type List } from './lists.js';

/** Fields of the documents: all of them stand in the short rows. */
const ASKED: ReadonlySet<string> = new Set(['id', ...SCALARS, ...STOCK]);

/** The page of products, and then, where they are asked for, the figures or the levels of all of them. */
export function listCalls(pool: Pool, ctx: CallerContext, list: List): Promise<PreparedCall[]> {
  return statementsOf(pool, async (database) => {
    const products = new ProductQueries(database, new ProductSearchQueries(database));
    const { nodes } = await products.list(ctx, { first: list.first }, ASKED);
    if (list.withFigures) {
      const figures = new ProductMetricsLoader(database);
      await Promise.all(nodes.map(({ id }) => figures.of(ctx, id)));
    }
    if (!list.withStock) return;
    const stock = new StockQueries(database);
    await Promise.all(nodes.map(({ id }) => stock.levelsOf(ctx, id, ASKED)));
  });
}

/** The account of who asks. */
export async function viewerCall(pool: Pool, ctx: CallerContext): Promise<PreparedCall> {
  const [call] = await statementsOf(pool, (database) => new UserQueries(database).find(ctx, ctx.userId));
  if (!call) throw new Error('The account was not read');
  return call;
}
