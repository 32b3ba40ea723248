import { setTimeout as delay } from 'node:timers/promises';
import type { BenchDatabase } from '../processes/bench-database.js';
import type { GraphqlClient } from '../processes/graphql-client.js';

export interface FinishedRun {
  readonly seconds: number;
  readonly datasets: readonly { readonly dataset: string; readonly seconds: number; readonly rows: number }[];
}

interface RunRow {
  readonly state: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly error: string | null;
  readonly datasets: readonly { readonly dataset: string; readonly rows: number; readonly asOf: string }[];
}

const PATIENCE_MS = 15 * 60_000;
/** A worker that takes rollups looks for them every second. */
const TAKEN_WITHIN_MS = 5_000;
const ROLLUP_PATIENCE_MS = 120_000;

/** Asks for a sync as a seller does, and waits until a worker is through with it. */
export async function syncOnce(database: BenchDatabase, seller: GraphqlClient): Promise<FinishedRun> {
  const started = await seller.ask<{ startSync: { syncRun: { id: string } | null } }>(
    'mutation { startSync(input: {}) { syncRun { id } userErrors { message } } }',
  );
  const id = started.startSync.syncRun?.id;
  if (id === undefined) throw new Error('The sync was refused');
  for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
    const [run] = await database.query<RunRow>(RUN, [id]);
    if (run?.state === 'SUCCEEDED') return finished(run);
    if (run && run.state !== 'QUEUED' && run.state !== 'RUNNING')
      throw new Error(`The sync ended ${run.state}: ${run.error ?? ''}`);
    await delay(100);
  }
  throw new Error('The sync does not end');
}

/** Waits for the rollup that a sync leaves behind. @returns how long it took; null when no worker took it */
export async function rollupSeconds(database: BenchDatabase): Promise<number | null> {
  for (let waited = 0; waited < ROLLUP_PATIENCE_MS; waited += 200) {
    const [rollup] = await database.query<{ state: string; seconds: number | null }>(LAST_ROLLUP);
    if (rollup?.state === 'completed') return rollup.seconds;
    if (waited >= TAKEN_WITHIN_MS && rollup?.state !== 'active') return null;
    await delay(200);
  }
  return null;
}

/** A dataset took from the end of the one before it to its own. */
function finished(run: RunRow): FinishedRun {
  let from = run.startedAt.getTime();
  const datasets = run.datasets.map(({ dataset, rows, asOf }) => {
    const at = new Date(asOf).getTime();
    const seconds = (at - from) / 1000;
    from = at;
    return { dataset, seconds, rows };
  });
  return { seconds: (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000, datasets };
}

const RUN = `
  SELECT state, started_at AS "startedAt", finished_at AS "finishedAt", error, datasets FROM sync_runs WHERE id = $1
`;

const LAST_ROLLUP = `
  SELECT state::text AS state, extract(epoch FROM completed_on - started_on)::float8 AS seconds FROM pgboss.job
  WHERE name = 'rollup' ORDER BY created_on DESC LIMIT 1
`;
