import { addDays } from '../../../platform/context/index.js';

export interface ComputedState {
  readonly hasProducts: boolean;
  /** Whether something recorded waits to be taken in. */
  readonly marksWait: boolean;
  /** The day as of which figures are there, of the seller who lags most; their window ends with the day before. Null without any. */
  readonly asOf: string | null;
}

/**
 * Figures are computed anew each night after 00:30, so those of yesterday are good until tonight's run is through; the
 * run that is missing shows the day after.
 */
export function dataStatus({ hasProducts, marksWait, asOf }: ComputedState, today: string) {
  if (!hasProducts) return 'NO_DATA';
  if (asOf === null) return marksWait ? 'COMPUTING' : 'NO_DATA';
  return marksWait || asOf < addDays(today, -1) ? 'STALE' : 'READY';
}
