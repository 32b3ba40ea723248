import { FIRST_OF_MANY, makeMarket } from '../data/make-market.js';
import { manySellers, type MarketSize } from '../data/sizes.js';
import type { Options } from '../options.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { makeHandTables, type Seller } from './by-hand.js';
import { rollupRounds, type RollupRound } from './rollups.js';

export interface RollupFigures {
  readonly size: MarketSize;
  /** Of the big seller. */
  readonly rounds: readonly RollupRound[];
  readonly many: { readonly sellers: number; readonly rounds: readonly RollupRound[] };
}

/** Of the scale that was asked for. */
const SHARE = 0.1;

/** What rollups cost to make. */
export async function rollupsBench(
  database: BenchDatabase,
  { scale, quick }: Options,
): Promise<RollupFigures> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  try {
    const origin = await api.ask('listen', database.settings);
    const big = await GraphqlClient.register(origin, 'rollups');
    const small = await GraphqlClient.register(origin, 'beside');
    const size = await makeMarket(database, { big, small }, scale * SHARE, manySellers(scale));
    await makeHandTables(database);
    const sellers = await manyOf(database);
    const ofMany = await rollupRounds({ database, api, sellers, quick });
    const { tenantId, userId } = big;
    const rounds = await rollupRounds({ database, api, sellers: [{ tenantId, userId }], quick });
    return { size, rounds, many: { sellers: sellers.length, rounds: ofMany } };
  } finally {
    await api.end();
  }
}

function manyOf(database: BenchDatabase): Promise<Seller[]> {
  return database.query<Seller>(
    `SELECT tenant_id AS "tenantId", user_id AS "userId" FROM bench.sellers WHERE n >= ${FIRST_OF_MANY} ORDER BY n`,
  );
}
