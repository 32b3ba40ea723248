/** A time in seconds, and a value. */
export type Point = readonly [number, number];

/** What is made of the samples of a series within a range that ends at a time. @returns null for too few */
export type RangeFunction = (points: readonly Point[], start: number, end: number) => number | null;

/** As Prometheus computes it: restarts of the counter are seen through, and the ends of the range are extrapolated to. */
const rate: RangeFunction = (points, start, end) => {
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last || points.length < 2) return null;
  let increase = last[1] - first[1];
  for (let index = 1; index < points.length; index++) {
    const before = points[index - 1]![1];
    if (points[index]![1] < before) increase += before;
  }
  const sampled = last[0] - first[0];
  const between = sampled / (points.length - 1);
  const reach = (gap: number): number => (gap >= between * 1.1 ? between / 2 : gap);
  let toStart = reach(first[0] - start);
  // a counter does not begin below zero
  if (increase > 0 && first[1] >= 0) toStart = Math.min(toStart, sampled * (first[1] / increase));
  const covered = sampled + toStart + reach(end - last[0]);
  return (increase * (covered / sampled)) / (end - start);
};

const changes: RangeFunction = (points) =>
  points.length === 0
    ? null
    : points.filter(([, value], index) => index > 0 && value !== points[index - 1]![1]).length;

export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = { rate, changes };
