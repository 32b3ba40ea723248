import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { note, percentile, type Latencies } from './latencies.js';

const of = (milliseconds: readonly number[]): Latencies => {
  const latencies: Latencies = new Map();
  for (const each of milliseconds) note(latencies, each);
  return latencies;
};

describe('percentiles of latencies', () => {
  it('are none of none', () => {
    expect(percentile(of([]), 0.5)).toBeNull();
  });

  it('are within 2.3 % of the value at that rank, whatever was noted', () => {
    const latency = fc.double({ min: 0.1, max: 200_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (all, share) => {
          const exact = [...all].sort((one, other) => one - other)[Math.ceil(all.length * share) - 1]!;
          const found = percentile(of(all), share)!;
          expect(Math.abs(found / exact - 1)).toBeLessThan(0.023);
        },
      ),
    );
  });

  it('count what is too short or too long in the first and the last bucket', () => {
    expect(percentile(of([0, 0.05]), 0.5)).toBeCloseTo(0.098, 3);
    expect(percentile(of([1e9, Infinity]), 0.5)).toBeCloseTo(205_221.4, 0);
  });
});
