import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugOf } from './slug.js';

describe('slugOf', () => {
  it.each([
    ['ООО Ромашка', 'ooo-romashka'],
    ['Щёлково & Ко.', 'shchelkovo-ko'],
    ['  Café "Déjà vu"  ', 'cafe-de-ja-vu'],
    ['北京', 'tenant'],
    ['', 'tenant'],
  ])('%j becomes %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('is never anything but 1 to 60 letters, digits and inner hyphens', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const slug = slugOf(name);
        return slug.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug);
      }),
    );
  });
});
