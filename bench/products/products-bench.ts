import { deepStrictEqual } from 'node:assert';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import type { LoadCommands } from '../processes/load.process.js';
import type { BareHandlerCommands } from './bare-handler.process.js';
import { makeCatalogue } from './catalogue.js';
import { LISTS, type List } from './lists.js';
import { CONNECTIONS, measuredRound, type Round, type Server } from './rounds.js';

export interface ListFigures {
  readonly list: List;
  readonly rounds: readonly Round[];
  /** Of the open loop, the same for all servers. */
  readonly askedPerSecond: number;
}

const PRODUCTS = 10_000;

/** The API beside handlers that do nothing but what has to be done, in turns. */
export async function productsBench(database: BenchDatabase, quick: boolean): Promise<ListFigures[]> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  const bare = Child.start<BareHandlerCommands>('products/bare-handler.process.js');
  const walled = Child.start<BareHandlerCommands>('products/bare-handler.process.js');
  const load = Child.start<LoadCommands>('processes/load.process.js');
  try {
    const seller = await GraphqlClient.register(await api.ask('listen', database.settings), 'products');
    const { token, tenantId, userId } = seller;
    await makeCatalogue(database, seller, PRODUCTS);
    const { superuserUrl, settings } = database;
    const handler = { superuserUrl, appUrl: settings.databases.app, tenantId, userId };
    const bareUrl = await bare.ask('listen', { ...handler, walls: false });
    const walledUrl = await walled.ask('listen', { ...handler, walls: true });
    const figures: ListFigures[] = [];
    for (const [index, list] of LISTS.entries()) {
      const body = JSON.stringify({ query: list.query });
      const servers: Server[] = [
        { name: 'bare', child: bare, request: { url: `${bareUrl}/${index}`, token, body } },
        { name: 'bare, same walls', child: walled, request: { url: `${walledUrl}/${index}`, token, body } },
        { name: 'API', child: api, request: { url: seller.url, token, body } },
      ];
      await assertSameAnswers(servers.map(({ request }) => request));
      figures.push(await measuredList({ list, servers, load, database, quick }));
    }
    return figures;
  } finally {
    for (const child of [load, walled, bare, api]) await child.end();
  }
}

async function assertSameAnswers(requests: readonly WireRequest[]): Promise<void> {
  const answers = await Promise.all(
    requests.map(async ({ url, token, body }) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url, { method: 'POST', headers, body });
      return (await response.json()) as unknown;
    }),
  );
  for (const answer of answers.slice(1)) deepStrictEqual(answer, answers[0]);
}

interface MeasuredList {
  readonly list: List;
  readonly servers: readonly Server[];
  readonly load: Child<LoadCommands>;
  readonly database: BenchDatabase;
  readonly quick: boolean;
}

async function measuredList({ list, servers, load, database, quick }: MeasuredList): Promise<ListFigures> {
  const seconds = quick ? 1 : 4;
  // warm: code compiled, statements prepared on every connection, pages in memory
  const warm = new Map<string, number>();
  for (const { name, request } of servers) {
    const { perSecond } = await load.ask('closed', { request, connections: CONNECTIONS, seconds });
    warm.set(name, perSecond);
  }
  // a rate that every server can keep up with, or all that is seen is a queue
  const askedPerSecond = Math.floor(Math.min(...warm.values()) / 2);
  const rounds: Round[] = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    const inTurn = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
    for (const server of inTurn) {
      rounds.push({ ...(await measuredRound({ server, load, database, askedPerSecond, seconds })), round });
    }
  }
  return { list, rounds, askedPerSecond };
}
