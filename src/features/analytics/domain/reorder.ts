/** Where a seller has not said how long an order takes. */
export const DEFAULT_LEAD_TIME_DAYS = 14;
/** 95 % of the standard normal distribution lies below. */
export const SERVICE_Z = 1.645;
const SERVICE_LEVEL = 0.95;
/** Below this many units of demand during the lead time the normal distribution is a poor picture of it. */
export const POISSON_BELOW = 10;

/** The least number of units that a Poisson demand of this mean does not exceed in 95 % of cases. */
export function poissonQuantile(mean: number): number {
  let units = 0;
  while (cumulated(units, mean) < SERVICE_LEVEL) units++;
  return units;
}

/**
 * For k = 0, 1, ...: the greatest mean whose quantile is k. The quantile of a mean is therefore the number of limits
 * below it, which the database finds by width_bucket() without summing a series for every product.
 */
export const POISSON_LIMITS: readonly number[] = limitsUpTo(POISSON_BELOW);

function limitsUpTo(mean: number): number[] {
  return Array.from({ length: poissonQuantile(mean) + 1 }, (_, units) => greatestMean(units));
}

/** By bisection down to neighbouring doubles: the more demand, the less likely that `units` are enough. */
function greatestMean(units: number): number {
  let low = 0;
  let high = 2 * POISSON_BELOW + units;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (cumulated(units, middle) >= SERVICE_LEVEL) low = middle;
    else high = middle;
  }
}

/** P(X <= units) */
function cumulated(units: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= units; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}
