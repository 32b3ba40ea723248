/** What was spent in the window under way and in the one before it. */
export interface Spent {
  readonly current: number;
  readonly previous: number;
}

/** Windows as long as an empty bucket takes to fill. */
export interface Window {
  readonly index: number;
  /** How much of it is over, 0 to 1. */
  readonly elapsed: number;
  readonly seconds: number;
}

export function windowAt(
  now: Date,
  { capacity, perSecond }: { capacity: number; perSecond: number },
): Window {
  const seconds = Math.max(1, Math.ceil(capacity / perSecond));
  const position = now.getTime() / 1000 / seconds;
  const index = Math.floor(position);
  return { index, elapsed: position - index, seconds };
}

/**
 * A bucket out of two fixed windows: the one before counts by as much of it as still lies within a window's length
 * back from now. So what was spent comes back evenly, and never is more than the capacity spent at once.
 */
export function usedOf({ current, previous }: Spent, elapsed: number): number {
  return current + previous * (1 - elapsed);
}

/** Seconds until the cost fits, if nothing is spent meanwhile; rounded up, at least 1. @param cost at most the capacity */
export function secondsUntil(cost: number, spent: Spent, window: Window, capacity: number): number {
  const { elapsed, seconds } = window;
  const room = capacity - cost - spent.current;
  const windows =
    room >= 0
      ? 1 - room / spent.previous - elapsed
      : 1 - elapsed + Math.max(0, 1 - (capacity - cost) / spent.current);
  return Math.max(1, Math.ceil(windows * seconds));
}
