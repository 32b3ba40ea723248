import { setTimeout as delay } from 'node:timers/promises';
import { makeMarket } from '../data/make-market.js';
import { residentMb } from '../measure/memory.js';
import type { Options } from '../options.js';
import type { ApplicationCommands, HeapMb } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import type { LoadCommands } from '../processes/load.process.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { CONNECTIONS } from '../processes/rounds.js';
import type { Sample } from './samples.js';

export interface MemoryFigures {
  readonly samples: readonly Sample[];
  readonly requests: number;
  readonly seconds: number;
  /** Most that was resident, as the process counts it. */
  readonly peakMb: number;
  /** Right after the load. */
  readonly heapMb: HeapMb;
}

const SCALE = 0.02;
/** Each question in turn. */
const SLICE_SECONDS = 3;
const SAMPLED_EVERY_MS = 500;

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const QUESTIONS = [
  '{ products(first: 50) { nodes { id wbArticle wbNmId name brand stockTotal } } }',
  '{ products(first: 20) { nodes { id name stockLevels { warehouseName quantity } } } }',
  '{ sales(first: 50) { nodes { id saleDate quantity price { amount } product { name } } } }',
  '{ stockHistory(first: 50) { nodes { id warehouseName quantity recordedAt product { name } } } }',
  `{ salesSummary(range: {from: "${day(31)}", until: "${day(1)}"}, groupBy: DAY) { key revenue { amount } } }`,
  '{ products(first: 20, filter: {search: "ART-0001"}) { totalCount nodes { id name } } }',
  '{ dashboard { productCount stockTotal sales30Days { quantity } } }',
  '{ viewer { user { email role } permissions } }',
];

/** The API under all the load that it can take, of many kinds, and what of it is resident meanwhile. */
export async function memoryBench(database: BenchDatabase, { minutes }: Options): Promise<MemoryFigures> {
  const api = Child.start<ApplicationCommands>(
    'processes/application.process.js',
    await nodeFlagsOf('start'),
  );
  const load = Child.start<LoadCommands>('processes/load.process.js');
  try {
    const origin = await api.ask('listen', database.settings);
    const big = await GraphqlClient.register(origin, 'memory');
    const small = await GraphqlClient.register(origin, 'beside');
    await makeMarket(database, { big, small }, SCALE);
    const seconds = minutes * 60;
    const ended = new AbortController();
    const sampling = samplesOf(api.pid, ended.signal);
    const requests = await loaded(load, big, seconds).finally(() => ended.abort());
    const [peakMb, heapMb] = [await api.ask('peakMb'), await api.ask('heapMb')];
    return { samples: await sampling, requests, seconds, peakMb, heapMb };
  } finally {
    await load.end();
    await api.end();
  }
}

async function loaded(load: Child<LoadCommands>, seller: GraphqlClient, seconds: number): Promise<number> {
  let requests = 0;
  const until = performance.now() + seconds * 1000;
  for (let slice = 0; performance.now() < until; slice++) {
    // again and again a document that was not seen before, and now and then a new token
    const query = `query Number${slice} ${QUESTIONS[slice % QUESTIONS.length] ?? ''}`;
    const { url, token } = await seller.again();
    const request = { url, token, body: JSON.stringify({ query }) };
    const answered = await load.ask('closed', { request, connections: CONNECTIONS, seconds: SLICE_SECONDS });
    requests += answered.requests;
  }
  return requests;
}

async function samplesOf(pid: number, ended: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  while (!ended.aborted) {
    const mb = await residentMb(pid);
    if (mb !== null) samples.push({ second: (performance.now() - startedAt) / 1000, mb });
    await delay(SAMPLED_EVERY_MS);
  }
  return samples;
}
