const LONGEST_SECONDS = 60;

/** Seconds between tries at an account that fails everywhere. @param excess failures beyond those that are borne */
export function pauseSeconds(excess: number): number {
  return excess <= 0 ? 0 : Math.min(2 ** (excess - 1), LONGEST_SECONDS);
}
