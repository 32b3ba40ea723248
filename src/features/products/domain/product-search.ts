/** What a search text looks for. */
export interface ProductSearch {
  /** For LIKE, with the default escape character. */
  readonly pattern: string;
  /** The marketplace's number that the text may be; null when it can be none. */
  readonly nmId: string | null;
}

/** Any number of so many digits fits into a bigint. */
const NM_ID = /^\d{1,18}$/;

/** @returns null for a text of nothing but space, which every product matches */
export function productSearch(text: string): ProductSearch | null {
  const sought = text.trim();
  if (sought === '') return null;
  return { pattern: `%${sought.replace(/[\\%_]/g, '\\$&')}%`, nmId: NM_ID.test(sought) ? sought : null };
}
