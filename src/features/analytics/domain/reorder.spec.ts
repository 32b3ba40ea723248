import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { POISSON_BELOW, POISSON_LIMITS, poissonQuantile } from './reorder.js';

describe('poissonQuantile', () => {
  // from printed tables of the Poisson distribution
  it.each([
    [0, 0],
    [0.05, 0],
    [0.0513, 1],
    [0.5, 2],
    [1, 3],
    [2, 5],
    [3, 6],
    [5, 9],
    [9.99, 15],
  ])('of mean %d is %d', (mean, units) => {
    expect(poissonQuantile(mean)).toBe(units);
  });

  it('is the number of limits below the mean', () => {
    const mean = fc.double({ min: 0, max: POISSON_BELOW, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        mean,
        (value) => POISSON_LIMITS.filter((limit) => limit < value).length === poissonQuantile(value),
      ),
      { numRuns: 2_000 },
    );
  });

  it('has limits that go up, past the greatest mean it is used for', () => {
    expect(POISSON_LIMITS).toEqual([...POISSON_LIMITS].sort((a, b) => a - b));
    expect(POISSON_LIMITS.at(-1)).toBeGreaterThan(POISSON_BELOW);
    // P(X = 0) = exp(-mean) is 0.95 here
    expect(POISSON_LIMITS[0]).toBeCloseTo(-Math.log(0.95), 12);
  });
});
