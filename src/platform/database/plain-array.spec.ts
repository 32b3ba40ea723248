import { describe, expect, it } from '@jest/globals';
import { plainArray } from './plain-array.js';

describe('plainArray', () => {
  it('is the text of an array', () => {
    expect(plainArray([])).toBe('{}');
    expect(plainArray(['2026-11-20T09:00:00.000Z'])).toBe('{2026-11-20T09:00:00.000Z}');
    expect(plainArray([1, -2, '3.50', null, undefined])).toBe('{1,-2,3.50,NULL,NULL}');
  });
});
