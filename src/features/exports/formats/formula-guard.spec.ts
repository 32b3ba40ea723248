import { describe, expect, it } from '@jest/globals';
import { withoutFormula } from './formula-guard.js';

describe('withoutFormula', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\tplain',
    '  =1',
    '\u200b=1',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0d1',
    '\uff20SUM',
    '\u22121',
    '\ufe661',
  ])('puts an apostrophe before %j', (text) => {
    expect(withoutFormula(text)).toBe(`'${text}`);
  });

  it.each(['', 'plain', "'=1", 'a=1', '1-2', '№ 5', '(+1)', ' plain', '"=1"', '{"a":1}'])(
    'leaves %j as it is',
    (text) => {
      expect(withoutFormula(text)).toBe(text);
    },
  );
});
