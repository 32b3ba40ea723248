/** The parts of a seller's data, in the order in which they are fetched: stock and sales refer to cards. */
export const DATASETS = ['cards', 'prices', 'stock', 'orders', 'sales'] as const;
// finance (sales reports) and funnel (conversion) will stand behind sales: nothing here depends on them
export type DatasetName = (typeof DATASETS)[number];

/** How one part fared in a run; what sync_runs.datasets holds, times as ISO 8601. */
export interface DatasetState {
  readonly dataset: DatasetName;
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED';
  /** Rows written. */
  readonly rows: number;
  /** When the data last came in whole. */
  readonly asOf: string | null;
  readonly nextAttemptAt: string | null;
  readonly error: string | null;
}

/** What becomes of a run whose parts fared so. */
export function outcomeOf(states: readonly DatasetState[]): 'SUCCEEDED' | 'PARTIAL' | 'FAILED' {
  if (states.every(({ state }) => state === 'SUCCEEDED')) return 'SUCCEEDED';
  // a part that is not due yet has neither succeeded nor failed
  const succeeded = states.some(({ state }) => state === 'SUCCEEDED' || state === 'PARTIAL');
  const failed = states.some(({ state }) => state === 'FAILED');
  return succeeded || !failed ? 'PARTIAL' : 'FAILED';
}
