import type { Child } from '../processes/child.js';
import type { WireRequest } from '../processes/connection.js';
import { BENCH_PASSWORD, type GraphqlClient } from '../processes/graphql-client.js';
import type { LoadCommands, OpenLoopResult } from '../processes/load.process.js';

/** People who sign in at once, each again as soon as they are in. */
export const SIGNING_IN = 20;
/** Requests a second of the others: what a busy installation sees, far from what the server can do. */
export const OTHERS_PER_SECOND = 50;

export interface SignInRound {
  readonly round: number;
  /** The others by themselves, and beside those who sign in. */
  readonly alone: OpenLoopResult;
  readonly beside: OpenLoopResult;
  readonly signInsPerSecond: number;
}

interface SignIns {
  readonly seller: GraphqlClient;
  readonly load: Child<LoadCommands>;
  readonly signingIn: Child<LoadCommands>;
  readonly quick: boolean;
}

export async function signInRounds({ seller, load, signingIn, quick }: SignIns): Promise<SignInRound[]> {
  const seconds = quick ? 2 : 8;
  const request = requestOf(seller, { query: '{ products(first: 20) { nodes { id name stockTotal } } }' });
  const login = requestOf(seller, {
    query: LOGIN,
    variables: { email: seller.email, password: BENCH_PASSWORD },
  });
  const others = { request, perSecond: OTHERS_PER_SECOND, seconds };
  const rounds: SignInRound[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    const alone = await load.ask('open', others);
    const [beside, signIns] = await Promise.all([
      load.ask('open', others),
      signingIn.ask('closed', { request: login, connections: SIGNING_IN, seconds }),
    ]);
    rounds.push({ round, alone, beside, signInsPerSecond: signIns.perSecond });
  }
  return rounds;
}

function requestOf({ url, token }: GraphqlClient, body: object): WireRequest {
  return { url, token, body: JSON.stringify(body) };
}

const LOGIN = `mutation ($email: String!, $password: String!) {
  login(input: {email: $email, password: $password}) { tokens { accessToken } userErrors { code } }
}`;
