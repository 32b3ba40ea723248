import { describe, expect, it } from '@jest/globals';
import type { WbSaleRow } from '../../client/index.js';
import { firstLoadFrom, isPlausible } from './orders-and-sales.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const row = (change: Partial<WbSaleRow> = {}): WbSaleRow =>
  ({ priceWithDisc: '1096.50', forPay: '932.02', ...change }) as WbSaleRow;

describe('isPlausible', () => {
  it.each([
    ['today', row(), '2026-11-20T09:00:00Z', true],
    ['a year ago', row(), '2025-11-20T09:00:00Z', true],
    ['tomorrow, by clocks that differ', row(), '2026-11-21T09:00:00Z', true],
    ['amounts to come', row({ priceWithDisc: null, forPay: null }), '2026-11-20T09:00:00Z', true],
    ['the end of time', row(), '9999-12-31T00:00:00Z', false],
    ['the beginning of it', row(), '0001-01-01T00:00:00Z', false],
    ['a price beyond its column', row({ priceWithDisc: '100000000.00' }), '2026-11-20T09:00:00Z', false],
    ['a payment beyond its column', row({ forPay: '100000000.00' }), '2026-11-20T09:00:00Z', false],
  ])('%s', (_name, sale, at, plausible) => {
    expect(isPlausible(sale, new Date(at), NOW)).toBe(plausible);
  });
});

describe('firstLoadFrom', () => {
  it('is 90 days ago in Moscow', () => {
    expect(firstLoadFrom(NOW)).toBe('2026-08-22T12:00:00');
  });
});
