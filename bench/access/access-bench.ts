import { makeCatalogue } from '../lists/catalogue.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import type { LoadCommands } from '../processes/load.process.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { measuredRounds, type Rounds } from '../processes/rounds.js';
import type { OpenApplicationCommands } from './open-application.process.js';
import { signInRounds, type SignInRound } from './sign-ins.js';

export interface AccessFigures {
  readonly queries: readonly (Rounds & { readonly query: string })[];
  readonly signIns: readonly SignInRound[];
}

const PRODUCTS = 1_000;
const QUERIES = [
  '{ viewer { user { email role } permissions } }',
  '{ products(first: 20) { nodes { id wbArticle name stockTotal } } }',
];

/** What identifying, guarding and row-level security cost; and what signing in does to everybody else. */
export async function accessBench(database: BenchDatabase, quick: boolean): Promise<AccessFigures> {
  const flags = await nodeFlagsOf('start');
  const walled = Child.start<ApplicationCommands>('processes/application.process.js', flags);
  const open = Child.start<OpenApplicationCommands>('access/open-application.process.js', flags);
  const load = Child.start<LoadCommands>('processes/load.process.js');
  const signingIn = Child.start<LoadCommands>('processes/load.process.js');
  try {
    const seller = await GraphqlClient.register(await walled.ask('listen', database.settings), 'access');
    await makeCatalogue(database, seller, PRODUCTS);
    const { superuserUrl, settings } = database;
    const { token, tenantId, userId } = seller;
    const openUrl = await open.ask('listen', { settings, superuserUrl, tenantId, userId });
    const queries: (Rounds & { query: string })[] = [];
    for (const query of QUERIES) {
      const body = JSON.stringify({ query });
      const servers = [
        { name: 'without walls', child: open, request: { url: `${openUrl}/graphql`, token, body } },
        { name: 'with both', child: walled, request: { url: seller.url, token, body } },
      ];
      queries.push({ query, ...(await measuredRounds({ servers, load, database, quick })) });
    }
    return { queries, signIns: await signInRounds({ seller, load, signingIn, quick }) };
  } finally {
    for (const child of [signingIn, load, open, walled]) await child.end();
  }
}
