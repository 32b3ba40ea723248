import { makeMarket } from '../data/make-market.js';
import type { MarketSize } from '../data/sizes.js';
import { assertSameRows } from '../lists/same-rows.js';
import type { Options } from '../options.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import type { LoadCommands } from '../processes/load.process.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { measuredRounds, type Rounds } from '../processes/rounds.js';
import { markEverything } from '../rollups/rollups.js';
import { questions } from './questions.js';
import type { RawSalesCommands } from './raw-sales.process.js';

export interface SummaryFigures {
  readonly size: MarketSize;
  /** Rows that the 30 days have: as sales, as daily totals by product and warehouse, and as those of all together. */
  readonly rows: { readonly sales: number; readonly byProduct: number; readonly totals: number };
  readonly questions: readonly (Rounds & { readonly question: string })[];
}

/** Of the scale that was asked for. */
const SHARE = 0.1;

/** What rollups save those who ask. */
export async function summariesBench(
  database: BenchDatabase,
  { scale, quick }: Options,
): Promise<SummaryFigures> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  const raw = Child.start<RawSalesCommands>('summaries/raw-sales.process.js');
  const load = Child.start<LoadCommands>('processes/load.process.js');
  try {
    const origin = await api.ask('listen', database.settings);
    const big = await GraphqlClient.register(origin, 'summaries');
    const small = await GraphqlClient.register(origin, 'beside');
    const size = await makeMarket(database, { big, small }, scale * SHARE);
    const { tenantId, userId, url } = big;
    await markEverything(database, [big]);
    await api.ask('rollUp', [{ tenantId, userId }]);
    await database.query('VACUUM (ANALYZE)');
    const rawUrl = await raw.ask('listen', { superuserUrl: database.superuserUrl, tenantId, userId });
    const figures: SummaryFigures['questions'][number][] = [];
    for (const [index, { name, query }] of questions(new Date()).entries()) {
      const { token } = await big.again();
      const body = JSON.stringify({ query });
      const servers = [
        { name: 'raw sales', child: raw, request: { url: `${rawUrl}/${index}`, token, body } },
        { name: 'API', child: api, request: { url, token, body } },
      ];
      await assertSameRows(servers.map(({ request }) => request));
      figures.push({ question: name, ...(await measuredRounds({ servers, load, database, quick })) });
    }
    return { size, rows: await rowsOf30Days(database, tenantId), questions: figures };
  } finally {
    for (const child of [load, raw, api]) await child.end();
  }
}

async function rowsOf30Days(database: BenchDatabase, tenantId: string): Promise<SummaryFigures['rows']> {
  const [rows] = await database.query<SummaryFigures['rows']>(
    `SELECT (SELECT count(*) FROM sales WHERE tenant_id = $1 AND sale_date >= CURRENT_DATE - 30)::integer AS sales,
       (SELECT count(*) FROM sales_daily WHERE tenant_id = $1 AND day >= CURRENT_DATE - 30)::integer AS "byProduct",
       (SELECT count(*) FROM sales_totals_daily WHERE tenant_id = $1 AND day >= CURRENT_DATE - 30)::integer AS totals`,
    [tenantId],
  );
  return rows ?? { sales: NaN, byProduct: NaN, totals: NaN };
}
