import { quantile } from '../measure/statistics.js';

export interface Sample {
  /** Since the load began. */
  readonly second: number;
  /** Resident. */
  readonly mb: number;
}

/** Looked back this long: what is resident goes up and down as garbage is collected. */
const WINDOW_SECONDS = 20;
const EARLY_SECONDS = 60;

/** When the load counts as begun: after a minute, or a quarter of a shorter one. */
export function earlySecond(seconds: number): number {
  return Math.min(EARLY_SECONDS, seconds / 4);
}

/** The middle of what was seen shortly before a moment; NaN where nothing was. */
export function residentAt(samples: readonly Sample[], second: number): number {
  const since = second - Math.min(WINDOW_SECONDS, second / 2);
  const seen = samples.filter((sample) => sample.second > since && sample.second <= second);
  return quantile(
    seen.map(({ mb }) => mb),
    0.5,
  );
}
