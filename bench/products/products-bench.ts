import { deepStrictEqual } from 'node:assert';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import type { LoadCommands } from '../processes/load.process.js';
import { measuredRounds, type Rounds, type Server } from '../processes/rounds.js';
import type { BareHandlerCommands } from './bare-handler.process.js';
import { makeCatalogue } from './catalogue.js';
import { LISTS, type List } from './lists.js';

export interface ListFigures extends Rounds {
  readonly list: List;
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
      figures.push({ list, ...(await measuredRounds({ servers, load, database, quick })) });
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
