import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amount, roundDecimal } from './decimal.js';

describe('roundDecimal', () => {
  it.each([
    ['1284.01', '1284.01'],
    ['1.005', '1.01'],
    ['1.004999999999999999999', '1.00'],
    ['-2.675', '-2.68'],
    ['-0.004', '0.00'],
    ['0.995', '1.00'],
    ['999.999', '1000.00'],
    ['007', '7.00'],
    ['1547', '1547.00'],
    ['1.5e3', '1500.00'],
    ['125E-2', '1.25'],
    ['5e-3', '0.01'],
    ['4e-3', '0.00'],
    ['1e-300', '0.00'],
    ['9007199254740.993', '9007199254740.99'],
  ])('%s is %s', (text, rounded) => expect(roundDecimal(text, 2)).toBe(rounded));

  it.each(['', 'x', '1,5', '.5', '1.', '0x1', 'NaN', 'Infinity', '12345678901234', '1e13', '1e999', '1 '])(
    '%p is no amount',
    (text) => expect(roundDecimal(text, 2)).toBeNull(),
  );

  it('rounds to other places', () => {
    expect(roundDecimal('2.5', 0)).toBe('3');
    expect(roundDecimal('0.00005', 4)).toBe('0.0001');
  });

  it('agrees with arithmetic on integers', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 6 }),
        (n, places) => {
          const abs = n < 0n ? -n : n;
          const digits = abs.toString().padStart(places + 1, '0');
          const cut = digits.length - places;
          const text = `${n < 0n ? '-' : ''}${digits.slice(0, cut)}${places ? `.${digits.slice(cut)}` : ''}`;
          const scale = 10n ** BigInt(places);
          const cents = (abs * 200n + scale) / (2n * scale);
          const want = `${n < 0n && cents > 0n ? '-' : ''}${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`;
          const fits = cents / 100n < 10n ** 13n;
          expect(roundDecimal(text, 2)).toBe(fits ? want : null);
        },
      ),
    );
  });
});

describe('amount', () => {
  it.each([
    ['1284.1', '1284.10'],
    ['-1284.01', '1284.01'],
    ['-3', '3.00'],
    ['0.5', '0.50'],
    ['00.5', '0.50'],
    ['332.505', '332.51'],
  ])('%s is %s', (text, money) => expect(amount(text)).toBe(money));

  it('takes zero for not known', () => {
    for (const zero of ['0', '0.00', '-0', '0e5', '0.004']) expect(amount(zero)).toBeNull();
  });

  it('tells what is no amount', () => expect(amount('free')).toBeUndefined());

  it('takes the fast way and the exact way to the same place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.stringMatching(/^(\.\d{1,2})?$/),
        (whole, fraction) => {
          const slow = roundDecimal(`${whole}${fraction}`, 2)?.replace('-', '');
          expect(amount(`${whole}${fraction}`)).toBe(slow === '0.00' ? null : slow);
        },
      ),
    );
  });
});
