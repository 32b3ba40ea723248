const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch',
  ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
}; // prettier-ignore

const MAX_LENGTH = 60;

/**
 * A short name for addresses out of a tenant's name: lower-case Latin letters, digits and hyphens, 1 to 60 of them.
 * Cyrillic is romanised after ICAO Doc 9303 (the soft and the hard sign are left out).
 */
export function slugOf(name: string): string {
  const latin = name.toLowerCase().replace(/[а-яё]/gu, (letter) => CYRILLIC[letter] ?? letter);
  const slug = latin
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'tenant' : slug;
}

const SHORTEST = 3;
const LONGEST = 100;
const WELL_FORMED = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const FOREIGN = /[^\x20-\x7e]/u;

/**
 * What is wrong with a slug that somebody chose, for people; null when nothing is. Letters beyond ASCII are refused,
 * since some can not be told from Latin ones by looking at them, and an address must not seem to be another's.
 */
export function slugFault(slug: string): string | null {
  const foreign = FOREIGN.exec(slug)?.[0];
  if (foreign !== undefined) {
    return `"${foreign}" is none of the letters a to z, though it may look like one. Type the slug in Latin letters.`;
  }
  if (slug.length < SHORTEST || slug.length > LONGEST)
    return `A slug has ${SHORTEST} to ${LONGEST} characters. Choose another one.`;
  return WELL_FORMED.test(slug)
    ? null
    : 'A slug has lower-case letters a to z, digits, and single hyphens between them, such as romashka-2. Choose another one.';
}
