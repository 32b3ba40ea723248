import { MemoryWatch, type Memory } from '../measure/memory.js';
import { processorSeconds } from '../measure/processor.js';
import type { ApplicationCommands } from '../processes/application.process.js';
import type { BenchDatabase } from '../processes/bench-database.js';
import { Child } from '../processes/child.js';
import { GraphqlClient } from '../processes/graphql-client.js';
import { nodeFlagsOf } from '../processes/node-flags.js';
import { Simulator, type World } from '../processes/simulator.js';
import { countRows, writtenBetween, type RowCounts } from './row-counts.js';
import { rollupSeconds, syncOnce, type FinishedRun } from './sync-run.js';

/** Seconds of processor time; null where the system does not tell of another process. */
interface Cpu {
  readonly worker: number;
  readonly database: number | null;
  readonly simulator: number | null;
}

export interface SyncFigures {
  readonly name: string;
  readonly run: FinishedRun;
  readonly cpu: Cpu;
  /** Of the worker. */
  readonly memory: Memory | null;
  /** Most that the worker has taken since it began, as it counts itself. */
  readonly peakMb: number;
  /** By the sync and the rollup that follows it. */
  readonly written: RowCounts;
  readonly rollupSeconds: number | null;
}

const APPLICATION = 'processes/application.process.js';
const DAY_MS = 86_400_000;
const WHOLE: World = { cards: 10_000, warehouses: 10, days: 90, sales: 200_000 };
const SMALL: World = { cards: 500, warehouses: 5, days: 30, sales: 5_000 };

export const worldOf = (quick: boolean): World => (quick ? SMALL : WHOLE);

/** One seller's syncs, one after another: the first, and what later ones cost when little or nothing has changed. */
export async function syncBench(database: BenchDatabase, quick: boolean): Promise<SyncFigures[]> {
  // the simulator stands a day back, so that a day can pass without its running ahead of the application
  const simulator = await Simulator.start(worldOf(quick), new Date(Date.now() - DAY_MS));
  const settings = { ...database.settings, wildberriesOrigin: simulator.origin, wildberriesLimits: false };
  const api = Child.start<ApplicationCommands>(APPLICATION, await nodeFlagsOf('start'));
  const worker = Child.start<ApplicationCommands>(APPLICATION, await nodeFlagsOf('worker'));
  try {
    const seller = await GraphqlClient.register(await api.ask('listen', settings), 'sync');
    await worker.ask('work', settings);
    const parts = { database, seller, worker, simulator };
    let counts = await countRows(database);
    const figures: SyncFigures[] = [];
    for (const [name, prepare] of steps(seller, simulator)) {
      const measured = await measuredSync(parts, prepare);
      const rollup = await rollupSeconds(database);
      const before = counts;
      counts = await countRows(database);
      figures.push({ name, ...measured, rollupSeconds: rollup, written: writtenBetween(before, counts) });
    }
    return figures;
  } finally {
    await worker.end();
    await api.end();
    await simulator.end();
  }
}

/** What happens before each sync. Connecting opens the first one by itself. */
function steps(seller: GraphqlClient, simulator: Simulator): [string, () => Promise<void>][] {
  return [
    ['first', () => connect(seller, simulator.token)],
    ['nothing changed', () => Promise.resolve()],
    ['1 % changed', () => simulator.change(0.01)],
    ['a day later', () => simulator.advanceDays(1)],
  ];
}

async function connect(seller: GraphqlClient, key: string): Promise<void> {
  const { connectWildberries } = await seller.ask<{
    connectWildberries: { userErrors: { message: string }[] };
  }>('mutation ($key: String!) { connectWildberries(input: {apiKey: $key}) { userErrors { message } } }', {
    key,
  });
  const [problem] = connectWildberries.userErrors;
  if (problem) throw new Error(problem.message);
}

interface Parts {
  readonly database: BenchDatabase;
  readonly seller: GraphqlClient;
  readonly worker: Child<ApplicationCommands>;
  readonly simulator: Simulator;
}

async function measuredSync(
  parts: Parts,
  prepare: () => Promise<void>,
): Promise<Pick<SyncFigures, 'run' | 'cpu' | 'memory' | 'peakMb'>> {
  const watch = await MemoryWatch.start(parts.worker.pid);
  const before = await cpuOf(parts);
  await prepare();
  const run = await syncOnce(parts.database, parts.seller);
  const after = await cpuOf(parts);
  return {
    run,
    cpu: {
      worker: after.worker - before.worker,
      database: difference(after.database, before.database),
      simulator: difference(after.simulator, before.simulator),
    },
    memory: (await watch?.end()) ?? null,
    peakMb: await parts.worker.ask('peakMb'),
  };
}

async function cpuOf({ worker, database, simulator }: Parts): Promise<Cpu> {
  return {
    worker: await worker.ask('cpuSeconds'),
    database: await database.cpuSeconds(),
    simulator: await processorSeconds(simulator.pid),
  };
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}
