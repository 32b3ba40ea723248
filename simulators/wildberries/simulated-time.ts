/** The simulated now. It stands still unless told to flow with the clock. */
export interface SimulatedTime {
  /** Unix milliseconds. */
  readonly now: () => number;
  set(ms: number): void;
  /** Lets time run with the clock (true) or stand still (false). */
  flow(flows: boolean): void;
  flows(): boolean;
}

export function createSimulatedTime(startMs: number, clock: () => number, flowing: boolean): SimulatedTime {
  let base = startMs;
  let since = clock();
  let running = flowing;
  const now = (): number => (running ? base + (clock() - since) : base);
  return {
    now,
    set(ms) {
      base = ms;
      since = clock();
    },
    flow(flows) {
      base = now();
      since = clock();
      running = flows;
    },
    flows: () => running,
  };
}
