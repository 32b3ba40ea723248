import { describe, expect, it } from '@jest/globals';
import { numberText, table } from './table.js';

describe('table', () => {
  it('stands in line, numbers to the right', () => {
    const text = table(
      ['what', 'rows'],
      [
        ['sales', 200_000],
        ['a', 7],
      ],
    );
    expect(text.split('\n')).toEqual([
      '| what  |    rows |',
      '| ----- | ------: |',
      '| sales | 200,000 |',
      '| a     |       7 |',
    ]);
  });

  it('leaves empty what is missing', () => {
    expect(table(['a', 'b'], [['x', null]])).toContain('| x   |     |');
    expect(table(['a', 'b'], [['x']])).toContain('| x   |     |');
  });
});

describe('numberText', () => {
  it.each([
    [12, '12'],
    [1234, '1,234'],
    [1234.56, '1,235'],
    [0.123456, '0.123'],
    [12.3456, '12.3'],
    [NaN, '-'],
  ])('writes %d as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});
