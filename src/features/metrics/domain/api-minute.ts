import type { Sample } from './sample.js';

type Counts = Readonly<Record<string, number>>;

/** What one process has answered within a minute, as it is stored. */
export interface ProcessMinute {
  readonly requests: Counts;
  /** By operation and code. */
  readonly errors: Readonly<Record<string, Counts>>;
  /** By bucket. */
  readonly latencies: Counts;
}

/** Known to be none where a process was there to answer. */
const ALWAYS_TOLD = ['query', 'mutation', 'subscription'];

const QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** @returns the smallest latency that this share of them does not exceed; null of none */
type Percentile = (latencies: ReadonlyMap<number, number>, share: number) => number | null;

/** A minute of all processes together. */
export function samplesOf(at: Date, processes: readonly ProcessMinute[], percentile: Percentile): Sample[] {
  const requests = sum(processes.map((process) => process.requests));
  for (const operation of ALWAYS_TOLD) requests.set(operation, requests.get(operation) ?? 0);
  const latencies = sum(processes.map((process) => process.latencies));
  const buckets = new Map([...latencies].map(([bucket, count]) => [Number(bucket), count]));
  return [
    ...[...requests].map(([operation, value]): Sample => ({
      name: 'api_requests',
      value,
      tags: { operation },
      at,
    })),
    ...errorsOf(at, processes),
    ...QUANTILES.flatMap(([quantile, share]): Sample[] => {
      const value = percentile(buckets, share);
      return value === null ? [] : [{ name: 'api_latency_ms', value, tags: { quantile }, at }];
    }),
  ];
}

function errorsOf(at: Date, processes: readonly ProcessMinute[]): Sample[] {
  const operations = new Set(processes.flatMap(({ errors }) => Object.keys(errors)));
  return [...operations].flatMap((operation) =>
    [...sum(processes.map(({ errors }) => errors[operation] ?? {}))].map(([code, value]): Sample => ({
      name: 'api_errors',
      value,
      tags: { operation, code },
      at,
    })),
  );
}

function sum(parts: readonly Counts[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const part of parts)
    for (const [key, count] of Object.entries(part)) total.set(key, (total.get(key) ?? 0) + count);
  return total;
}
