import { describe, expect, it } from '@jest/globals';
import { DomainErrors } from '../../../platform/errors/domain-errors.js';
import { hasFewMonths, hasRightSize, isVisibleText, stretchesOf } from './batch.js';
import { RowErrors } from './row-errors.js';

describe('isVisibleText', () => {
  it.each(['Коледино', 'A', 'North 2', 'Склад №1 (юг)', '🏭', 'x'.repeat(255)])('takes %s', (text) => {
    expect(isVisibleText(text, 255)).toBe(true);
  });

  it.each(['', ' ', 'North ', '\tNorth', 'a\nb', 'a\u2028b', '\u00a0', '\u200b', 'x'.repeat(256)])(
    'refuses %j',
    (text) => {
      expect(isVisibleText(text, 255)).toBe(false);
    },
  );

  it('counts code points', () => {
    expect(isVisibleText('🏭'.repeat(255), 255)).toBe(true);
    expect(isVisibleText('🏭'.repeat(256), 255)).toBe(false);
  });

  it('takes no time over a long text', () => {
    const started = performance.now();
    expect(isVisibleText(' '.repeat(200_000), 255)).toBe(false);
    expect(isVisibleText(`a${' '.repeat(200_000)}`, 255)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('stretchesOf', () => {
  it('joins days of months that follow one another, and leaves out what lies between others', () => {
    expect(stretchesOf(['2026-03-31', '2026-01-15', '2026-02-01', '2020-12-31', '2021-01-01'])).toEqual([
      { first: '2020-12-31', last: '2021-01-01' },
      { first: '2026-01-15', last: '2026-03-31' },
    ]);
    expect(stretchesOf(['2026-01-31', '2026-03-01'])).toHaveLength(2);
    expect(stretchesOf([])).toEqual([]);
  });
});

describe('the size of a batch', () => {
  it.each([
    [0, false],
    [1, true],
    [1000, true],
    [1001, false],
  ])('of %d rows: %s', (count, right) => {
    const errors = new RowErrors('rows');
    expect(hasRightSize(Array(count).fill(0), errors)).toBe(right);
    expect(errors.none).toBe(right);
  });

  it('is bounded in months too', () => {
    const months = Array.from(
      { length: 121 },
      (_, index) => `${2000 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-05`,
    );
    expect(hasFewMonths(months, new RowErrors('rows'))).toBe(false);
    expect(hasFewMonths([...months.slice(1), '2000-02-07'], new RowErrors('rows'))).toBe(true);
  });
});

describe('RowErrors', () => {
  it('are told in the order of the rows, 100 of them', () => {
    const errors = new RowErrors('rows');
    for (let index = 200; index > 0; index--) errors.add(index, 'price', `${index}`);
    try {
      errors.throwIfAny();
      expect(true).toBe(false);
    } catch (error) {
      const told = (error as DomainErrors).errors;
      expect(error).toBeInstanceOf(DomainErrors);
      expect(told).toHaveLength(100);
      expect(told[0]?.field).toEqual(['rows', '101', 'price']);
      expect(told.at(-1)?.field).toEqual(['rows', '200', 'price']);
    }
  });

  it('do not change those that they began with', () => {
    const first = new RowErrors('rows');
    new RowErrors('rows', first).add(0, [], 'wrong');
    expect(first.none).toBe(true);
  });
});
