import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import type { LoadCommands } from '../processes/load.process.js';
import { measuredRounds, type Rounds, type Server } from '../processes/rounds.js';
import type { NestTypeormCommands } from '../peers/nest/nest-typeorm.process.js';
import { installPeers } from '../peers/peer-packages.js';
import type { PostGraphileCommands } from '../peers/postgraphile.process.js';
import { POOL_SIZE } from '../bare/bare-server.js';
import type { BareHandlerCommands } from './bare-handler.process.js';
import { makeCatalogue, makeFigures } from './catalogue.js';
import { LISTS, type List } from './lists.js';
import { assertSameRows } from './same-rows.js';

export interface ListFigures extends Rounds {
  readonly list: string;
}

const PRODUCTS = 10_000;
export const VIEWER = 'viewer';
const VIEWER_QUERY = '{ viewer { user { email role } permissions } }';

/** The API beside handlers that do nothing but what has to be done, and beside others that do what it does, in turns. */
export async function listsBench(database: BenchDatabase, quick: boolean): Promise<ListFigures[]> {
  await installPeers();
  const children = {
    api: Child.start<ApplicationCommands>('processes/application.process.js', await nodeFlagsOf('start')),
    bare: Child.start<BareHandlerCommands>('lists/bare-handler.process.js'),
    walled: Child.start<BareHandlerCommands>('lists/bare-handler.process.js'),
    postgraphile: Child.start<PostGraphileCommands>('peers/postgraphile.process.js'),
    typeorm: Child.start<NestTypeormCommands>('peers/nest/nest-typeorm.process.js'),
  };
  const load = Child.start<LoadCommands>('processes/load.process.js');
  try {
    const { superuserUrl, settings } = database;
    const seller = await GraphqlClient.register(await children.api.ask('listen', settings), 'lists');
    await makeCatalogue(database, seller, PRODUCTS);
    await children.api.ask('rollUp', [{ tenantId: seller.tenantId, userId: seller.userId }]);
    await makeFigures(database, seller.tenantId);
    const { tenantId, userId, url } = seller;
    const who = { superuserUrl, appUrl: settings.databases.app, tenantId, userId, poolSize: POOL_SIZE };
    const urls: Urls = {
      api: url,
      bare: await children.bare.ask('listen', { ...who, walls: false }),
      walled: await children.walled.ask('listen', { ...who, walls: true }),
      postgraphile: await children.postgraphile.ask('listen', who),
      typeorm: await children.typeorm.ask('listen', who),
    };
    const figures: ListFigures[] = [];
    for (const [index, list] of [...LISTS, null].entries()) {
      const { token } = await seller.again();
      const requests = list ? listRequests(list, index, { urls, token }) : viewerRequests({ urls, token });
      const servers: Server[] = requests.map(({ of, ...server }) => ({ ...server, child: children[of] }));
      await assertSameRows(servers.map(({ request }) => request));
      figures.push({
        list: list?.name ?? VIEWER,
        ...(await measuredRounds({ servers, load, database, quick })),
      });
    }
    return figures;
  } finally {
    for (const child of [load, ...Object.values(children)]) await child.end();
  }
}

type Of = 'api' | 'bare' | 'walled' | 'postgraphile' | 'typeorm';
type Urls = Readonly<Record<Of, string>>;

interface Request {
  readonly of: Of;
  readonly name: string;
  readonly request: WireRequest;
}

interface Asking {
  readonly urls: Urls;
  readonly token: string;
}

function listRequests(list: List, index: number, { urls, token }: Asking): Request[] {
  const asked = (url: string, query: string): WireRequest => ({
    url,
    token,
    body: JSON.stringify({ query }),
  });
  const peer = (of: 'postgraphile' | 'typeorm', name: string): Request[] => {
    const query = list[of];
    return query === null ? [] : [{ of, name, request: asked(urls[of], query) }];
  };
  return [
    { of: 'bare', name: 'bare', request: asked(`${urls.bare}/${index}`, list.api) },
    { of: 'walled', name: 'bare, same walls', request: asked(`${urls.walled}/${index}`, list.api) },
    { of: 'api', name: 'API', request: asked(urls.api, list.api) },
    ...peer('postgraphile', 'PostGraphile'),
    ...peer('typeorm', 'Apollo + TypeORM'),
  ];
}

function viewerRequests({ urls, token }: Asking): Request[] {
  const body = JSON.stringify({ query: VIEWER_QUERY });
  const path = LISTS.length;
  return [
    { of: 'bare', name: 'bare', request: { url: `${urls.bare}/${path}`, token, body } },
    { of: 'walled', name: 'bare, same walls', request: { url: `${urls.walled}/${path}`, token, body } },
    { of: 'api', name: 'API', request: { url: urls.api, token, body } },
  ];
}
