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
