import { describe, expect, it } from '@jest/globals';
import { searchPattern } from './search-pattern.js';

describe('searchPattern', () => {
  it.each([
    [' anna ', '%anna%'],
    ['50%', '%50\\%%'],
    ['a_b', '%a\\_b%'],
    ['\\', '%\\\\%'],
  ])('takes %j for itself: %j', (text, pattern) => {
    expect(searchPattern(text)).toBe(pattern);
  });

  it.each([[null], [undefined], [''], ['  ']])('is none for %j', (text) => {
    expect(searchPattern(text)).toBeNull();
  });

  it('takes 255 characters, and refuses more', () => {
    expect(searchPattern('я'.repeat(255))).toHaveLength(257);
    expect(() => searchPattern('я'.repeat(256))).toThrow('expected at most 255 characters');
  });
});
