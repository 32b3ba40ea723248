/** Of one day, or of many added up. Units as numbers: they are counted, not paid. */
export interface BacktestSums {
  /** Products of which a forecast was compared with what came. */
  readonly forecasts: number;
  /** What was sold in these times. */
  readonly sold: number;
  readonly forecastUnits: number;
  readonly naiveUnits: number;
  /** Differences, without their signs. */
  readonly forecastError: number;
  readonly naiveError: number;
  /** Products that were in stock all along, so that what was sold is what was wanted. */
  readonly needs: number;
  /** Of these, how often the reorder point was enough. */
  readonly covered: number;
  readonly naiveCovered: number;
  readonly pointUnits: number;
  readonly naivePointUnits: number;
}

/** How well something told what would come; null where nothing did. */
export interface Quality {
  /** Told too much (above 0) or too little, as a part of what was sold. */
  readonly bias: number | null;
  /** How far off, one by one, as a part of what was sold. */
  readonly error: number | null;
  /** How often the reorder point was enough for the lead time. */
  readonly coverage: number | null;
  /** The mean reorder point. */
  readonly reorderPoint: number | null;
}

export interface BacktestReport {
  readonly sellers: number;
  readonly days: number;
  readonly forecasts: number;
  readonly needs: number;
  readonly velocity: Quality;
  /** The plain average of 30 days, and that times the lead time. */
  readonly naive: Quality;
}

export const NOTHING: BacktestSums = {
  forecasts: 0,
  sold: 0,
  forecastUnits: 0,
  naiveUnits: 0,
  forecastError: 0,
  naiveError: 0,
  needs: 0,
  covered: 0,
  naiveCovered: 0,
  pointUnits: 0,
  naivePointUnits: 0,
};

export function added(one: BacktestSums, other: BacktestSums): BacktestSums {
  const names = Object.keys(NOTHING) as (keyof BacktestSums)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as BacktestSums;
}

export function reportOf(sums: BacktestSums, walked: { sellers: number; days: number }): BacktestReport {
  const { forecasts, needs, sold } = sums;
  const part = (value: number, whole: number): number | null => (whole > 0 ? value / whole : null);
  return {
    ...walked,
    forecasts,
    needs,
    velocity: {
      bias: part(sums.forecastUnits - sold, sold),
      error: part(sums.forecastError, sold),
      coverage: part(sums.covered, needs),
      reorderPoint: part(sums.pointUnits, needs),
    },
    naive: {
      bias: part(sums.naiveUnits - sold, sold),
      error: part(sums.naiveError, sold),
      coverage: part(sums.naiveCovered, needs),
      reorderPoint: part(sums.naivePointUnits, needs),
    },
  };
}
