import { makeMarket, type Sellers } from '../data/make-market.js';
import type { MarketSize } from '../data/sizes.js';
import type { Options } from '../options.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import type { LoadCommands } from '../processes/load.process.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { measuredRounds, type Rounds, type Server } from '../processes/rounds.js';
import { farPageOf, GROWING_LISTS, type GrowingList } from './queries.js';

export const TIMES = 100;
export const FEW = 'page 1, x 1';
export const MANY = `page 1, x ${TIMES}`;
export const FAR = `far page, x ${TIMES}`;

export interface GrowthFigures {
  readonly few: MarketSize;
  readonly many: MarketSize;
  readonly lists: readonly (Rounds & { readonly list: string; readonly farPage: number | null })[];
  /** Of a seller who stays as they are while all others grow, and of one who grows: a sum is no list. */
  readonly summaries: readonly (Rounds & { readonly seller: string })[];
}

/** One application on one of the two databases, and who asks it. */
interface Side {
  readonly database: BenchDatabase;
  readonly api: Child<ApplicationCommands>;
  readonly sellers: Sellers & Record<'big' | 'small', GraphqlClient>;
  readonly size: MarketSize;
}

/** The same questions on two databases, one with a hundred times the data of the other, in turns. */
export async function growthBench(
  database: BenchDatabase,
  { scale, quick }: Options,
): Promise<GrowthFigures> {
  const fewDatabase = await BenchDatabase.start();
  const load = Child.start<LoadCommands>('processes/load.process.js');
  const begun: Side[] = [];
  try {
    const few = await begin(fewDatabase, scale / TIMES, begun);
    const many = await begin(database, scale, begun);
    const lists: GrowthFigures['lists'][number][] = [];
    for (const list of GROWING_LISTS) {
      const { servers, farPage } = await listServers(list, few, many);
      lists.push({ list: list.name, farPage, ...(await measuredRounds({ servers, load, database, quick })) });
    }
    const summaries: GrowthFigures['summaries'][number][] = [];
    for (const seller of ['small', 'big'] as const) {
      const servers = [
        await server(FEW, few, seller, { query: SUMMARY }),
        await server(MANY, many, seller, { query: SUMMARY }),
      ];
      summaries.push({ seller, ...(await measuredRounds({ servers, load, database, quick })) });
    }
    return { few: few.size, many: many.size, lists, summaries };
  } finally {
    await load.end();
    for (const { api } of begun) await api.end();
    await fewDatabase.end();
  }
}

async function begin(database: BenchDatabase, scale: number, begun: Side[]): Promise<Side> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  const origin = await api.ask('listen', database.settings);
  const sellers = {
    big: await GraphqlClient.register(origin, 'big'),
    small: await GraphqlClient.register(origin, 'small'),
  };
  const size = await makeMarket(database, sellers, scale);
  const side = { database, api, sellers, size };
  begun.push(side);
  return side;
}

async function listServers(
  list: GrowingList,
  few: Side,
  many: Side,
): Promise<{ servers: Server[]; farPage: number | null }> {
  const { query } = list;
  const far = await farPageOf(many.database, many.sellers.big.tenantId, list);
  const servers = [await server(FEW, few, 'big', { query }), await server(MANY, many, 'big', { query })];
  if (far) servers.push(await server(FAR, many, 'big', { query, variables: { after: far.after } }));
  return { servers, farPage: far?.page ?? null };
}

async function server(
  name: string,
  { database, api, sellers }: Side,
  seller: 'big' | 'small',
  body: { readonly query: string; readonly variables?: object },
): Promise<Server> {
  const { url, token } = await sellers[seller].again();
  const request: WireRequest = { url, token, body: JSON.stringify(body) };
  await assertRows(request);
  return { name, child: api, database, request };
}

/** An error is answered fast: it must not pass for a list. */
async function assertRows({ url, token, body }: WireRequest): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const text = await (await fetch(url, { method: 'POST', headers, body })).text();
  if (text.includes('"errors"') || /"nodes":\[\]|":\[\]/.test(text)) throw new Error(`No rows: ${text}`);
}

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const SUMMARY = `{ salesSummary(range: {from: "${day(31)}", until: "${day(1)}"}, groupBy: DAY) {
  key quantity returnedQuantity revenue { amount } commission { amount } netAmount { amount }
} }`;
