import { describe, expect, it } from '@jest/globals';
import { PARTS, readOptions } from './options.js';

describe('readOptions', () => {
  it('measures everything at full size unless it is told otherwise', () => {
    expect(readOptions([])).toEqual({ parts: PARTS, quick: false, scale: 1, minutes: 10 });
  });

  it('is small and short when it has to be quick', () => {
    expect(readOptions(['--quick', '--only', 'growth'])).toEqual({
      parts: ['growth'],
      quick: true,
      scale: 0.01,
      minutes: 0.2,
    });
  });

  it('takes sizes as they are given', () => {
    expect(readOptions(['--quick', '--scale', '0.1', '--minutes', '3'])).toMatchObject({
      scale: 0.1,
      minutes: 3,
    });
  });

  it.each([
    ['--only', 'everything'],
    ['--scale', '2'],
    ['--scale', '0.0001'],
    ['--scale', 'big'],
    ['--minutes', '0'],
    ['--fast'],
  ])('refuses %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow();
  });
});
