import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountInRoubles } from './amount.js';

describe('amountInRoubles', () => {
  it('keeps every amount that the column can hold, to the kopeck', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (kopecks) => {
        const text = `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;
        expect(amountInRoubles({ amount: text, currency: 'RUB' }, [])).toBe(text);
      }),
    );
  });

  it.each([
    ['0', '0.00'],
    ['5', '5.00'],
    ['5.1', '5.10'],
    ['99999999.99', '99999999.99'],
  ])('writes %s as the database does: %s', (given, written) => {
    expect(amountInRoubles({ amount: given, currency: 'RUB' }, [])).toBe(written);
  });

  it.each(['-1', '-0.01', '100000000', '1.001', '1.000', '1e3', '', ' 1'])('refuses %j', (amount) => {
    expect(() => amountInRoubles({ amount, currency: 'RUB' }, ['price'])).toThrow(
      expect.objectContaining({ code: 'INVALID', field: ['price', 'amount'] }),
    );
  });

  it('refuses another currency, whatever the amount', () => {
    expect(() => amountInRoubles({ amount: '-1', currency: 'USD' }, ['price'])).toThrow(
      expect.objectContaining({ code: 'INVALID', field: ['price', 'currency'] }),
    );
  });
});
