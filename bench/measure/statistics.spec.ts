import { describe, expect, it } from '@jest/globals';
import { quantile, summaryOf } from './statistics.js';

describe('quantile', () => {
  it('does not ask for an order', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
  });

  it('divides what lies between two values', () => {
    expect(quantile([10, 20], 0.5)).toBe(15);
    expect(quantile([0, 100], 0.99)).toBe(99);
  });

  it('is the value itself where there is but one, and none of none', () => {
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('leaves the values as they were', () => {
    const values = [2, 1];
    quantile(values, 0.5);
    expect(values).toEqual([2, 1]);
  });
});

describe('summaryOf', () => {
  it('tells the middle and both ends', () => {
    expect(summaryOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
  });
});
