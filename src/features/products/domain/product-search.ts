/** What a search text looks for. */
export interface ProductSearch {
  /** For LIKE, with the default escape character. */
  readonly pattern: string;
  /** The marketplace's number that the text may be; null when it can be none. */
  readonly nmId: string | null;
  /** Whether the index of trigrams can help: it needs three letters or digits in a row, Latin or Cyrillic. */
  readonly hasTrigram: boolean;
}

/** Any number of so many digits fits into a bigint. */
const NM_ID = /^\d{1,18}$/;
/** Letters that product_search_key() keeps apart, and thus those that the index knows. */
const TRIGRAM = /[a-z0-9а-яё]{3}/i;

/** @returns null for a text of nothing but space, which every product matches */
export function productSearch(text: string): ProductSearch | null {
  const sought = text.trim();
  if (sought === '') return null;
  return {
    pattern: `%${sought.replace(/[\\%_]/g, '\\$&')}%`,
    nmId: NM_ID.test(sought) ? sought : null,
    hasTrigram: TRIGRAM.test(sought),
  };
}
