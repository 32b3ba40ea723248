import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugFault, slugOf } from './slug.js';

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

describe('slugFault', () => {
  it.each(['abc', 'romashka-2', '1-2-3', 'a'.repeat(100)])('finds nothing wrong with %j', (slug) => {
    expect(slugFault(slug)).toBeNull();
  });

  it.each([
    ['of two characters', 'ab', '3 to 100 characters'],
    ['of 101', 'a'.repeat(101), '3 to 100 characters'],
    ['with capitals', 'Romashka', 'lower-case'],
    ['with a space', 'ro mashka', 'lower-case'],
    ['with a hyphen in front', '-romashka', 'single hyphens'],
    ['with a hyphen behind', 'romashka-', 'single hyphens'],
    ['with two hyphens', 'ro--mashka', 'single hyphens'],
    ['with a line end', 'romashka\n', 'none of the letters'],
    ['with a Cyrillic а', 'rom\u0430shka', '"\u0430" is none of the letters'],
    ['with a full-width letter', '\uff52omashka', 'none of the letters'],
    ['with a mathematical letter', '\u{1d42b}omashka', '"\u{1d42b}" is none of the letters'],
    ['with a Kelvin sign', 'romash\u212aa', 'none of the letters'],
  ])('refuses one %s', (_name, slug, message) => {
    expect(slugFault(slug)).toContain(message);
  });

  it('lets pass what is made of names, once that is long enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const slug = slugOf(name);
        return slug.length < 3 || slugFault(slug) === null;
      }),
    );
  });
});
