import { describe, expect, it } from '@jest/globals';
import { marketSize } from './sizes.js';

describe('marketSize', () => {
  it('is 100 tenants with half of everything at one of them', () => {
    const { big, small, smallSellers } = marketSize(1);
    expect(smallSellers).toBe(99);
    expect(big).toEqual({ products: 50_000, sales: 2_500_000, stockRecords: 5_000_000 });
    expect(big.products + smallSellers * small.products).toBeCloseTo(100_000, -2);
    expect(big.sales + smallSellers * small.sales).toBeCloseTo(5_000_000, -3);
    expect(big.stockRecords + smallSellers * small.stockRecords).toBeCloseTo(10_000_000, -3);
  });

  it('leaves a small seller as they are while the big one grows a hundredfold', () => {
    const [few, many] = [marketSize(0.01), marketSize(1)];
    expect(many.big.sales / few.big.sales).toBe(100);
    expect(many.small.sales / few.small.sales).toBeCloseTo(1, 1);
    expect(few.smallSellers).toBe(1);
  });

  it('has at least one of each', () => {
    expect(marketSize(0.000_001)).toMatchObject({ smallSellers: 1, small: { products: 1 } });
  });
});
