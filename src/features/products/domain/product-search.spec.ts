import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { productSearch } from './product-search.js';

/** LIKE as PostgreSQL defines it, as a regular expression. */
function like(pattern: string): RegExp {
  const source = pattern.replace(/\\([\s\S])|[\s\S]/g, (symbol, escaped: string | undefined) => {
    if (escaped === undefined && symbol === '%') return '[\\s\\S]*';
    if (escaped === undefined && symbol === '_') return '[\\s\\S]';
    return (escaped ?? symbol).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

describe('productSearch', () => {
  it.each([
    ['кружка', '%кружка%'],
    ['  mug ', '%mug%'],
    ['100%', '%100\\%%'],
    ['A_1', '%A\\_1%'],
    ['C:\\mug', '%C:\\\\mug%'],
  ])('%j becomes %j', (text, pattern) => {
    expect(productSearch(text)?.pattern).toBe(pattern);
  });

  it('finds a text by itself and not by a wildcard', () => {
    const text = fc.string({
      unit: fc.constantFrom('%', '_', '\\', 'a', 'б', '.'),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, text, (sought, name) => {
        const pattern = productSearch(sought)?.pattern ?? '';
        expect(like(pattern).test(name)).toBe(name.includes(sought));
      }),
    );
  });

  it.each(['', ' ', '\t\n'])('looks for nothing in %j', (text) => {
    expect(productSearch(text)).toBeNull();
  });

  it.each([
    ['12345678', '12345678'],
    [' 12345678 ', '12345678'],
    ['9'.repeat(18), '9'.repeat(18)],
    ['9223372036854775807', '9223372036854775807'],
    ['9223372036854775808', null],
    ['9'.repeat(20), null],
    ['12a', null],
    ['-12', null],
    ['012', null],
    ['١٢', null],
  ])('takes %j for the number %j', (text, nmId) => {
    expect(productSearch(text)?.nmId).toBe(nmId);
  });

  it.each([
    ['кру', true],
    ['a-1', false],
    ['ab', false],
    ['12 345', true],
    ['100%', true],
    ['Ёлк', true],
    // the index knows no other letters
    ['αβγδ', false],
  ])('tells whether a trigram is in %j: %s', (text, has) => {
    expect(productSearch(text)?.hasTrigram).toBe(has);
  });

  it.each([
    ['ART-00012', true],
    ['ART-0001', false],
    ['100%00', false],
    ['١٢٣٤٥', false],
  ])('tells whether five digits are in a row in %j: %s', (text, has) => {
    expect(productSearch(text)?.hasNumber).toBe(has);
  });
});
