/** Buckets for each doubling: a figure read out of them is off by 2.2 % at most. */
const PER_DOUBLING = 16;
const SHORTEST_MS = 0.1;
/** About three and a half minutes: what takes longer is counted there. */
const LAST_BUCKET = 21 * PER_DOUBLING;

/** How often something took about so long, by bucket. Unlike percentiles, those of several processes can be added up. */
export type Latencies = Map<number, number>;

export function note(latencies: Latencies, milliseconds: number): void {
  const bucket = bucketOf(milliseconds);
  latencies.set(bucket, (latencies.get(bucket) ?? 0) + 1);
}

/** @returns the smallest latency that is not exceeded by this share of them; null of none */
export function percentile(latencies: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...latencies].sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(total * share));
  let reached = 0;
  for (const [bucket, count] of buckets) {
    reached += count;
    if (reached >= rank) return middleOf(bucket);
  }
  return null;
}

function bucketOf(milliseconds: number): number {
  const bucket = Math.ceil(Math.log2(milliseconds / SHORTEST_MS) * PER_DOUBLING);
  return Math.min(Math.max(bucket, 0), LAST_BUCKET);
}

function middleOf(bucket: number): number {
  return SHORTEST_MS * 2 ** ((bucket - 0.5) / PER_DOUBLING);
}
